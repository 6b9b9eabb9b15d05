using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Simulation.Stores;
using Plimsoll.Simulation.Tests.Swarm;

namespace Plimsoll.Simulation.Tests.Stores.Checkers;

/// <summary>
/// Everything that was used is counted exactly once, or, where a gateway died before it told, as all that it had
/// leased; and nothing stays held.
/// </summary>
internal static class SettleChecker
{
    public static void Check(StoreSimulation run)
    {
        if (!run.IsAtRest)
            throw new Violation("settles", $"{run.Store.Book.OpenCount} leases are held when all is over");
        var used = UsedOf(run);
        var dead = run.History.OfType<StoreEvent.Died>().Select(died => died.Gateway).ToHashSet();
        var last = new Dictionary<UInt128, LeaseTotals>();
        foreach (var noted in run.History.OfType<StoreEvent.Noted>().Where(noted => noted.IsOpen))
        {
            if (last.TryGetValue(noted.Note.Lease, out var before) && before.IsFinal)
                throw new Violation("settles", $"lease {noted.Note.Lease} was settled twice");
            last[noted.Note.Lease] = noted.Note.Totals;
        }

        foreach (var taken in run.History.OfType<StoreEvent.Taken>())
        {
            var id = taken.Lease.Id;
            if (dead.Contains((int)(id >> 64) - 1))
                continue;
            if (!last.TryGetValue(id, out var totals) || !totals.IsFinal)
                throw new Violation("settles", $"lease {id} was never settled, though its gateway lives");
            if (totals.Used != used.GetValueOrDefault(id))
            {
                throw new Violation("settles",
                    $"lease {id} was settled with {totals.Used}, used were {used.GetValueOrDefault(id)}");
            }
        }

        CheckSum(run, last);
    }

    /// <summary>What the requests of each lease used.</summary>
    private static Dictionary<UInt128, LeaseSize> UsedOf(StoreSimulation run)
    {
        var leaseOf = run.History.OfType<StoreEvent.Admitted>()
            .ToDictionary(admitted => admitted.Request, admitted => admitted.Lease.Id);
        var used = new Dictionary<UInt128, LeaseSize>();
        foreach (var ended in run.History.OfType<StoreEvent.Ended>())
        {
            if (ended is { Actual: not null, IsCharged: false })
                throw new Violation("settles", $"request {ended.Request} ended after its lease, and is not charged");
            var id = leaseOf[ended.Request];
            used[id] = used.GetValueOrDefault(id) + (ended.Actual is { } actual ? LeaseSize.One(actual) : default);
        }

        return used;
    }

    /// <summary>
    /// The week says the sum of all that was told, and whole what was never told of, where it neither ended nor was
    /// reset.
    /// </summary>
    private static void CheckSum(StoreSimulation run, Dictionary<UInt128, LeaseTotals> last)
    {
        var isSameWeek = run.Case.WeekAnchor >= run.End || run.Case.WeekAnchor <= StoreCase.Start;
        if (!isSameWeek || run.Case.Acts.Any(act => act is StoreAct.ResetAll or StoreAct.ResetOne))
            return;
        var weights = run.Case.Timeline.Versions[0].Classes[StoreCase.Class].Weights;
        for (var seat = 0; seat < run.Case.Seats; seat++)
        {
            var told = run.History.OfType<StoreEvent.Taken>().Where(taken => taken.Seat == seat)
                .Select(taken => last.TryGetValue(taken.Lease.Id, out var totals) ? totals.Charged : taken.Lease.Size)
                .Sum(charged => weights.Charge(charged.Usage).Micro);
            var week = run.Store.States(seat, run.End).Single(state => state.Kind == LimitKind.Week);
            if (week.Used != told || week.Reserved != 0)
                throw new Violation("settles", $"the week of seat {seat} says {week}, told were {told}");
        }
    }
}
