using Plimsoll.Limits.Metering;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <content>Resets: by hand, for everybody after an incident, and by a user from a grant.</content>
public sealed partial class LimitBook
{
    private readonly LatestIds resets = new();

    /// <summary>
    /// Clears windows of the lowest scope of a path: what is settled becomes nothing, what is in flight stays held, and
    /// no window ends at another time than before.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="order">What to clear.</param>
    /// <param name="id">
    /// Name of the reset: one that was made before is not made again. The latest 65,536 are remembered.
    /// </param>
    /// <param name="now">When.</param>
    /// <returns>False, without effect, when a reset of this name was made before.</returns>
    public bool Reset(ScopePath path, ResetOrder order, UInt128 id, Instant now)
    {
        Advance(now);
        var address = LowestAddress(path);
        if (!resets.TryAdd(id, latest))
            return false;
        scopes.Changes?.Note(new RememberedName(NamedThing.Reset, id, latest));
        Clear(address, order);
        return true;
    }

    /// <summary>Clears windows of every scope, or of those that carry certain sets, at no cost a scope.</summary>
    /// <inheritdoc cref="Reset"/>
    public bool ResetEverybody(ResetOrder order, UInt128 id, Instant now)
    {
        Advance(now);
        if (!resets.TryAdd(id, latest))
            return false;
        var future = Enumerable.Range(scopes.CurrentNumber + 1, scopes.EpochCount - scopes.CurrentNumber - 1)
            .Select(scopes.EpochAt).ToList();
        scopes.ForgetFuture();
        scopes.Append(new Epoch(latest, scopes.Current, order));
        foreach (var epoch in future)
            scopes.Append(epoch);
        scopes.EnterAt(latest);
        scopes.Changes?.Note(new RememberedName(NamedThing.Reset, id, latest));
        scopes.Changes?.HasNewCourse = true;
        return true;
    }

    /// <summary>Lets the lowest scope of a path use a reset that it was granted.</summary>
    /// <param name="path">The path.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="id">Name of the request: one that was granted before is answered as it was.</param>
    /// <param name="now">When.</param>
    public ResetResult UseGrant(ScopePath path, ResetGrant grant, UInt128 id, Instant now)
    {
        Advance(now);
        var address = LowestAddress(path);
        ref var block = ref scopes.Touch(ref address);
        var sets = scopes.Table.Sets(Block.Of(ref block).Terms);
        var isKnown = grants.Names.Has(id);
        var result = grants.Use(grant, new ResetRequest(path, id, latest), sets,
            () => IsAtLimit(path, grant.Clears), () => Clear(address, grant.Clears));
        if (result == ResetResult.Reset && !isKnown)
            scopes.Changes?.Note(new RememberedName(NamedThing.Grant, id, latest));
        return result;
    }

    /// <summary>What a grant offers the lowest scope of a path now. Nothing is changed.</summary>
    public GrantState StateOf(ScopePath path, ResetGrant grant, Instant now)
    {
        var at = now > latest ? now : latest;
        var sets = scopes.Table.Sets(Block.Of(ref scopes.Store.At(LowestAddress(path))).Terms);
        return grants.StateOf(grant, path, sets, at);
    }

    private bool IsAtLimit(ScopePath path, ResetOrder order) => States(path, null, latest)
        .Any(state => state.Level == path.Lowest && order.Clears(state.Terms)
            && state.Used + state.Reserved >= state.Limit);

    private void Clear(int address, ResetOrder order)
    {
        ref var block = ref scopes.Touch(ref address);
        scopes.Changes?.Note(address);
        foreach (var rule in scopes.RulesOf(ref block).Periods)
        {
            ref var meter = ref rule.MeterIn(ref block);
            if (order.Clears(rule.Terms) && meter.IsOpenAt(latest))
                meter.Charged = scopes.HeldIn(address, rule.Offset, meter.End, latest);
        }
    }
}
