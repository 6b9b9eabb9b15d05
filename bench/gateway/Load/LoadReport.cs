namespace Plimsoll.Bench.Gateway.Load;

/// <summary>What a load process saw in the time that was measured.</summary>
internal sealed record LoadReport
{
    public required double Seconds { get; init; }

    public required long Answers { get; init; }

    public required long Chunks { get; init; }

    public required Quantiles Latency { get; init; }

    public required Quantiles FirstByte { get; init; }

    public required Quantiles Transit { get; init; }

    /// <summary>Reasons, and how often; also those before and after what was measured.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Of an open load, in the order of its tenants.</summary>
    public IReadOnlyList<TenantReport> Tenants { get; init; } = [];

    public static LoadReport Of(LoadTally all, double seconds) => new()
    {
        Seconds = seconds,
        Answers = all.LatencyMicros.Count,
        Chunks = all.Chunks,
        Latency = Quantiles.Of(all.LatencyMicros),
        FirstByte = Quantiles.Of(all.FirstByteMicros),
        Transit = Quantiles.Of(all.TransitMicros),
        Errors = all.Errors,
    };
}
