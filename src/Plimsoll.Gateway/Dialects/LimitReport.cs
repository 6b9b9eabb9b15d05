using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>The limits of a request at one instant, to be told to its client.</summary>
/// <param name="States">Every limit of every level of its path that concerns it, from the organization down.</param>
/// <param name="Warnings">When clients are warned.</param>
/// <param name="Now">When.</param>
internal sealed record LimitReport(
    ReadOnlyMemory<LimitState> States, WarningThresholds Warnings, Instant Now)
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
        var states = States.Span;
        for (var at = 0; at < states.Length; at++)
        {
            ref readonly var state = ref states[at];
            var isTokens = state.Kind is LimitKind.InputTokens or LimitKind.OutputTokens;
            if (!isTokens || IsLevelBefore(states[..at], state.Level))
                continue;
            var sum = TokenSum.Of(
                Tightest(LimitKind.InputTokens, state.Level), Tightest(LimitKind.OutputTokens, state.Level));
            if (tightest is not { } other || sum.Remaining < other.Remaining)
                tightest = sum;
        }

        return tightest;
    }

    /// <summary>Sessions and weeks: of several for the same classes the most utilized one.</summary>
    public ImmutableArray<LimitState> Windows()
    {
        var windows = ImmutableArray.CreateBuilder<LimitState>();
        for (var at = 0; TryWindow(ref at, out var window); at++)
            windows.Add(window);
        return windows.DrainToImmutable();
    }

    /// <summary>The next of these windows.</summary>
    /// <param name="at">Where to look from; it is found there.</param>
    /// <param name="window">The window.</param>
    /// <returns>False when there is none.</returns>
    public bool TryWindow(ref int at, out LimitState window)
    {
        var states = States.Span;
        for (; at < states.Length; at++)
        {
            if (states[at].Kind is not (LimitKind.Session or LimitKind.Week) || IsFor(states[..at], states[at]))
                continue;
            window = states[at];
            foreach (ref readonly var other in states[(at + 1)..])
            {
                if (IsSame(other, window) && other.Utilization > window.Utilization)
                    window = other;
            }

            return true;
        }

        window = default;
        return false;
    }

    /// <summary>The most utilized window of a kind, the first of equals; null when there is none.</summary>
    public LimitState? MostUtilized(LimitKind? kind = null)
    {
        LimitState? most = null;
        for (var at = 0; TryWindow(ref at, out var window); at++)
        {
            if ((kind is null || window.Kind == kind) && !(most?.Utilization >= window.Utilization))
                most = window;
        }

        return most;
    }

    private LimitState? Tightest(LimitKind kind, ScopeLevel? level)
    {
        var states = States.Span;
        var tightest = -1;
        for (var at = 0; at < states.Length; at++)
        {
            ref readonly var state = ref states[at];
            var isAsked = state.Kind == kind && (level is null || state.Level == level);
            if (isAsked && (tightest < 0 || state.Remaining < states[tightest].Remaining))
                tightest = at;
        }

        return tightest < 0 ? null : states[tightest];
    }

    /// <summary>Whether any of these limits is overage's.</summary>
    public static bool OffersOverage(ReadOnlySpan<LimitState> states)
    {
        foreach (ref readonly var state in states)
        {
            if (state.Kind == LimitKind.Overage)
                return true;
        }

        return false;
    }

    /// <summary>Whether tokens are limited at a level.</summary>
    private static bool IsLevelBefore(ReadOnlySpan<LimitState> states, ScopeLevel level)
    {
        foreach (ref readonly var state in states)
        {
            if (state.Level == level && state.Kind is (LimitKind.InputTokens or LimitKind.OutputTokens))
                return true;
        }

        return false;
    }

    private static bool IsFor(ReadOnlySpan<LimitState> states, in LimitState window)
    {
        foreach (ref readonly var state in states)
        {
            if (IsSame(state, window))
                return true;
        }

        return false;
    }

    private static bool IsSame(in LimitState one, in LimitState other) =>
        one.Kind == other.Kind && one.Class == other.Class;
}
