namespace Plimsoll.Bench.Stores;

/// <summary>What was measured of many admissions.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="Median">Time of the median, in microseconds.</param>
/// <param name="Late">Time of the 99th percentile, in microseconds.</param>
/// <param name="Operations">Operations of the store a request.</param>
/// <param name="Conflicts">Share of commits that somebody else was faster than.</param>
internal sealed record AdmissionFigures(
    double PerSecond, double Median, double Late, double Operations, double Conflicts)
{
    /// <summary>The figures of times in microseconds.</summary>
    public static AdmissionFigures Of(IEnumerable<float> times, TimeSpan within, StoreCost cost)
    {
        var sorted = times.Order().ToArray();
        return new AdmissionFigures(
            sorted.Length / within.TotalSeconds,
            sorted[sorted.Length / 2],
            sorted[sorted.Length * 99L / 100],
            (double)cost.Operations / sorted.Length,
            cost.Commits + cost.Conflicts == 0 ? 0 : (double)cost.Conflicts / (cost.Commits + cost.Conflicts));
    }
}
