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
    public LimitState? Tightest(LimitKind kind) => Tightest(kind, level: null);

    /// <summary>
    /// Token limits as one: of each level what its input and output limits come to together, and of several levels the
    /// one with the least left; null when nothing limits tokens.
    /// </summary>
    public LimitState? Tokens()
    {
        LimitState? tightest = null;
        for (var at = 0; at < States.Length; at++)
        {
            ref readonly var state = ref States.ItemRef(at);
            if (state.Kind is not (LimitKind.InputTokens or LimitKind.OutputTokens) || IsLevelBefore(at))
                continue;
            var sum = TokenSum.Of(
                Tightest(LimitKind.InputTokens, state.Level), Tightest(LimitKind.OutputTokens, state.Level));
            if (tightest is not { } other || sum.Remaining < other.Remaining)
                tightest = sum;
        }

        return tightest;
    }

    /// <summary>Sessions and weeks: of several for the same classes the most utilized one.</summary>
    public ImmutableArray<LimitState> Windows() =>
    [
        .. States.Where(state => state.Kind is LimitKind.Session or LimitKind.Week)
            .GroupBy(state => (state.Kind, state.Class))
            .Select(states => LimitState.MostUtilized([.. states])!.Value),
    ];

    private LimitState? Tightest(LimitKind kind, ScopeLevel? level)
    {
        LimitState? tightest = null;
        foreach (ref readonly var state in States.AsSpan())
        {
            if (state.Kind != kind || (level is not null && state.Level != level))
                continue;
            if (tightest is not { } other || state.Remaining < other.Remaining)
                tightest = state;
        }

        return tightest;
    }

    /// <summary>Whether tokens are limited at the level of a state by one before it.</summary>
    private bool IsLevelBefore(int at)
    {
        foreach (ref readonly var earlier in States.AsSpan(0, at))
        {
            if (earlier.Level == States[at].Level
                && earlier.Kind is (LimitKind.InputTokens or LimitKind.OutputTokens))
                return true;
        }

        return false;
    }
}
