using Plimsoll.Quantities;
using Plimsoll.Simulation.Stores;
using Plimsoll.Simulation.Tests.Swarm;

namespace Plimsoll.Simulation.Tests.Stores.Checkers;

/// <summary>
/// What is leased and not used is given back in time: where nothing goes wrong, no later than a lease may live, news
/// may wait and a commit takes.
/// </summary>
internal static class BoundChecker
{
    private static readonly Duration slack = Duration.FromSeconds(0.3);

    public static void Check(StoreSimulation run)
    {
        var terms = run.Case.Terms;
        foreach (var admitted in run.History.OfType<StoreEvent.Admitted>())
        {
            if (admitted.At >= admitted.Lease.End)
                throw new Violation("bounds", $"request {admitted.Request} was admitted after its lease had ended");
        }

        var first = new Dictionary<UInt128, Instant>();
        foreach (var noted in run.History.OfType<StoreEvent.Noted>().Where(noted => noted.IsOpen))
            first.TryAdd(noted.Note.Lease, noted.At);
        foreach (var taken in run.History.OfType<StoreEvent.Taken>())
        {
            if (taken.Lease.End - taken.At > terms.Life || taken.Lease.End > taken.SessionEnd)
                throw new Violation("bounds", $"lease {taken.Lease.Id} stands until {taken.Lease.End}");
            if (run.Case.Faults.IsEmpty && run.Case.Messages == default
                && first[taken.Lease.Id] - taken.At > terms.Life + terms.TellWithin + slack)
            {
                throw new Violation("bounds", $"lease {taken.Lease.Id} was given back only at {first[taken.Lease.Id]}");
            }
        }
    }
}
