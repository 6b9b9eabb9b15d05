using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Tests.Swarm.Checkers;
using Plimsoll.Simulation.Tests.Swarm.Drawing;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>
/// Runs a case in two phases. First requests arrive while replicas fail and operators act: nothing that must hold may
/// be broken. Then requests and faults stop, everything is repaired, and what is under way has to end within a bound.
/// </summary>
internal sealed class SwarmRun
{
    private const int MostInstants = 1_000_000;

    private readonly SwarmCase drawn;
    private readonly List<Checker> checkers = [];
    private readonly List<RequestRecord> records = [];
    private readonly List<ScopePath> paths = [];
    private readonly LimitDesk? desk;
    private readonly GatedWorkload workload;
    private readonly FleetSimulation simulation;
    private readonly OvershootChecker? overshoot;
    private readonly bool isWatched;
    private Arrival latest;

    private SwarmRun(SwarmCase drawn, SortedDictionary<string, long>? reached)
    {
        this.drawn = drawn;
        isWatched = reached is not null;
        if (drawn.Timeline is { } timeline)
            desk = Open(timeline);
        if (reached is not null)
        {
            var coverage = new Coverage(reached);
            checkers.AddRange(new ClockChecker(), new RequestChecker(drawn), new PlacementChecker(drawn),
                new QueueChecker(drawn), new CapacityChecker(drawn), new EngineChecker(drawn),
                coverage);
            if (desk is not null)
            {
                var limits = new LimitChecker(drawn);
                overshoot = new(drawn, limits);
                limits.Booked += coverage.Book;
                checkers.AddRange(limits, overshoot, new RetryChecker(drawn));
                desk.Watch = Asked;
            }
        }

        workload = new(
            new TraceWorkload(drawn.Rows, drawn.PrefixBlock), drawn.Has.HasFlag(Feature.Returning), Arrived);
        simulation = new(drawn.Fleet with { Changes = [.. drawn.Faults, .. Healing(drawn)] }, workload, Ended, desk)
        {
            Watch = isWatched ? Told : null,
        };
    }

    /// <summary>Runs a case with every checker, and again with none: what became of every request.</summary>
    /// <param name="drawn">The case.</param>
    /// <param name="reached">Counts what the case reaches.</param>
    /// <exception cref="Violation">Something that must always hold did not.</exception>
    public static IReadOnlyList<RequestRecord> Of(SwarmCase drawn, SortedDictionary<string, long> reached)
    {
        var watched = new SwarmRun(drawn, reached).Run();
        var again = new SwarmRun(drawn, null).Run();
        for (var i = 0; i < Math.Max(watched.Count, again.Count); i++)
        {
            if (i >= watched.Count || i >= again.Count || watched[i] != again[i])
            {
                throw new Violation("determinism", $"record {i} of {watched.Count} and {again.Count} differs: "
                    + $"{watched.ElementAtOrDefault(i)}, unwatched {again.ElementAtOrDefault(i)}");
            }
        }

        return watched;
    }

    private List<RequestRecord> Run()
    {
        var acts = new Queue<SwarmAct>(drawn.Acts);
        for (var instants = 0; ; instants++)
        {
            var at = acts.TryPeek(out var next) ? next.At : drawn.Heals;
            if (isWatched && simulation.Next is { } due && due < at)
                at = due;
            simulation.RunTo(at);
            while (acts.TryPeek(out var act) && act.At <= at)
                Act(acts.Dequeue());
            Pass(instants);
            if (at == drawn.Heals)
                break;
        }

        workload.IsClosed = true;
        if (drawn.Has.HasFlag(Feature.Stopped))
            simulation.Stop();
        Pass(0);
        ComeToRest();
        return records;
    }

    /// <summary>Each step brings the first of a batch a token on, whatever the others have to begin anew.</summary>
    private void ComeToRest()
    {
        var tokens = drawn.Rows.Sum(row => (long)row.Arrival.Input + row.Arrival.Output);
        var steps = (tokens + 10) * (drawn.Rows.Length + 2);
        var transfers = Duration.FromSeconds(tokens * 0.02);
        var until = drawn.Heals + transfers + new Duration(Math.Min(
            (long)Math.Min((double)steps * drawn.LongestStep.Nanoseconds, 4e18), 4_000_000_000_000_000_000));
        if (!isWatched)
        {
            simulation.RunTo(until);
            return;
        }

        for (var instants = 0; simulation.Next is { } at; instants++)
        {
            if (at > until && simulation.InFlight > 0)
                throw new Violation("liveness", $"{simulation.InFlight} requests are under way at {at}, after {until}");
            simulation.RunTo(at);
            Pass(instants);
        }

        if (simulation.InFlight > 0)
            throw new Violation("liveness", $"{simulation.InFlight} requests are under way and nothing will happen");
        var last = Look();
        foreach (var checker in checkers)
            checker.Over(last);
    }

    private LimitDesk Open(PolicyTimeline timeline)
    {
        var opened = new LimitDesk(timeline, PolicyDraw.Classes, books: 1);
        foreach (var account in drawn.Accounts)
        {
            paths.Add(opened.PathOf(opened.Open(account.Level, account.Terms, account.Product, account.Above)));
        }

        return opened;
    }

    /// <summary>Repairs all that may have failed, and brings every pool back to its size.</summary>
    private static IEnumerable<FleetChange> Healing(SwarmCase drawn)
    {
        for (var pool = 0; pool < drawn.Fleet.Pools.Length; pool++)
        {
            var replicas = drawn.Fleet.Pools[pool].Replicas;
            for (var replica = 0; replica < replicas + 3; replica++)
                yield return new FleetChange.Repair(drawn.Heals, pool, replica);
            yield return new FleetChange.Resize(drawn.Heals, pool, replicas);
        }
    }

    private void Act(SwarmAct act)
    {
        act.Do(desk!.BookOf(0), paths);
        foreach (var checker in checkers)
            checker.Acted(act);
    }

    private void Pass(int instants)
    {
        if (!isWatched)
            return;
        if (instants > MostInstants)
            throw new Violation("liveness", $"a million instants have passed and it is {simulation.Now}");
        var moment = Look();
        foreach (var checker in checkers)
            checker.Passed(moment);
    }

    private Moment Look() => new(simulation.Now, simulation.InFlight, simulation.States(), desk);

    private void Arrived(Arrival arrival)
    {
        latest = arrival;
        foreach (var checker in checkers)
            checker.Arrived(arrival);
    }

    private void Asked(int account, LimitRequest request, Refusal? refusal)
    {
        foreach (var checker in checkers)
            checker.Asked(latest, request, refusal);
        overshoot!.Admit(desk!.BookOf(0), desk.PathOf);
    }

    private void Told(ReplicaNews news)
    {
        foreach (var checker in checkers)
            checker.Told(news);
    }

    private void Ended(in RequestRecord record)
    {
        records.Add(record);
        foreach (var checker in checkers)
            checker.Ended(record);
    }
}
