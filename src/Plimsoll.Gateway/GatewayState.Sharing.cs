using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Limits;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway;

/// <content>Scopes, policy and keys that are changed at one of several gateways.</content>
internal sealed partial class GatewayState
{
    private const string InStore = "store";

    /// <summary>What a shared store has of the policy and the keys; null: none is shared.</summary>
    public SharedRules? Rules { get; }

    /// <summary>Where changes of keys are kept; null: nowhere.</summary>
    public string? KeysKeptIn => Rules is null ? Options.KeysFile : InStore;

    /// <summary>Where a policy that is uploaded is kept; null: nowhere.</summary>
    public string? PolicyKeptIn => Rules is null ? Options.PolicyFile : InStore;

    /// <summary>The earliest instant from which a policy may be another: when all who enforce it know.</summary>
    public Instant EarliestChange => Leases is { } leases ? Now + leases.Notice : Now;

    /// <summary>Does what changes a scope: to what the store has of it, where one is shared.</summary>
    public ValueTask<T> Change<T>(LimitPath path, Func<Instant, T> change) =>
        Change(path, null, (at, _, _) => (change(at), false));

    /// <summary>Does what changes a scope once by its name, at whichever gateway.</summary>
    /// <param name="path">The scope.</param>
    /// <param name="name">What the change is called; null: it has no name.</param>
    /// <param name="change">
    /// Does it at an instant, under a name by which the limits of this gateway remember it, unless the store says that
    /// one of the name was made; tells what came of it, and whether that uses the name up.
    /// </param>
    public async ValueTask<T> Change<T>(
        LimitPath path,
        (NamedThing Thing, UInt128 Id)? name,
        Func<Instant, UInt128, bool, (T Result, bool IsMade)> change)
    {
        if (Leases is not { } leases)
            return change(Now, name?.Id ?? default, false).Result;
        T made = default!;
        await leases.Change(new PathChange(path, (at, isKnown) =>
        {
            (made, var isMade) = change(at, leases.NewName(), isKnown);
            return isMade;
        })
        {
            Name = name,
        });
        return made;
    }

    private static GatewayOptions WithCountedStore(GatewayOptions options, TimeProvider clock) =>
        options.Shared is not { } shared
            ? options
            : options with { Shared = shared with { Store = new CountedStore(shared.Store, clock) } };

    /// <exception cref="IOException">The store cannot be read; the message says why.</exception>
    private SharedRules BeginRules(IStore store)
    {
        var rules = new SharedRules(store, Adopt);
        rules.InForce = AtStart(() => rules.Read(CancellationToken.None));
        return rules;
    }

    /// <summary>The gateway's part in a store whose clock is known from the beginning.</summary>
    /// <exception cref="IOException">The store cannot be read; the message says why.</exception>
    private LeasedLimits BeginLeases(SharedStore shared)
    {
        var leases = new LeasedLimits(
            shared, Limits, name => Accounts.FindScope(name)?.Path, Clock, Log, Rules);
        AtStart(async () =>
        {
            await leases.Clock.Read(CancellationToken.None);
            return true;
        });
        return leases;
    }

    private static T AtStart<T>(Func<Task<T>> ask)
    {
        try
        {
            return Task.Run(ask).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is StoreException or InvalidDataException)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>
    /// Puts in force what another gateway wrote; what cannot be is logged, and what was in force stays.
    /// </summary>
    private void Adopt(StoredRules stored)
    {
        lock (adopting)
        {
            foreach (var problem in Take(stored))
                GatewayLog.RulesNotTaken(Log, problem);
        }
    }

    /// <summary>Puts in force what the store has, unless something newer is.</summary>
    private IReadOnlyList<string> Take(StoredRules stored)
    {
        var known = Rules!.InForce;
        if (stored.Version < known.Version
            || (stored.PolicyVersion, stored.KeysVersion) == (known.PolicyVersion, known.KeysVersion))
        {
            return [];
        }

        var (timeline, ring) = (policy.Timeline, accounts.Ring);
        if (stored.PolicyVersion != known.PolicyVersion && stored.Policy is { } other)
            timeline = Pinned(other);
        if (stored.KeysVersion != known.KeysVersion && stored.Keys is { } keys)
            ring = keys;
        var problems = Take(timeline, ring);

        // What could not be taken is tried again with the next change, which has to wait for it here.
        Rules.InForce = problems.Count == 0 ? stored : known with { Version = stored.Version };
        return problems;
    }

    /// <summary>
    /// Changes the policy or the keys in the store, for all gateways: upon what it has, whoever wrote that, and again
    /// where somebody else was faster.
    /// </summary>
    private async Task<IReadOnlyList<string>> ChangeShared(Func<PolicyTimeline, KeyRing, RulesChange> change)
    {
        using var patience = new CancellationTokenSource(Leases!.Patience, Clock);
        await Leases.Clock.Read(patience.Token);
        while (true)
        {
            var stored = await Rules!.Read(patience.Token);
            PolicyTimeline? timeline;
            KeyRing? ring;
            lock (adopting)
            {
                if (Take(stored) is { Count: > 0 } unfit)
                    return unfit;
                if (Planned(change, out timeline, out ring) is { Count: > 0 } problems)
                    return problems;
            }

            if (timeline is null && ring is null)
                return [];
            if (await Rules.Change(stored, timeline, ring, patience.Token) is not { } made)
                continue;
            lock (adopting)
                return Take(made);
        }
    }

    /// <summary>What a change makes of what is in force; null where it leaves it.</summary>
    /// <returns>Everything that keeps it from being made.</returns>
    private IReadOnlyList<string> Planned(
        Func<PolicyTimeline, KeyRing, RulesChange> change, out PolicyTimeline? timeline, out KeyRing? ring)
    {
        (timeline, ring) = (null, null);
        try
        {
            switch (change(policy.Timeline, accounts.Ring))
            {
                case RulesChange.Taken taken:
                    timeline = taken.Timeline == policy.Timeline ? null : taken.Timeline;
                    ring = taken.Ring == accounts.Ring ? null : taken.Ring;
                    return ProblemsOf(taken.Timeline, taken.Ring);
                case RulesChange.Refused refused:
                    return refused.Problems;
                default:
                    throw new InvalidOperationException("A change of rules is taken or refused.");
            }
        }
        catch (ArgumentException e)
        {
            return e.Message.Split('\n');
        }
    }
}
