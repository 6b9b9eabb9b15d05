using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>A small fleet, what it is asked, and what became of every request by its number.</summary>
internal sealed class FleetRun
{
    private readonly FleetSimulation simulation;

    public FleetRun(FleetPlan plan, IEnumerable<Arrival> arrivals)
    {
        var rows = arrivals.Select(arrival => new TraceRow(arrival, null));
        simulation = new FleetSimulation(plan, new TraceWorkload(rows, prefixBlock: 16), Take);

        void Take(in RequestRecord record) => Ended.Add(record);
    }

    /// <summary>The beginning of every test.</summary>
    public static Instant Start { get; } = Instant.FromUnixSeconds(1_778_000_000);

    /// <summary>Requests that are over, in the order in which they ended.</summary>
    public List<RequestRecord> Ended { get; } = [];

    public FleetSimulation Simulation => simulation;

    public RequestRecord this[long id] => Ended.Single(record => record.Arrival.Id == id);

    /// <summary>Runs until nothing more happens.</summary>
    public FleetRun ToEnd()
    {
        while (simulation.Next is { } next)
            simulation.RunTo(next);
        return this;
    }

    public static Instant At(double milliseconds) => Start + Duration.FromSeconds(milliseconds / 1000);

    /// <summary>When something happened, in milliseconds from the beginning.</summary>
    public static double Milliseconds(Instant? at) => (at!.Value - Start).Seconds * 1000;

    public static PoolPlan Pool(int replicas, int batch = 4, int queue = 4) => new()
    {
        Name = "north/pool/large",
        Replicas = replicas,
        Engine = new EngineSettings { MaxSequences = batch, TokenBudget = 1000, Blocks = 1000, Queue = queue },
        Scheduler = () => new ContinuousBatching(),
        Times = new SteadyTimes(),
    };

    public static FleetPlan Plan(int replicas, params FleetChange[] changes) =>
        new() { Pools = [Pool(replicas)], Changes = [.. changes] };

    /// <summary>A request of ten tokens in, so that its first token comes 20 ms after it has begun.</summary>
    public static Arrival Ask(double milliseconds, int output, int input = 10) => new()
    {
        Id = 0,
        At = At(milliseconds),
        Account = -1,
        Session = -1,
        Input = input,
        Output = output,
    };
}
