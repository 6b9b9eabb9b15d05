namespace Plimsoll.Scenarios.Measurements;

/// <summary>Errors relative to what was recorded, over requests; 0.01 is a hundredth of the recorded time.</summary>
/// <param name="Mean">Mean of their absolute values.</param>
/// <param name="Bias">Mean with their signs; above zero: too slow.</param>
/// <param name="Median">Median of the absolute values.</param>
/// <param name="P90">What nine in ten of the absolute values do not exceed.</param>
public sealed record ErrorSummary(double Mean, double Bias, double Median, double P90)
{
    /// <summary>Sums up errors; all zero where nothing is compared.</summary>
    /// <param name="simulated">Simulated times.</param>
    /// <param name="recorded">Recorded times, above zero, of the same requests.</param>
    public static ErrorSummary Of(IEnumerable<double> simulated, IEnumerable<double> recorded)
    {
        var errors = simulated.Zip(recorded, (ours, theirs) => (ours - theirs) / theirs).ToArray();
        if (errors.Length == 0)
            return new(0, 0, 0, 0);
        var sizes = errors.Select(Math.Abs).Order().ToArray();
        return new(sizes.Average(), errors.Average(), At(0.5), At(0.9));

        double At(double share) => sizes[(int)Math.Ceiling(share * sizes.Length) - 1];
    }
}
