using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Admission;

public class When_many_threads_share_limits
{
    private static readonly Instant Start = Instant.From(GatewayRig.Start);
    private static readonly TokenUsage Hundred = new(new(100), default, default, default);

    [Fact]
    public async Task Not_all_of_them_pass_where_one_percent_is_left()
    {
        var limits = new ShardedLimits(TestPolicy.Timeline, shards: 4);
        var path = Organization(limits, "acme", "pro");
        var request = Asked(limits, path, new TokenUsage(new(990), default, default, default));
        Assert.True(limits.TryReserve(path, request, Start, out _, out _));
        using var gate = new Barrier(8);

        // 10 credits are left: the first takes them all and overshoots, every other one sees that.
        var admitted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            gate.SignalAndWait(TestContext.Current.CancellationToken);
            return limits.TryReserve(path, Asked(limits, path, Hundred), Start, out var _, out var _);
        })));

        Assert.Single(admitted, true);
        Assert.Equal(2, limits.OpenCount);
    }

    [Fact]
    public async Task A_request_holds_every_level_or_none_whoever_else_asks()
    {
        var limits = new ShardedLimits(TestPolicy.Timeline);
        var acme = limits.Add("acme", ScopeLevel.Organization, new ScopeTerms(["start"]), Start);
        var seats = Enumerable.Range(0, 4)
            .Select(i => limits.Add(acme, $"user-{i}", ScopeLevel.Seat, new ScopeTerms(["pro"]), Start)).ToList();

        await Task.WhenAll(seats.Select(seat => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                if (limits.TryReserve(seat, Asked(limits, seat, Hundred), Start, out var held, out _))
                    limits.Settle(held, Hundred, Start);
            }
        })));

        // Each seat takes 10 of its 1,000 credits, which the organization counts as 40 requests of 50.
        var requests = limits.States(acme, "sonnet", Start).Single(state => state.Kind == LimitKind.Requests);
        Assert.Equal((40, 0), (requests.Used, requests.Reserved));
        Assert.All(seats, seat => Assert.Equal(
            Credits.From(1000).Micro,
            limits.States(seat, null, Start).Single(state => state.Kind == LimitKind.Session).Used));
        Assert.Equal(0, limits.OpenCount);
    }

    [Fact]
    public void Admitting_reporting_and_settling_allocate_nothing()
    {
        var limits = new ShardedLimits(TestPolicy.Timeline);
        var path = Organization(limits, "acme", "start");
        var none = new TokenUsage(default, default, default, default);
        var request = Asked(limits, path, none);
        var name = 0;
        Assert.Equal(0, Allocations.Of(Run));

        void Run()
        {
            name += 1_000_000;
            for (var i = 0; i < 1_000; i++)
            {
                // Two seconds apart, so that requests come back; every one has a name of its own.
                var now = Start + Duration.FromSeconds(2 * ++name);
                if (!limits.TryReserve(path, request with { Id = (UInt128)name }, now, out var held, out _))
                    throw new InvalidOperationException("A request was refused.");
                limits.Report(held, Hundred, now);
                limits.Settle(held, none, now);
            }
        }
    }

    [Fact]
    public void Names_have_one_number_in_every_book_whatever_their_scopes_carry()
    {
        var limits = new ShardedLimits(TestPolicy.Timeline, shards: 16);
        var paths = Enumerable.Range(0, 32).Select(i => Organization(limits, $"org-{i}", i % 2 == 0 ? "pro" : "start"))
            .ToList();
        var evening = Start + Duration.FromHours(7);
        var coding = limits.ProductNumber("claude-code");
        limits.ProductNumber("chat");

        // The evening's allowance is for one product alone and halves what is charged, in whichever book.
        foreach (var path in paths.Where((_, i) => i % 2 == 0))
        {
            var asked = Asked(limits, path, Hundred) with { Product = coding };
            var session = limits.Explain(path, asked, evening).Limits.Single(l => l.Before.Kind == LimitKind.Session);
            Assert.Equal(Credits.From(50).Micro, session.Charge);
        }

        Assert.Equal(paths.Count, paths.Select(path => path.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8192)]
    public void Books_are_a_power_of_two(int shards) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardedLimits(TestPolicy.Timeline, shards));

    [Fact]
    public void A_reset_for_everybody_reaches_every_book_once_and_moves_no_end()
    {
        var limits = new ShardedLimits(TestPolicy.Timeline, shards: 8);
        var paths = Enumerable.Range(0, 16).Select(i => Organization(limits, $"org-{i}", "pro")).ToList();
        foreach (var path in paths)
        {
            Assert.True(limits.TryReserve(path, Asked(limits, path, Hundred), Start, out var held, out _));
            limits.Settle(held, Hundred, Start);
        }

        var before = paths.ConvertAll(path => limits.States(path, null, Start));
        Assert.True(limits.ResetEverybody(ResetOrder.Everything, 7, Start));
        Assert.False(limits.ResetEverybody(ResetOrder.Everything, 7, Start));

        foreach (var (path, states) in paths.Zip(before))
            Assert.Equal(states.Select(state => state with { Used = 0 }), limits.States(path, null, Start));
    }

    private static LimitPath Organization(ShardedLimits limits, string name, string set) =>
        limits.Add(name, ScopeLevel.Organization, new ScopeTerms([set], Start), Start);

    private static LimitRequest Asked(ShardedLimits limits, LimitPath path, TokenUsage estimate) =>
        new() { Scope = path.Scope, Class = limits.ClassNumber("sonnet"), Estimate = estimate };
}
