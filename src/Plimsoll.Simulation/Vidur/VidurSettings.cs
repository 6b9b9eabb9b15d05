namespace Plimsoll.Simulation.Vidur;

/// <summary>How Vidur's cluster is set up. Defaults are Vidur's own.</summary>
public sealed record VidurSettings
{
    /// <summary>The scheduler of every replica.</summary>
    public required VidurScheduler Scheduler { get; init; }

    /// <summary>How requests are spread over replicas. Default round robin.</summary>
    public VidurRouter Router { get; init; }

    /// <summary>Replicas. 1 or more; default 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Most requests that hold blocks on a replica. 1 or more; default 128.</summary>
    public int BatchSizeCap { get; init; } = 128;

    /// <summary>Blocks of a replica; 0, the default, takes those of the tables.</summary>
    public int Blocks { get; init; }

    /// <summary>Tokens in a block; 0, the default, takes those of the tables.</summary>
    public int BlockSize { get; init; }

    /// <summary>Fraction of the blocks that a new request leaves free. From 0 to 1; default 0.01.</summary>
    public double WatermarkFraction { get; init; } = 0.01;

    /// <summary>
    /// Scheduler <c>vllm</c>: most tokens in a batch of prompts, padded to its longest. Default 4,096.
    /// </summary>
    public int MaxTokensInBatch { get; init; } = 4096;

    /// <summary>Scheduler <c>sarathi</c>: most tokens in a batch. Default 512.</summary>
    public int ChunkSize { get; init; } = 512;

    /// <exception cref="ArgumentException">Something is out of its range; the message says all that is.</exception>
    internal void Validate(VidurTables tables)
    {
        List<string> faults = [];
        Positive(faults, nameof(Replicas), Replicas);
        Positive(faults, nameof(BatchSizeCap), BatchSizeCap);
        Positive(faults, nameof(MaxTokensInBatch), MaxTokensInBatch);
        Positive(faults, nameof(ChunkSize), ChunkSize);
        if (BatchSizeCap > tables.MaxSequences)
            faults.Add($"{nameof(BatchSizeCap)} is {BatchSizeCap}, the tables end at {tables.MaxSequences}");
        if (Blocks < 0 || BlockSize < 0)
            faults.Add($"{nameof(Blocks)} and {nameof(BlockSize)} are {Blocks} and {BlockSize}, expected 0 or more");
        if (WatermarkFraction is not (>= 0 and <= 1))
            faults.Add($"{nameof(WatermarkFraction)} is {WatermarkFraction}, expected 0 to 1");
        if (faults.Count > 0)
            throw new ArgumentException($"Vidur cannot be set up like this: {string.Join("; ", faults)}.");
    }

    private static void Positive(List<string> faults, string name, int value)
    {
        if (value < 1)
            faults.Add($"{name} is {value}, expected 1 or more");
    }
}
