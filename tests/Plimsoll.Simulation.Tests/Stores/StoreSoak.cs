using System.Collections.Immutable;
using Plimsoll.Simulation.Stores;
using Plimsoll.Simulation.Tests.Stores.Checkers;
using Plimsoll.Simulation.Tests.Swarm;

namespace Plimsoll.Simulation.Tests.Stores;

/// <summary>Runs cases one after the other, checks each, and counts what they reach.</summary>
internal sealed class StoreSoak
{
    private static readonly ImmutableArray<Action<StoreSimulation>> checks =
    [
        OneBookChecker.Check, SessionChecker.Check, SettleChecker.Check, OrderChecker.Check, BoundChecker.Check,
    ];

    /// <summary>How often each kind of thing happened.</summary>
    public SortedDictionary<string, long> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>What a seed violates; null: nothing.</summary>
    public string? Fails(ulong seed)
    {
        try
        {
            var run = StoreSimulation.Run(StoreCase.Of(seed));
            foreach (var check in checks)
                check(run);
            Count(run);
            return null;
        }
        catch (Exception e)
        {
            return $"seed {seed} fails, run it again with: stores 1 --seed {seed}\n"
                + (e is Violation ? e.Message : $"{e}");
        }
    }

    private void Count(StoreSimulation run)
    {
        Add("turned away", run.TurnedAway);
        foreach (var fault in run.Case.Faults)
            Add($"fault: {fault.GetType().Name}", 1);
        foreach (var act in run.Case.Acts)
            Add($"act: {act.GetType().Name}", 1);
        foreach (var happened in run.History)
        {
            Add(happened switch
            {
                StoreEvent.Taken { Lease.Size.Requests: > 1 } => "lease for many",
                StoreEvent.Taken => "lease for one",
                StoreEvent.Noted { IsOpen: false } => "note of an ended lease",
                StoreEvent.Refused { Refusal: Limits.Refusal.Rejected refused } => $"refused by {refused.Binding.Kind}",
                _ => happened.GetType().Name,
            }, 1);
        }
    }

    private void Add(string what, long times) => Reached[what] = Reached.GetValueOrDefault(what) + times;
}
