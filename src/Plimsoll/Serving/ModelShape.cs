using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <summary>Size and shape of a transformer model, as far as serving speed depends on it.</summary>
public sealed record ModelShape
{
    /// <summary>All parameters. Above zero.</summary>
    public required double Parameters { get; init; }

    /// <summary>
    /// Parameters that one token passes through; equal to <see cref="Parameters"/> for a dense model.
    /// </summary>
    public required double Active { get; init; }

    /// <summary>Transformer layers. 1 or more.</summary>
    public required int Layers { get; init; }

    /// <summary>Experts of a mixture-of-experts layer; 1 for a dense model.</summary>
    public required int Experts { get; init; }

    /// <summary>Experts that one token is routed to; 1 for a dense model.</summary>
    public required int Routed { get; init; }

    /// <summary>Query heads times head width.</summary>
    public required int AttentionWidth { get; init; }

    /// <summary>Key-value cache of one token, all layers together.</summary>
    public required ByteSize KvPerToken { get; init; }

    /// <summary>Bytes per weight: 1 for FP8, 2 for BF16.</summary>
    public required double BytesPerWeight { get; init; }

    /// <summary>All weights.</summary>
    public ByteSize Weights => new(Parameters * BytesPerWeight);

    /// <summary>Parameters that sit in experts; none for a dense model.</summary>
    public double ExpertParameters =>
        Routed >= Experts ? 0 : (Parameters - Active) / (1 - (Routed / (double)Experts));
}
