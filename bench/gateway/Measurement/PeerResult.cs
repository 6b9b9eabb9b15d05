namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>A peer's runs of a case, one a round.</summary>
internal sealed record PeerResult(string Peer, List<Sample> Samples)
{
    /// <summary>What went wrong; a run with an error counts for nothing.</summary>
    public IEnumerable<string> Errors => Samples
        .SelectMany(sample => sample.Load.Errors)
        .GroupBy(error => error.Key, error => error.Value)
        .Select(error => $"{error.Sum()} × {error.Key}");

    public double Median(Func<Sample, double> value) => Middle(Samples.Select(value));

    /// <summary>Median of the ratios to another peer in the same round.</summary>
    public double Ratio(PeerResult other, Func<Sample, double> value) =>
        Middle(Samples.Zip(other.Samples, (own, its) => value(own) / value(its)));

    /// <summary>Median of the differences to another peer in the same round.</summary>
    public double Added(PeerResult other, Func<Sample, double> value) =>
        Middle(Samples.Zip(other.Samples, (own, its) => value(own) - value(its)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
