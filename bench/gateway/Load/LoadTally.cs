namespace Plimsoll.Bench.Gateway.Load;

/// <summary>What one connection, or one tenant, saw while it was measured. Not safe to share.</summary>
internal sealed class LoadTally
{
    public List<int> LatencyMicros { get; } = [];

    public List<int> FirstByteMicros { get; } = [];

    /// <summary>From the instant at which the mock wrote a chunk to that at which it was read.</summary>
    public List<int> TransitMicros { get; } = [];

    public List<int> RefusalMicros { get; } = [];

    public long Chunks { get; set; }

    public long Late { get; set; }

    public long Offered { get; set; }

    public long OutputTokens { get; set; }

    public Dictionary<string, long> Errors { get; } = [];

    public void Fail(string reason) => Errors[reason] = Errors.GetValueOrDefault(reason) + 1;

    public void Add(LoadTally other)
    {
        LatencyMicros.AddRange(other.LatencyMicros);
        FirstByteMicros.AddRange(other.FirstByteMicros);
        TransitMicros.AddRange(other.TransitMicros);
        RefusalMicros.AddRange(other.RefusalMicros);
        Chunks += other.Chunks;
        Late += other.Late;
        Offered += other.Offered;
        OutputTokens += other.OutputTokens;
        foreach (var (reason, count) in other.Errors)
            Errors[reason] = Errors.GetValueOrDefault(reason) + count;
    }
}
