namespace Plimsoll.Serving.Routing;

/// <summary>
/// How much each score counts for <see cref="WeightedScores"/>. Each 0 or more, 0 unless stated, at least one above 0;
/// only their ratios matter.
/// </summary>
public sealed record ScoreWeights
{
    /// <summary>Few requests outstanding.</summary>
    public double Queue { get; init; }

    /// <summary>Room in the key-value cache.</summary>
    public double Kv { get; init; }

    /// <summary>Much of the prompt's beginning at hand.</summary>
    public double Prefix { get; init; }

    /// <summary>Low price.</summary>
    public double Cost { get; init; }

    /// <summary>Low emissions.</summary>
    public double Carbon { get; init; }

    /// <summary>A short way from where the request comes from.</summary>
    public double Latency { get; init; }

    /// <summary>Paid for anyway: such capacity first.</summary>
    public double Prepaid { get; init; }

    /// <summary>All together.</summary>
    internal double Sum => Queue + Kv + Prefix + Cost + Carbon + Latency + Prepaid;

    /// <summary>The lowest.</summary>
    internal double Lowest => Math.Min(Math.Min(Math.Min(Queue, Kv), Math.Min(Prefix, Cost)),
        Math.Min(Math.Min(Carbon, Latency), Prepaid));
}
