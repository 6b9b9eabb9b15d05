using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>Rules 27 and 28: batches, and a reserved lane that falls to the standard one.</summary>
public class Rules_of_lanes
{
    private static readonly Instant now = Deal.At(5, 5, 9);

    private static Desk WithBatches() => new(Deal.Policy.WithSet(
        new RateLimit { Name = "batches", Lane = Lane.Batch, Requests = 1_000 },
        new ConcurrencyLimit { Name = "queue", Lane = Lane.Batch, Limit = 200_000 },
        new SpendLimit { Name = "spend", Period = SpendPeriod.Month, Limit = MicroUsd.From(500) }));

    private static LimitRequest Batch(Desk desk, ScopePath path, int requests, TokenUsage usage) =>
        desk.Request(path, usage) with { Lane = Lane.Batch, Requests = requests };

    [Fact]
    public void Rule_27_Requests_that_wait_in_all_batches_are_limited_and_interactive_ones_are_not_among_them()
    {
        var desk = WithBatches();
        var organization = desk.Organization("batches");
        for (var i = 0; i < 200; i++)
            desk.Admits(Batch(desk, organization, 1_000, Deal.Input(1_000)), now + Duration.FromMinutes(i));
        var later = now + Duration.FromMinutes(200);
        var refusal = desk.Refuses(Batch(desk, organization, 1, Deal.Input(1)), later);
        Assert.Equal(LimitKind.Concurrency, refusal.Binding.Kind);

        // The oldest batch is given up a day after it came in.
        Assert.Equal(now + Duration.FromHours(24), refusal.RetryAt);
        desk.Uses(organization, Deal.Input(1), later);
    }

    [Fact]
    public void Rule_27_A_batch_that_is_not_answered_within_a_day_costs_nothing()
    {
        var desk = WithBatches();
        var organization = desk.Organization("batches");
        var batch = desk.Admits(Batch(desk, organization, 100, Deal.Input(1_000_000)), now);
        Assert.Equal(MicroUsd.From(3).Value, desk.State(organization, LimitKind.Spend, now).Reserved);
        Assert.Equal(now + Duration.FromHours(24), batch.ExpiresAt);

        desk.Book.Advance(now + Duration.FromHours(24));
        Assert.False(batch.IsOpen);
        var spend = desk.State(organization, LimitKind.Spend, now + Duration.FromHours(24));
        Assert.Equal((0, 0), (spend.Used, spend.Reserved));
    }

    [Fact]
    public void Rule_27_A_batch_may_weigh_half()
    {
        var desk = new Desk(Deal.Policy.From(Deal.At(5, 1), Deal.Allowance("batches-half", WindowKind.Week, 2) with
        {
            Lane = Lane.Batch,
        }));
        var seat = desk.Seat("pro");
        desk.Uses(Batch(desk, seat, 1, Deal.Input(2_500)), now);
        Assert.Equal(500, desk.Credits(seat, LimitKind.Week, now));
        desk.Uses(seat, Deal.Input(2_500), now);
        Assert.Equal(1_500, desk.Credits(seat, LimitKind.Week, now));
    }

    [Fact]
    public void Rule_28_A_reserved_lane_burns_by_its_own_table_and_falls_to_standard_where_it_is_spent()
    {
        // 0.1 for reading the cache, 1.25 and 2 for writing to it.
        var desk = new Desk(Deal.Policy.WithSet(new RateLimit
        {
            Name = "reserved",
            Lane = Lane.Priority,
            Input = 10_000,
            Burn = new TokenBurn(TokenBurn.One, 1_250_000, 2 * TokenBurn.One, 100_000, 0),
            OnExceed = ExceedAction.Downgrade,
        }));
        var organization = desk.Organization("tier-4", "reserved");
        LimitRequest Priority(TokenUsage usage) =>
            desk.Request(organization, usage, "opus") with { Lane = Lane.Priority };

        var usage = new TokenUsage(new(1_000), new(2_000), new(5_000), default) { CacheWriteLong = new(3_000) };
        var first = desk.Admits(Priority(usage), now);
        Assert.Equal(Lane.Priority, first.Lane);
        Assert.Equal(0, desk.State(organization, LimitKind.InputTokens, now, "reserved").Remaining);

        var second = desk.Admits(Priority(Deal.Input(1_000)), now);
        Assert.Equal(Lane.Standard, second.Lane);

        // 1,000 + 2,000 + 3,000 and 1,000 more of the tier's own 2,000,000 a minute.
        Assert.Equal(2_000_000 - 7_000, desk.State(organization, LimitKind.InputTokens, now, "opus").Remaining);
    }

    [Fact]
    public void Rule_28_A_reserved_lane_is_bounded_by_the_ordinary_limits_as_well()
    {
        var desk = new Desk(Deal.Policy.WithSet(new RateLimit
        {
            Name = "reserved",
            Lane = Lane.Priority,
            Input = 1_000_000,
            OnExceed = ExceedAction.Downgrade,
        }));
        var organization = desk.Organization("tier-1", "reserved");
        var request = desk.Request(organization, Deal.Input(30_001), "opus") with { Lane = Lane.Priority };
        Assert.Equal("opus", desk.Refuses(request, now).Binding.Class);
    }
}
