using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Workloads;

/// <summary>What a <see cref="TraceGenerator"/> is to generate. Immutable.</summary>
public sealed record GeneratorSettings
{
    /// <summary>Requests a second on average, later turns of conversations included. Above 0.</summary>
    public required double Rate { get; init; }

    /// <summary>Conversations begin before it. Above 0.</summary>
    public required Duration Length { get; init; }

    /// <summary>How long requests are.</summary>
    public required IRequestLengths Lengths { get; init; }

    /// <summary>
    /// Standard deviation over mean of the gaps between conversations, which are gamma distributed: 1 (the default) is
    /// Poisson, more is bursts, less is a steadier stream. Above 0.
    /// </summary>
    public double GapVariation { get; init; } = 1;

    /// <summary>
    /// Weights of the 24 hours of the day, from zero on; their mean is <see cref="Rate"/>. 0 or more, not all 0. Empty
    /// (the default): the rate is constant.
    /// </summary>
    public ImmutableArray<double> DayWeights { get; init; } = [];

    /// <summary>
    /// Turns of a conversation on average; their number is geometric. 1 or more. Default 1: each stands alone.
    /// </summary>
    public double Turns { get; init; } = 1;

    /// <summary>Mean of the exponential time between an answer and the next turn. Default 30 s.</summary>
    public Duration Think { get; init; } = Duration.FromSeconds(30);

    /// <summary>
    /// A conversation ends before a turn that would make it longer than so many tokens. Default 131,072.
    /// </summary>
    public int MostTokens { get; init; } = 131_072;

    /// <summary>System prompts that conversations begin with; 0 (the default): they begin with nothing.</summary>
    public int SystemPrompts { get; init; }

    /// <summary>Tokens of each. Default 1,024.</summary>
    public int SystemTokens { get; init; } = 1024;

    /// <summary>Exponent of the Zipf law by which they are chosen. Above 0. Default 1.</summary>
    public double SystemSkew { get; init; } = 1;

    /// <summary>Accounts that conversations belong to; 0 (the default): to none.</summary>
    public int Users { get; init; }

    /// <summary>
    /// Exponent of the Zipf law of their activity; one over it is the tail exponent of the Pareto law. Above 0. Default
    /// 1.
    /// </summary>
    public double UserSkew { get; init; } = 1;

    /// <summary>Tokens that a prefix name stands for. 1 or more. Default 64.</summary>
    public int PrefixBlock { get; init; } = 64;
}
