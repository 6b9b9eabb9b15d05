using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Scenarios.Tests.Compile;

public class When_a_fleet_is_simulated
{
    private const double Scale = 10;

    private static readonly Instant start = Instant.FromDate(new DateOnly(2026, 5, 10));

    [Fact]
    public void Nothing_happens_to_it_unless_the_scenario_says_so()
    {
        var plan = PlanOf(days: 1);
        Assert.Empty(plan.Changes);
        Assert.Equal(RouterKind.LeastOutstanding, plan.Router);
        Assert.All(plan.Pools.Select(pool => pool.Engine), engine => Assert.Equal(
            (8192, engine.MaxSequences, 0), (engine.TokenBudget, engine.Queue, engine.PrefixTokens)));
    }

    [Fact]
    public void A_ramp_goes_on_at_every_midnight()
    {
        var plan = PlanOf(days: 4);
        var resizes = plan.Changes.Cast<FleetChange.Resize>().ToList();
        Assert.Equal([1, 2, 3], resizes.Select(change => (change.At - start).Seconds / 86_400).Distinct());

        // North gains a twenty-sixth of its accelerators a day.
        Assert.All([1, 2, 3], day => Assert.InRange(
            AcceleratorsOf(plan, "north", day) - AcceleratorsOf(plan, "north", 0),
            (day * 150_000 * 0.97 * 0.8 / 26 / Scale) - 16,
            (day * 150_000 * 0.97 * 0.8 / 26 / Scale) + 16));
    }

    [Fact]
    public void Failures_take_what_the_availability_says()
    {
        // At 95 and 97 %, repaired in an hour; what fails is added to what works on average.
        var plan = PlanOf(days: 8, ("simulation.repair", "1 h"));
        var usual = PlanOf(days: 8);
        var (installed, working) = (AcceleratorsOf(plan, "old", 0), AcceleratorsOf(usual, "old", 0));
        Assert.InRange(working / (double)installed, 0.94, 0.96);

        var down = DownShare(plan, "old", days: 8);
        Assert.InRange(down, 0.045, 0.055);
        Assert.InRange(DownShare(plan, "north", days: 8), 0.025, 0.035);
    }

    [Fact]
    public void A_site_fails_with_all_its_replicas()
    {
        var plan = PlanOf(days: 8,
            ("simulation.site-failures.between", "2 days"), ("simulation.site-failures.repair", "12 h"));
        var failures = plan.Changes.OfType<FleetChange.Fail>().GroupBy(fail => fail.At).ToList();
        Assert.NotEmpty(failures);
        Assert.All(failures, failure =>
        {
            var site = Assert.Single(failure.Select(fail => plan.Pools[fail.Pool].Site).Distinct());
            var pools = Enumerable.Range(0, plan.Pools.Length).Where(pool => plan.Pools[pool].Site == site);
            Assert.Equal(pools.Sum(pool => MostReplicas(plan, pool)), failure.Count());
        });
    }

    [Fact]
    public void Failures_of_one_kind_do_not_move_those_of_another()
    {
        var replicas = Failures(PlanOf(days: 2, ("simulation.repair", "1 h"))).ToHashSet();
        var both = Failures(PlanOf(days: 2, ("simulation.repair", "1 h"),
            ("simulation.site-failures.between", "40 days"), ("simulation.site-failures.repair", "1 h")));
        Assert.Subset(both.ToHashSet(), replicas.Except(replicas.Except(both)).ToHashSet());
        Assert.InRange(replicas.Except(both).Count() / (double)replicas.Count, 0, 0.1);
    }

    [Fact]
    public void A_curtailment_takes_its_part_of_a_site_for_its_time()
    {
        var plan = PlanOf(days: 1, ("simulation.curtailments.heat",
            "{site: old, date: 2026-05-10, at: 06:30, for: 3 h, share: 50 %}"));
        var all = AcceleratorsOf(plan, "old", 0);
        Assert.All(plan.Changes, change => Assert.Equal("old", plan.Pools[change.Pool].Site));
        var cut = plan.Changes.OfType<FleetChange.Curtail>().ToList();
        Assert.All(cut, change => Assert.Equal(6.5, (change.At - start).Seconds / 3600));
        var back = plan.Changes.OfType<FleetChange.Resize>().ToList();
        Assert.Equal(cut.Select(change => change.Pool), back.Select(change => change.Pool));
        Assert.All(back, change => Assert.Equal(9.5, (change.At - start).Seconds / 3600));
        Assert.All(back, change => Assert.Equal(plan.Pools[change.Pool].Replicas, change.Replicas));
        Assert.InRange(cut.Sum(change => change.Replicas * plan.Pools[change.Pool].Width) / (double)all, 0.49, 0.51);
    }

    [Fact]
    public void A_drain_lets_replicas_finish()
    {
        var plan = PlanOf(days: 1, ("simulation.curtailments.works",
            "{site: old, date: 2026-05-09, at: 23:00, for: 2 h, kind: drain}"));

        // It began before the start: the site comes back at one o'clock.
        Assert.All(plan.Pools.Where(pool => pool.Site == "old"), pool => Assert.Equal(0, pool.Replicas));
        Assert.All(plan.Changes, change => Assert.IsType<FleetChange.Resize>(change));
        var later = PlanOf(days: 1, ("simulation.curtailments.works",
            "{site: old, date: 2026-05-10, at: 01:00, for: 2 h, kind: drain}"));
        Assert.All(later.Changes, change => Assert.IsType<FleetChange.Resize>(change));
    }

