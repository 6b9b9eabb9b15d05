namespace Plimsoll.Simulation.Vidur;

/// <summary>What Vidur knows of a model on an accelerator beside its tables of times.</summary>
public sealed record VidurModel
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Layers of the model; all on one pipeline stage.</summary>
    public required int Layers { get; init; }

    /// <summary>Accelerators that share every layer. 1 or more.</summary>
    public required int TensorParallel { get; init; }

    /// <summary>Whether a layer has a second norm, before its MLP.</summary>
    public required bool PostAttentionNorm { get; init; }

    /// <summary>By what fraction decode attention takes longer for two or more sequences.</summary>
    public required double DecodeBatching { get; init; }

    /// <summary>By what fraction prefill attention takes longer for two or more prompts.</summary>
    public required double PrefillBatching { get; init; }

    /// <summary>Tokens between two cache sizes in the tables. Vidur's are 64.</summary>
    public required int KvStep { get; init; }

    /// <summary>Milliseconds to launch a reduction across accelerators.</summary>
    public required double LaunchMs { get; init; }

    /// <summary>Milliseconds of skew in a reduction, for each accelerator to the power 1.25.</summary>
    public required double SkewMs { get; init; }

    /// <summary>Blocks in the key-value cache of a replica.</summary>
    public required int Blocks { get; init; }

    /// <summary>Tokens in a block.</summary>
    public required int BlockSize { get; init; }
}
