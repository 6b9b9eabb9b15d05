using Plimsoll.Simulation.Stores;
using Plimsoll.Simulation.Tests.Swarm;

namespace Plimsoll.Simulation.Tests.Stores.Checkers;

/// <summary>
/// There is one order of all commits that explains every answer: each was made once, between being sent and being
/// known, on the versions it was to be made on; and doing them again one after the other gives the same.
/// </summary>
internal static class OrderChecker
{
    public static void Check(StoreSimulation run)
    {
        var madeAt = new Dictionary<(int, int), StoreEvent.Committed>();
        (long Organization, long Seat) before = default;
        foreach (var made in run.History.OfType<StoreEvent.Committed>())
        {
            if (!madeAt.TryAdd((made.Commit.Gateway, made.Commit.Number), made))
                throw new Violation("order", $"commit {made.Commit.Number} of {made.Commit.Gateway} was made twice");
            if (made.Versions != made.Commit.Expected || made.Versions.Organization <= before.Organization)
                throw new Violation("order", $"commit {made.Commit.Number} was made on {made.Versions}");
            before = made.Versions;
        }

        foreach (var known in run.History.OfType<StoreEvent.Known>())
        {
            var made = madeAt[(known.Commit.Gateway, known.Commit.Number)];
            if (made.At < known.SentAt || made.At > known.At)
                throw new Violation("order", $"commit {known.Commit.Number} was known before it was made");
        }

        Repeat(run);
    }

    private static void Repeat(StoreSimulation run)
    {
        var again = new List<StoreEvent>();
        var store = new ModelStore(run.Case, again);
        foreach (var happened in run.History)
        {
            if (happened is StoreEvent.Committed made)
                store.Commit(made.Commit, made.At);
            else if (happened is StoreEvent.Acted acted)
                store.Act(acted.Act, acted.At);
        }

        var first = run.History.Where(IsAnswer).Select(one => $"{one}");
        if (!first.SequenceEqual(again.Where(IsAnswer).Select(one => $"{one}")))
            throw new Violation("order", "the same commits one after the other give other answers");
    }

    private static bool IsAnswer(StoreEvent happened) => happened is StoreEvent.Taken or StoreEvent.Noted;
}
