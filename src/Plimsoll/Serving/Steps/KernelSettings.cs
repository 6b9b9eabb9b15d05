namespace Plimsoll.Serving.Steps;

/// <summary>The model and its spread over accelerators, as far as times of steps depend on them. Immutable.</summary>
public sealed record KernelSettings
{
    /// <summary>Layers of the model. 1 or more.</summary>
    public required int Layers { get; init; }

    /// <summary>Width of the activations between layers. 1 or more.</summary>
    public required int Hidden { get; init; }

    /// <summary>Bytes of one activation. Default 2 (16-bit).</summary>
    public int ActivationBytes { get; init; } = 2;

    /// <summary>Accelerators that each layer is split over. 1 or more; default 1.</summary>
    public int TensorParallel { get; init; } = 1;

    /// <summary>
    /// Ranks that batch on their own but run their steps together, each holding its share of the experts. 1 or more;
    /// default 1.
    /// </summary>
    public int Ranks { get; init; } = 1;

    /// <summary>Experts of a layer over all ranks; 0 in a dense model. Default 0.</summary>
    public int Experts { get; init; }

    /// <summary>Experts that compute each token. Default 0.</summary>
    public int ExpertsPerToken { get; init; }

    /// <summary>Bytes a second that one accelerator sends to another. Needed with more than one. Default 0.</summary>
    public double LinkBytesPerSecond { get; init; }

    /// <summary>Microseconds before the first byte of a transfer arrives. Default 0.</summary>
    public double LinkLatency { get; init; }

    /// <summary>
    /// Tokens of a step for which a graph was captured, rising: a step of up to the last is padded to the next of them.
    /// Empty when steps run as they are. Default empty.
    /// </summary>
    public IReadOnlyList<int> CaptureSizes { get; init; } = [];
}
