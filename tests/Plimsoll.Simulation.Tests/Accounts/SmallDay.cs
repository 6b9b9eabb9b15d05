using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

/// <summary>The small service, simulated with its parts in reach.</summary>
internal sealed class SmallDay
{
    private readonly FleetSimulation fleet;
    private readonly Instant until;

    public SmallDay(ServiceModel model, double scale = 100, ulong seed = 1, int hours = 24, Instant? start = null)
    {
        Model = model;
        Start = start ?? SmallService.Day;
        until = Start + Duration.FromHours(hours);
        (Desk, Workload) = Accounts(model, Start, until, scale, seed);
        fleet = new FleetSimulation(
            Fleet(model, Start, scale), Workload, (in RequestRecord record) => Records.Add(record), Desk);
    }

    public ServiceModel Model { get; }

    public Instant Start { get; }

    public LimitDesk Desk { get; }

    public ServiceWorkload Workload { get; }

    public List<RequestRecord> Records { get; } = [];

    /// <summary>Accounts of users; those of organizations follow.</summary>
    public int Users => Enumerable.Range(0, Workload.Accounts)
        .Count(account => Workload.GroupOf(account) < Model.Populations.Length);

    public static FleetPlan Fleet(ServiceModel model, Instant start, double scale) => ServiceFleet.Of(new()
    {
        Model = model,
        Start = start,
        Length = Duration.FromHours(1),
        Scale = scale,
        Seed = 1,
    });

    public static (LimitDesk Desk, ServiceWorkload Workload) Accounts(
        ServiceModel model, Instant start, Instant until, double scale, ulong seed)
    {
        var parts = TierParts.Of(model, start, scale);
        var desk = new LimitDesk(parts.Divide(model.Timeline), [.. model.Classes.Select(c => c.Name)]);
        return (desk, new ServiceWorkload(
            new() { Model = model, Start = start, Until = until, Scale = scale, Parts = parts }, desk, seed));
    }

    /// <summary>All requests of accounts that nothing refuses.</summary>
    public static List<Arrival> Arrivals(ServiceWorkload workload)
    {
        var arrivals = new List<Arrival>();
        while (workload.Next is not null)
            arrivals.Add(workload.Take());
        return arrivals;
    }

    public SmallDay RunTo(Instant at)
    {
        fleet.RunTo(at);
        return this;
    }

    public SmallDay Run()
    {
        fleet.RunTo(until);
        fleet.Stop();
        return this;
    }

    public LimitState StateOf(int account, LimitKind kind, Instant at) =>
        Desk.BookOf(account).States(Desk.PathOf(account), null, at).First(state => state.Kind == kind);
}
