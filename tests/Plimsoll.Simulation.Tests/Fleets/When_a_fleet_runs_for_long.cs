using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Fleets;

public class When_a_fleet_runs_for_long
{
    public static TheoryData<RouterKind> Routers => [.. Enum.GetValues<RouterKind>()];

    [Theory]
    [MemberData(nameof(Routers))]
    public void Nothing_is_allocated_for_a_request_once_it_is_warm(RouterKind router)
    {
        var plan = FleetRun.Plan(8) with { Router = router };
        var simulation = new FleetSimulation(plan, new Steady(), static (in RequestRecord _) => { });
        simulation.RunTo(FleetRun.At(120_000));
        var until = 120_000;
        Assert.Equal(0, Allocations.Of(() => simulation.RunTo(FleetRun.At(until += 10_000))));
    }

    /// <summary>
    /// More requests than the fleet can serve for the first hundred seconds, then fewer, with one of a hundred
    /// beginnings.
    /// </summary>
    private sealed class Steady : IWorkload
    {
        private readonly ReadOnlyMemory<long>[] prefixes =
            [.. Enumerable.Range(0, 100).Select(i => (ReadOnlyMemory<long>)new long[] { i % 3, 10 + i })];

        private double next;
        private long taken;

        public int PrefixBlock => 16;

        public Instant? Next => FleetRun.At(next);

        public Arrival Take()
        {
            var arrival = FleetRun.Ask(next, (int)(1 + (taken % 11)), input: 40) with
            {
                Id = taken,
                Prefix = prefixes[taken * 31 % 100],
            };
            taken++;
            next += next < 100_000 ? 3 : 8;
            return arrival;
        }

        public void Ended(in RequestRecord record)
        {
        }
    }
}
