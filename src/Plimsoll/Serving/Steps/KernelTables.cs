namespace Plimsoll.Serving.Steps;

/// <summary>
/// Measured times of the kernels that one step of a model runs on one rank, at the rank's share of the model. Times in
/// microseconds. Immutable.
/// </summary>
public sealed record KernelTables
{
    /// <summary>
    /// Kernels that every layer runs once for all tokens of a step, over the tokens. A kernel that a layer runs twice
    /// stands twice.
    /// </summary>
    public required IReadOnlyList<KernelCurve> Layer { get; init; }

    /// <summary>Kernels that a step runs once for all its tokens, over the tokens.</summary>
    public required IReadOnlyList<KernelCurve> Step { get; init; }

    /// <summary>Kernels that a step runs once for the sequences that may get a token, over the sequences.</summary>
    public required IReadOnlyList<KernelCurve> Sequences { get; init; }

    /// <summary>Attention of one layer.</summary>
    public required AttentionTable Attention { get; init; }

    /// <summary>Experts of one layer; null in a dense model.</summary>
    public ExpertTable? Experts { get; init; }
}
