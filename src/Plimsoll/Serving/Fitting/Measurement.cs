using Plimsoll.Supply;

namespace Plimsoll.Serving.Fitting;

/// <summary>A measured run of one replica in steady state, and what ran.</summary>
public sealed record Measurement
{
    /// <summary>Data set that it is from.</summary>
    public required string Source { get; init; }

    /// <summary>Architecture of the model. Models of one shape share it.</summary>
    public required string Model { get; init; }

    /// <summary>Serving engine, such as <c>vllm</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>
    /// What it ran on, at the peak of the precision that it computed in. Its calibration and power are not looked at.
    /// </summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>Shape of the model at the precision of its weights and cache, for contexts as long as these.</summary>
    public required ModelShape Shape { get; init; }

    /// <summary>Accelerators of the replica. 1 or more.</summary>
    public required int Width { get; init; }

    /// <summary>Tokens of an average request.</summary>
    public required TrafficShape Traffic { get; init; }

    /// <summary>Sequences in the batch where that was held; null where requests came at a rate.</summary>
    public double? Batch { get; init; }

    /// <summary>Requests per second where they came at a rate. Zero or more.</summary>
    public double Rate { get; init; }

    /// <summary>Most sequences that the engine takes into a batch.</summary>
    public int MaxSequences { get; init; } = int.MaxValue;

    /// <summary>
    /// Part of the requests that were all asked at once, as benchmarks begin: their prompts wait for each other.
    /// </summary>
    public double AtOnce { get; init; }

    /// <summary>Steps that the engine has scheduled ahead of the one that a new request joins. Zero or more.</summary>
    public int StepsAhead { get; init; }

    /// <summary>What was measured.</summary>
    public required IReadOnlyList<Reading> Readings { get; init; }

    /// <summary>Whether the model is a mixture of experts.</summary>
    public bool Mixture => Shape.Experts > 1;
}
