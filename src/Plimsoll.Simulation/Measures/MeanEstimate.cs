namespace Plimsoll.Simulation.Measures;

/// <summary>
/// A mean with its 95% confidence interval. It is a ratio Σy / Σn over clusters; its variance is
/// k / (k − 1) × Σ(y − mean × n)² / (Σn)² over the k clusters that hold any, and the interval is Student's with k − 1
/// degrees of freedom. Clusters are batches of the measured time (batch means: up to 30 of equal length, by arrival)
/// and, where requests have accounts, accounts (what differs between samples of users); the wider interval stands.
/// </summary>
/// <param name="Mean">What it is the mean of.</param>
/// <param name="Value">The mean; seconds where it is a time.</param>
/// <param name="HalfWidth">Half the width, in the same unit; infinite with fewer than two clusters.</param>
/// <param name="Clusters">Number of clusters that the interval rests on.</param>
/// <param name="ByAccount">Whether the clusters are accounts rather than batches of time.</param>
public sealed record MeanEstimate(MeasuredMean Mean, double Value, double HalfWidth, int Clusters, bool ByAccount)
{
    private static readonly double[] Student =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>
    /// Whether the mean differs from one of an independent simulation by no more than both intervals explain:
    /// |a − b| ≤ √(a² + b²) of the half widths.
    /// </summary>
    public bool Agrees(MeanEstimate other) => Math.Abs(Value - other.Value)
        <= Math.Sqrt((HalfWidth * HalfWidth) + (other.HalfWidth * other.HalfWidth));

    internal static MeanEstimate Of(MeasuredMean mean, IEnumerable<ClusterSums> clusters, bool byAccount)
    {
        var used = clusters.Where(c => c.Count(mean) > 0).ToList();
        var count = used.Aggregate(0L, (sum, c) => sum + c.Count(mean));
        var sum = used.Aggregate(Int128.Zero, (sum, c) => sum + c.Sum(mean));
        var value = count == 0 ? 0 : (double)sum / count;
        var unit = mean is MeasuredMean.Limited or MeasuredMean.Overloaded or MeasuredMean.Output ? 1 : 1e-9;
        if (used.Count < 2)
            return new MeanEstimate(mean, value * unit, double.PositiveInfinity, used.Count, byAccount);
        var squares = 0.0;
        foreach (var cluster in used)
        {
            var residual = (double)cluster.Sum(mean) - (value * cluster.Count(mean));
            squares += residual * residual;
        }

        var error = Math.Sqrt(squares * used.Count / (used.Count - 1)) / count;
        return new MeanEstimate(mean, value * unit, error * T(used.Count - 1) * unit, used.Count, byAccount);
    }

    /// <summary>97.5% of Student's distribution; past the table by its expansion about the normal one.</summary>
    private static double T(int degrees)
    {
        const double z = 1.959964;
        return degrees <= Student.Length ? Student[degrees - 1] : z + (((z * z * z) + z) / (4 * degrees));
    }
}

/// <summary>The means whose uncertainty is estimated. Limited and overloaded are shares of all requests.</summary>
public enum MeasuredMean
{
    /// <summary>Time to first token.</summary>
    Ttft,

    /// <summary>Time per output token.</summary>
    Tpot,

    /// <summary>Time from arrival to last token.</summary>
    EndToEnd,

    /// <summary>Time in the queue.</summary>
    Queue,

    /// <summary>Tokens produced per request.</summary>
    Output,

    /// <summary>Share refused because a usage limit was reached.</summary>
    Limited,

    /// <summary>Share refused because the fleet was full.</summary>
    Overloaded,
}
