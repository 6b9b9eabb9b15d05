using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>A published model, as far as serving speed depends on it.</summary>
internal sealed record OpenModel
{
    public required string Name { get; init; }

    /// <summary>All parameters, and those that one token passes through.</summary>
    public required (double All, double Active) Parameters { get; init; }

    public required int Layers { get; init; }

    /// <summary>Experts, and those of them that one token is routed to; 1 and 1 in a dense model.</summary>
    public required (int All, int Routed) Experts { get; init; }

    public required int AttentionWidth { get; init; }

    /// <summary>Values that a token adds to the cache in layers that look at the whole context.</summary>
    public required double CacheValues { get; init; }

    /// <summary>The same in layers that look at the last <see cref="Window"/> tokens.</summary>
    public required double WindowedValues { get; init; }

    /// <summary>Tokens that those layers look at.</summary>
    public required double Window { get; init; }

    /// <summary>Values of state that a sequence has whatever its length: read and written in a step.</summary>
    public required double StateValues { get; init; }

    /// <summary>
    /// Its shape at a precision, for sequences of a mean context: a token's cache is that which gives the traffic of
    /// all layers at that context.
    /// </summary>
    public ModelShape Shape(double bytesPerWeight, double bytesPerCacheValue, double context)
    {
        var values = (CacheValues * context) + (WindowedValues * Math.Min(context, Window)) + StateValues;
        return new()
        {
            Parameters = Parameters.All,
            Active = Parameters.Active,
            Layers = Layers,
            Experts = Experts.All,
            Routed = Experts.Routed,
            AttentionWidth = AttentionWidth,
            KvPerToken = new ByteSize(values * bytesPerCacheValue / context),
            BytesPerWeight = bytesPerWeight,
        };
    }
}
