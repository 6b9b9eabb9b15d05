using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Fleets;

public class When_a_client_leaves
{
    private static readonly FleetPlan disaggregated = SmallFleet.Plan(
        SmallFleet.Pool(1, PoolRole.Prefill) with
        {
            Link = new KvLink(new ByteSize(1), new Bandwidth(1), Duration.FromSeconds(1)),
        },
        SmallFleet.Pool(1, PoolRole.Decode));

    [Fact]
    public void It_has_what_was_produced_by_then()
    {
        var fleet = new SmallFleet(SmallFleet.Plan(SmallFleet.Pool(1)),
            [SmallFleet.Request(0, 10, 50) with { Patience = new(5_500_000) }, SmallFleet.Request(0, 10, 8)]);

        var records = fleet.Run();

        Assert.Equal((RequestOutcome.Left, 5), (records[0].Outcome, records[0].Produced));
        Assert.Equal(new Instant(5_500_000), records[0].Ended);
        Assert.Equal((RequestOutcome.Finished, SmallFleet.At(8)), (records[1].Outcome, records[1].Ended));
        Assert.Equal(0, fleet.Simulation.States()[0].UsedBlocks);
    }

    [Fact]
    public void It_gets_the_token_that_comes_at_that_instant()
    {
        var fleet = new SmallFleet(SmallFleet.Plan(SmallFleet.Pool(1)),
            [SmallFleet.Request(0, 10, 5) with { Patience = new(5_000_000) }]);

        Assert.Equal(RequestOutcome.Finished, Assert.Single(fleet.Run()).Outcome);
    }

    [Fact]
    public void It_leaves_also_while_its_cache_is_on_the_way()
    {
        var fleet = new SmallFleet(disaggregated, [SmallFleet.Request(0, 1, 5) with { Patience = new(100_000_000) }]);

        var record = Assert.Single(fleet.Run());

        Assert.Equal((RequestOutcome.Left, 1, 0), (record.Outcome, record.Produced, record.Replica));
        Assert.Equal(0, fleet.Simulation.InFlight);
    }

    [Fact]
    public void A_draining_replica_that_has_nothing_else_goes()
    {
        var plan = SmallFleet.Plan(SmallFleet.Pool(1)) with
        {
            Changes = [new FleetChange.Resize(SmallFleet.At(2), 0, 0)],
        };
        var fleet = new SmallFleet(plan, [SmallFleet.Request(0, 10, 50) with { Patience = new(5_500_000) }]);

        fleet.Run();

        Assert.Equal(0, fleet.Simulation.States()[0].Replicas);
    }

    [Theory]
    [InlineData(5_500_000, 10 + 25)]
    [InlineData(500_000, 0)]
    public void It_pays_for_what_was_produced_and_nothing_before_the_first_token(long patience, long credits)
    {
        var desk = new LimitDesk(new([Policy()]), ["opus"]);
        var account = desk.Open(ScopeLevel.Seat, new(["pro"]), "chat");
        var fleet = new SmallFleet(SmallFleet.Plan(SmallFleet.Pool(1)),
            [SmallFleet.Request(0, 10, 50) with { Account = account, Patience = new(patience) }], desk);

        fleet.Run();

        var session = desk.BookOf(account).States(desk.PathOf(account), null, SmallFleet.At(10_000))[0];
        Assert.Equal((credits * 1_000_000, 0), (session.Used, session.Reserved));
    }

    private static Policy Policy() => new()
    {
        EffectiveFrom = default,
        Changes = [],
        SessionLength = Duration.FromHours(5),
        SessionGrid = Duration.FromMinutes(10),
        Classes = new[]
        {
            new ClassTerms("opus", ["opus"], new(Credits.From(1), default, default, Credits.From(5)), new Tokens(20)),
        }.ToFrozenDictionary(terms => terms.Name),
        Plans = new[] { new PlanTerms("pro", "Pro", Credits.From(1000), Credits.From(1000)) }
            .ToFrozenDictionary(plan => plan.Name),
        Tiers = FrozenDictionary<string, TierTerms>.Empty,
        Allowances = [],
    };
}
