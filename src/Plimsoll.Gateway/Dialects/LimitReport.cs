using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>The limits of a request at one instant, to be told to its client.</summary>
/// <param name="States">Every limit of every level of its path that concerns it, from the organization down.</param>
/// <param name="Warnings">When clients are warned.</param>
/// <param name="Now">When.</param>
internal sealed record LimitReport(ImmutableArray<LimitState> States, WarningThresholds Warnings, Instant Now)
{
    /// <summary>The limit that refused the request. Default null: it was admitted.</summary>
    public LimitState? Binding { get; init; }

    /// <summary>Whether the path may pay as overage. Default: no terms offer it.</summary>
    public OverageStatus Overage { get; init; } = OverageStatus.NotOffered;

    /// <summary>Whether the request is paid as overage. Default: the plan pays.</summary>
    public bool IsOverage { get; init; }

    /// <summary>
    /// The state that stands for a kind of rate limit: the one with the least left, the highest level of equals; null
    /// when nothing limits that kind.
    /// </summary>
    public LimitState? Tightest(LimitKind kind) => Tightest(States.Where(state => state.Kind == kind));

    /// <summary>
    /// Token limits as one: of each level what its input and output limits come to together, and of several levels the
    /// one with the least left; null when nothing limits tokens.
    /// </summary>
    public LimitState? Tokens() => Tightest(States
        .Where(state => state.Kind is LimitKind.InputTokens or LimitKind.OutputTokens)
        .GroupBy(state => state.Level)
        .Select(level => TokenSum.Of(
            Tightest(level.Where(state => state.Kind == LimitKind.InputTokens)),
            Tightest(level.Where(state => state.Kind == LimitKind.OutputTokens)))));

    /// <summary>Sessions and weeks: of several for the same classes the most utilized one.</summary>
    public ImmutableArray<LimitState> Windows() =>
    [
        .. States.Where(state => state.Kind is LimitKind.Session or LimitKind.Week)
            .GroupBy(state => (state.Kind, state.Class))
            .Select(states => LimitState.MostUtilized([.. states])!.Value),
    ];

    private static LimitState? Tightest(IEnumerable<LimitState> states)
    {
        LimitState? tightest = null;
        foreach (var state in states)
        {
            if (tightest is not { } other || state.Remaining < other.Remaining)
                tightest = state;
        }

        return tightest;
    }
}
