namespace Plimsoll.Serving.Steps;

/// <summary>
/// Time of a kernel over one measure of its work, as measured at some points and straight between them. Below the first
/// point it is the time there; beyond the last it goes on along the last line. Immutable, safe from any thread.
/// </summary>
public sealed class KernelCurve
{
    private readonly double[] _at;
    private readonly double[] _time;

    /// <summary>Makes a curve.</summary>
    /// <param name="at">Where it was measured, strictly rising. At least one.</param>
    /// <param name="microseconds">Time at each of them, above zero.</param>
    /// <exception cref="ArgumentException">The points are no curve.</exception>
    public KernelCurve(ReadOnlySpan<double> at, ReadOnlySpan<double> microseconds)
    {
        if (at.IsEmpty || at.Length != microseconds.Length)
        {
            throw new ArgumentException($"{at.Length} points with {microseconds.Length} times: one time a point.");
        }

        for (int point = 0; point < at.Length; point++)
        {
            if (point > 0 && at[point] <= at[point - 1])
            {
                throw new ArgumentException($"Point {at[point]} follows {at[point - 1]}: points must rise.");
            }

            if (!double.IsFinite(microseconds[point]) || microseconds[point] <= 0)
            {
                throw new ArgumentException($"Time {microseconds[point]} at {at[point]}: must be above zero.");
            }
        }

        _at = at.ToArray();
        _time = microseconds.ToArray();
    }

    /// <summary>Time at <paramref name="work"/>, in microseconds.</summary>
    public double At(double work)
    {
        (int low, int high, double share) = Bracket(_at, work);
        return _time[low] + (share * (_time[high] - _time[low]));
    }

    /// <summary>
    /// The points around a value and how far it is from the lower (0) to the upper (1). Below the first point both are
    /// the first; beyond the last they are the last two, with a share above 1.
    /// </summary>
    internal static (int Low, int High, double Share) Bracket(double[] axis, double value)
    {
        if (axis.Length == 1 || value <= axis[0])
        {
            return (0, 0, 0);
        }

        int found = Array.BinarySearch(axis, value);
        int high = Math.Min(found >= 0 ? found + 1 : ~found, axis.Length - 1);
        return (high - 1, high, (value - axis[high - 1]) / (axis[high] - axis[high - 1]));
    }
}
