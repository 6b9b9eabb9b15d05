using System.Collections.Immutable;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Who has used which grant how often. Few scopes ever do, so that only they take memory.</summary>
internal sealed class GrantUses
{
    private readonly Dictionary<(ScopePath Scope, string Grant), (int Count, Instant Last)> uses = [];
    private readonly LatestIds<ResetResult> answered = new();

    /// <summary>Uses a grant if it can be used.</summary>
    public ResetResult Use(
        ResetGrant grant, ResetRequest request, ImmutableArray<string> sets, Func<bool> isAtLimit, Action clear)
    {
        if (answered.TryGet(request.Id, out var before))
            return before;
        var (count, last) = uses.GetValueOrDefault((request.Scope, grant.Id));
        var result = Answer(grant, sets, count, last, request.At);
        if (result == ResetResult.Reset && grant.NeedsLimit && !isAtLimit())
            result = ResetResult.NotLimited;
        if (result != ResetResult.Reset)
            return result;
        clear();
        uses[(request.Scope, grant.Id)] = (count + 1, request.At);
        answered.TryAdd(request.Id, result);
        return result;
    }

    /// <summary>What a grant offers a scope.</summary>
    public GrantState StateOf(ResetGrant grant, ScopePath scope, ImmutableArray<string> sets, Instant now)
    {
        var (count, last) = uses.GetValueOrDefault((scope, grant.Id));
        Instant? until = count > 0 && grant.Cooldown > Duration.Zero && now < last + grant.Cooldown
            ? last + grant.Cooldown
            : null;
        var usable = Answer(grant, sets, count, last, now) == ResetResult.Reset;
        return new GrantState(Math.Max(0, grant.Count - count), until, usable);
    }

    private static ResetResult Answer(
        ResetGrant grant, ImmutableArray<string> sets, int count, Instant last, Instant now)
    {
        if (!IsRunning(grant, now))
            return ResetResult.Unavailable;
        if (!grant.Clears.HoldsFor(sets))
            return ResetResult.Ineligible;
        if (count >= grant.Count)
            return ResetResult.AlreadyUsed;
        return count > 0 && now < last + grant.Cooldown ? ResetResult.Cooldown : ResetResult.Reset;
    }

    private static bool IsRunning(ResetGrant grant, Instant now) =>
        !grant.IsPaused && now >= grant.StartsAt && now < grant.EndsAt;
}
