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
    /// <summary>The mean and its interval.</summary>
    public ConfidenceInterval Interval => new(Value, HalfWidth);

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
        var half = error * Student.Quantile(used.Count - 1);
        return new MeanEstimate(mean, value * unit, half * unit, used.Count, byAccount);
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
