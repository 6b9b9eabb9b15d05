using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Plimsoll.Limits.Metering;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Who has used which grant how often. Few scopes ever do, so that only they take memory.</summary>
internal sealed class GrantUses
{
    private readonly Dictionary<ScopePath, List<StoredGrant>> uses = [];
    private readonly LatestIds used = new();

    /// <summary>Names of the latest requests that used a grant.</summary>
    public LatestIds Names => used;

    /// <summary>What a scope has used.</summary>
    public ReadOnlySpan<StoredGrant> Of(ScopePath scope) => CollectionsMarshal.AsSpan(uses.GetValueOrDefault(scope));

    /// <summary>Notes what a scope has used, in the place of what was noted.</summary>
    public void Set(ScopePath scope, IEnumerable<StoredGrant> all)
    {
        uses.Remove(scope);
        if (all.Any())
            uses[scope] = [.. all];
    }

    /// <summary>Uses a grant if it can be used.</summary>
    public ResetResult Use(
        ResetGrant grant, ResetRequest request, ImmutableArray<string> sets, Func<bool> isAtLimit, Action clear)
    {
        if (used.Has(request.Id))
            return ResetResult.Reset;
        var (_, count, last) = UseOf(request.Scope, grant);
        var result = Answer(grant, sets, count, last, request.At);
        if (result == ResetResult.Reset && grant.NeedsLimit && !isAtLimit())
            result = ResetResult.NotLimited;
        if (result != ResetResult.Reset)
            return result;
        clear();
        Note(request.Scope, new StoredGrant(grant.Id, count + 1, request.At));
        used.TryAdd(request.Id, request.At);
        return result;
    }

    /// <summary>What a grant offers a scope.</summary>
    public GrantState StateOf(ResetGrant grant, ScopePath scope, ImmutableArray<string> sets, Instant now)
    {
        var (_, count, last) = UseOf(scope, grant);
        Instant? until = count > 0 && grant.Cooldown > Duration.Zero && now < last + grant.Cooldown
            ? last + grant.Cooldown
            : null;
        var usable = Answer(grant, sets, count, last, now) == ResetResult.Reset;
        return new GrantState(Math.Max(0, grant.Count - count), until, usable);
    }

    private StoredGrant UseOf(ScopePath scope, ResetGrant grant) =>
        uses.GetValueOrDefault(scope)?.Find(use => use.Id == grant.Id) ?? default;

    private void Note(ScopePath scope, StoredGrant use)
    {
        if (!uses.TryGetValue(scope, out var all))
            uses[scope] = all = [];
        all.RemoveAll(other => other.Id == use.Id);
        all.Add(use);
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
