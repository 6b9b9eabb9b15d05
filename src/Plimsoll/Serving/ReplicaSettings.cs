using Plimsoll.Supply;

namespace Plimsoll.Serving;

/// <summary>One running copy of a model and the bounds its scheduler keeps.</summary>
public sealed record ReplicaSettings
{
    /// <summary>Accelerator kind it runs on.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>Model it runs.</summary>
    public required ModelShape Shape { get; init; }

    /// <summary>Accelerators it spans. 1 or more; the weights have to fit.</summary>
    public required int Width { get; init; }

    /// <summary>Most sequences in a step. 1 or more.</summary>
    public required int Batch { get; init; }

    /// <summary>Most sequences that wait beyond a full batch. Zero or more.</summary>
    public required int Queue { get; init; }

    /// <summary>Most input tokens computed in a step. 1 or more.</summary>
    public required int PrefillBudget { get; init; }

    /// <summary>Tokens of key-value cache beside the weights; 0 when the weights do not fit.</summary>
    public int KvTokens => OperatingPoint.SequencesInMemory(Accelerator, Shape, Width, context: 1);
}
