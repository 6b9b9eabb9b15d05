using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>A model class that limits and routing speak of.</summary>
public sealed record ModelClassSpec
{
    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Public model whose size stands in for it, where the real size is not published.</summary>
    public required string StandIn { get; init; }

    /// <summary>Model names that clients send for this class. Each belongs to one class only.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Size and shape of the model.</summary>
    public required ArchitectureSpec Architecture { get; init; }

    /// <summary>Tokens of an average request.</summary>
    public required TrafficSpec Traffic { get; init; }

    /// <summary>Latency that has to be kept.</summary>
    public required ObjectiveSpec Objective { get; init; }

    /// <summary>Credits charged for each token, by kind.</summary>
    public required WeightsSpec Credits { get; init; }

    /// <summary>
    /// What its tokens cost, for spend limits and overage; absent: the price of a model that nobody priced, 5 USD for a
    /// million tokens of input and 25 USD of output.
    /// </summary>
    public PriceSpec? Price { get; init; }

    /// <summary>
    /// How much output a request reserves: what such requests wrote so far (<c>learned</c>, the default) or all that it
    /// may write (<c>max-tokens</c>).
    /// </summary>
    public OutputReserve Reserve { get; init; } = OutputReserve.Learned;
}

/// <summary>Size and shape of a transformer model.</summary>
public sealed record ArchitectureSpec
{
    /// <summary>All parameters.</summary>
    public required Input<Count> Parameters { get; init; }

    /// <summary>Parameters that one token passes through.</summary>
    public required Input<Count> Active { get; init; }

    /// <summary>Transformer layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Experts of a mixture-of-experts layer; 1 for a dense model.</summary>
    public required int Experts { get; init; }

    /// <summary>Experts that one token is routed to; 1 for a dense model.</summary>
    public required int Routed { get; init; }

    /// <summary>Query heads times head width.</summary>
    public required int AttentionWidth { get; init; }

    /// <summary>Bytes of key-value cache per token, all layers together.</summary>
    public required Input<ByteSize> KvPerToken { get; init; }

    /// <summary>Bytes per weight: 1 for FP8, 2 for BF16.</summary>
    public required Input<ByteSize> PerWeight { get; init; }
}

/// <summary>Tokens of an average request.</summary>
public sealed record TrafficSpec
{
    /// <summary>Input that has to be computed, cache writes included.</summary>
    public required Input<Tokens> Input { get; init; }

    /// <summary>Input read from the prefix cache.</summary>
    [ZeroAllowed]
    public required Input<Tokens> Cached { get; init; }

    /// <summary>Output.</summary>
    public required Input<Tokens> Output { get; init; }
}

/// <summary>Service-level objective of a class.</summary>
public sealed record ObjectiveSpec
{
    /// <summary>Longest time to first token of an average request on an idle prefill slot (TTFT).</summary>
    public required Input<Duration> Ttft { get; init; }

    /// <summary>Longest time per output token (TPOT, equal to ITL here).</summary>
    public required Input<Duration> Tpot { get; init; }
}

/// <summary>Credits charged for each token, by kind.</summary>
public sealed record WeightsSpec
{
    /// <summary>Uncached input token.</summary>
    [ZeroAllowed]
    public required Input<Credits> Input { get; init; }

    /// <summary>Input token written to the prefix cache.</summary>
    [ZeroAllowed]
    public required Input<Credits> CacheWrite { get; init; }

    /// <summary>Input token written to the prefix cache for the long time; absent: as <c>cache-write</c>.</summary>
    [ZeroAllowed]
    public Input<Credits>? CacheWriteLong { get; init; }

    /// <summary>Input token read from the prefix cache.</summary>
    [ZeroAllowed]
    public required Input<Credits> CacheRead { get; init; }

    /// <summary>Output token.</summary>
    public required Input<Credits> Output { get; init; }
}

/// <summary>Prices of a class, by kind of token.</summary>
public sealed record PriceSpec
{
    /// <summary>Uncached input.</summary>
    [ZeroAllowed]
    public required Input<TokenPrice> Input { get; init; }

    /// <summary>Input written to the prefix cache for the short time; absent: 1.25 times <c>input</c>.</summary>
    [ZeroAllowed]
    public Input<TokenPrice>? CacheWrite { get; init; }

    /// <summary>Input written to the prefix cache for the long time; absent: twice <c>input</c>.</summary>
    [ZeroAllowed]
    public Input<TokenPrice>? CacheWriteLong { get; init; }

    /// <summary>Input read from the prefix cache; absent: a tenth of <c>input</c>.</summary>
    [ZeroAllowed]
    public Input<TokenPrice>? CacheRead { get; init; }

    /// <summary>Output.</summary>
    [ZeroAllowed]
    public required Input<TokenPrice> Output { get; init; }
}