    [Fact]
    public void Prompts_of_a_class_are_computed_apart()
    {
        var plan = PlanOf(days: 1, ("simulation.disaggregation.opus", "{prefill: 25 %, bandwidth: 50 GB/s}"));
        var opus = plan.Pools.Where(pool => pool.Class == 1).ToList();
        Assert.All(opus, pool => Assert.NotEqual(PoolRole.Whole, pool.Role));
        var prefill = opus.Where(pool => pool.Role == PoolRole.Prefill).ToList();
        var all = opus.Sum(pool => pool.Replicas);
        Assert.InRange(prefill.Sum(pool => pool.Replicas), (0.25 * all) - 0.5, (0.25 * all) + 0.5);
        Assert.Equal(all, PlanOf(days: 1).Pools.Where(pool => pool.Class == 1).Sum(pool => pool.Replicas));
        Assert.All(prefill, pool => Assert.Equal(
            new KvLink(new ByteSize(35_000), new Bandwidth(5e10), Duration.Zero), pool.Link));
        Assert.All(plan.Pools.Where(pool => pool.Class == 0), pool => Assert.Equal(PoolRole.Whole, pool.Role));
    }

    [Fact]
    public void Queues_go_by_rank_where_that_is_asked()
    {
        var plan = PlanOf(days: 1, ("simulation.order", "priority"), ("simulation.priorities.pro-code", "2"));
        Assert.All(plan.Pools, pool => Assert.Equal(Serving.QueueOrder.Priority, pool.Engine.Order));
    }

    [Fact]
    public void Schedulers_routers_and_caches_are_those_that_are_set()
    {
        var plan = PlanOf(days: 1,
            ("simulation.scheduler", "sarathi"),
            ("simulation.router", "weighted-scores"),
            ("simulation.weights.prepaid", "3"),
            ("simulation.queue", "0.5x"),
            ("simulation.cache", "simulated"));
        Assert.Equal((RouterKind.WeightedScores, 3.0), (plan.Router, plan.Weights!.Prepaid));
        Assert.All(plan.Pools, pool =>
        {
            Assert.IsType<Serving.Scheduling.Sarathi>(pool.Scheduler());
            Assert.Equal(Math.Max(512, pool.Engine.MaxSequences), pool.Engine.TokenBudget);
            Assert.Equal((int)Math.Round(pool.Engine.MaxSequences / 2.0), pool.Engine.Queue);
            Assert.Equal(128, pool.Engine.PrefixTokens);
            Assert.True(pool.Prepaid);
        });
        var wider = PlanOf(days: 1, ("simulation.step-tokens", "16k tokens"));
        Assert.All(wider.Pools, pool => Assert.Equal(16_000, pool.Engine.TokenBudget));
    }

    private static FleetPlan PlanOf(int days, params (string Path, string Value)[] settings)
    {
        // Eight accelerators of 80 GB do not hold the larger model.
        var document = Scenario.Document(
            Scenario.Small().With([("accelerators.h100.scale-up", "16"), .. settings]));
        return ServiceFleet.Of(new ServiceSimulation
        {
            Model = ServiceModelCompiler.Compile(document.Spec),
            Start = start,
            Length = Duration.FromDays(days),
            Scale = Scale,
            Seed = 1,
            Fleet = SimulationCompiler.Compile(document.Spec),
        });
    }

    private static int AcceleratorsOf(FleetPlan plan, string site, int day)
    {
        var replicas = plan.Pools.Select(pool => pool.Replicas).ToArray();
        var until = start + Duration.FromDays(day);
        foreach (var change in plan.Changes.OfType<FleetChange.Resize>().Where(change => change.At <= until))
            replicas[change.Pool] = change.Replicas;
        return plan.Pools.Index().Where(pool => pool.Item.Site == site).Sum(p => replicas[p.Index] * p.Item.Width);
    }

    private static int MostReplicas(FleetPlan plan, int pool) => plan.Changes.OfType<FleetChange.Resize>()
        .Where(change => change.Pool == pool).Select(change => change.Replicas).Append(plan.Pools[pool].Replicas).Max();

    private static List<FleetChange> Failures(FleetPlan plan) =>
        [.. plan.Changes.Where(change => change is FleetChange.Fail or FleetChange.Repair)];

    private static double DownShare(FleetPlan plan, string site, int days)
    {
        var until = start + Duration.FromDays(days);
        var down = 0.0;
        var failed = new Dictionary<(int Pool, int Replica), Instant>();
        foreach (var change in plan.Changes.Where(change => plan.Pools[change.Pool].Site == site))
        {
            if (change is FleetChange.Fail fail)
                failed.Add((fail.Pool, fail.Replica), fail.At);
            if (change is FleetChange.Repair repair && failed.Remove((repair.Pool, repair.Replica), out var since))
                down += ((repair.At < until ? repair.At : until) - since).Seconds;
        }

        var pools = Enumerable.Range(0, plan.Pools.Length).Where(pool => plan.Pools[pool].Site == site);
        return down / (pools.Sum(pool => MostReplicas(plan, pool)) * days * 86_400.0);
    }
}
