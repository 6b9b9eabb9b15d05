using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>A fleet whose every step takes a millisecond, and what becomes of requests that are given to it.</summary>
internal sealed class SmallFleet
{
    private readonly List<RequestRecord> records = [];

    public SmallFleet(FleetPlan plan, ImmutableArray<Arrival> arrivals, LimitDesk? desk = null) => Simulation = new(
        plan, new TraceWorkload(arrivals.Select(arrival => new TraceRow(arrival, null)), 16), Take, desk);

    public FleetSimulation Simulation { get; }

    public IReadOnlyList<RequestRecord> Records => records;

    public static Instant At(long milliseconds) => new(milliseconds * 1_000_000);

    public static PoolPlan Pool(int replicas, PoolRole role = PoolRole.Whole, int blocks = 100) => new()
    {
        Name = $"{role}",
        Role = role,
        Replicas = replicas,
        Engine = new() { MaxSequences = 4, TokenBudget = 100, Blocks = blocks, PrefixTokens = 16 },
        Scheduler = () => new ContinuousBatching(),
        Times = new Milliseconds(),
    };

    public static FleetPlan Plan(params ImmutableArray<PoolPlan> pools) => new() { Pools = pools };

    /// <summary>A request that takes a step for its prompt, up to 100 tokens, and one for each further token.</summary>
    public static Arrival Request(long at, int input, int output) => new()
    {
        Id = 0,
        At = At(at),
        Account = -1,
        Session = -1,
        Input = input,
        Output = output,
    };

    public IReadOnlyList<RequestRecord> Run()
    {
        Simulation.RunTo(At(10_000));
        return records;
    }

    private void Take(in RequestRecord record) => records.Add(record);

    private sealed class Milliseconds : IStepTimes
    {
        private static readonly FineTime one = new(1_000_000 * FineTime.PerNanosecond);

        public DecodeLine Decode(int sequences, long context) => new(one, default, long.MaxValue / 2);

        public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill) => one;
    }
}
