namespace Plimsoll.Serving.Steps;

/// <summary>
/// Time of one layer's experts on one rank over the tokens they compute and how many of them are used, straight between
/// measured points. Immutable, safe from any thread.
/// </summary>
public sealed class ExpertTable
{
    private readonly double[] _used;
    private readonly KernelCurve[] _times;

    /// <summary>Makes a table: for each number of used experts, strictly rising, the time over tokens.</summary>
    /// <exception cref="ArgumentException">
    /// There is no curve, not one for each number, or numbers do not rise.
    /// </exception>
    public ExpertTable(ReadOnlySpan<double> used, ReadOnlySpan<KernelCurve> times)
    {
        if (used.IsEmpty || used.Length != times.Length)
        {
            throw new ArgumentException($"{used.Length} numbers of experts with {times.Length} curves: one each.");
        }

        for (int row = 1; row < used.Length; row++)
        {
            if (used[row] <= used[row - 1])
            {
                throw new ArgumentException($"{used[row]} experts follow {used[row - 1]}: numbers must rise.");
            }
        }

        _used = used.ToArray();
        _times = times.ToArray();
    }

    /// <summary>Time in microseconds.</summary>
    /// <param name="tokens">Tokens computed, each by as many experts as the model uses.</param>
    /// <param name="used">Experts that compute any of them.</param>
    public double At(double tokens, double used)
    {
        (int low, int high, double share) = KernelCurve.Bracket(_used, used);
        double below = _times[low].At(tokens);
        return low == high ? below : below + (share * (_times[high].At(tokens) - below));
    }
}
