using System.Collections.Frozen;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_a_request_is_named_at_several_gateways
{
    [Fact]
    public async Task It_is_served_and_charged_by_the_first_that_is_asked()
    {
        await using var trio = await Begin();
        using var first = await trio.Gateways[0].Ask();
        var answers = await Task.WhenAll(trio.Gateways.Select(gateway => gateway.Ask()));

        Assert.Equal(200, (int)first.StatusCode);
        Assert.All(answers, answer => Assert.Equal(409, (int)answer.StatusCode));
        Assert.Equal("conflict_error", (await answers[1].Error()).Name);
        Assert.Equal("false", answers[1].Header("x-should-retry"));
        Assert.Single(trio.Gateways.SelectMany(gateway => gateway.Upstream.Seen));
        await trio.Pass(TimeSpan.FromSeconds(3));
        Assert.Single(await trio.Ledger());
    }

    [Fact]
    public async Task Of_many_that_are_asked_at_once_one_serves_it()
    {
        await using var trio = await Begin();
        Assert.Equal(1, await trio.Admitted(9));
        Assert.Single(trio.Gateways.SelectMany(gateway => gateway.Upstream.Seen));
    }

    [Fact]
    public async Task While_it_is_in_flight_the_others_say_so_however_long_it_takes()
    {
        await using var trio = await Begin();
        var (arrived, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        trio.Gateways[0].Upstream.Script = async http =>
        {
            arrived.SetResult();
            await leave.Task;
            await Replies.Plain(input: 100, output: 0)(http);
        };
        var first = trio.Gateways[0].Ask();
        await arrived.Task;
        await trio.Pass(TimeSpan.FromMinutes(5));

        using var again = await trio.Gateways[1].Ask();
        Assert.Equal(409, (int)again.StatusCode);
        Assert.Contains("is in flight", (await again.Error()).Message, StringComparison.Ordinal);
        leave.SetResult();
        using var served = await first;
        Assert.Equal(200, (int)served.StatusCode);
        await trio.Pass(TimeSpan.FromSeconds(1));
        using var late = await trio.Gateways[1].Ask();
        Assert.Contains("answered and charged", (await late.Error()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_failed_before_any_output_is_served_by_another_and_by_the_same()
    {
        await using var trio = await Begin();
        trio.Gateways[0].Upstream.Script = Replies.Status(500);
        using var failed = await trio.Gateways[0].Ask();
        using var again = await trio.Gateways[0].Ask();
        await trio.Pass(TimeSpan.FromSeconds(1));
        using var served = await trio.Gateways[1].Ask();

        Assert.NotEqual(409, (int)failed.StatusCode);
        Assert.NotEqual(409, (int)again.StatusCode);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task A_name_that_was_given_up_may_be_claimed_by_another()
    {
        await using var trio = await Begin();
        var state = trio.Gateways[0].State;
        var (_, name) = await state.Leases!.Names.Claim(77, TestContext.Current.CancellationToken);
        var (taken, _) = await trio.Gateways[1].State.Leases!.Names.Claim(77, TestContext.Current.CancellationToken);
        Assert.Equal(NameClaim.InFlight, taken);
        state.Leases!.Names.End(name!, isCharged: false);
        await state.Leases.Rest();
        var (claim, _) = await trio.Gateways[1].State.Leases!.Names.Claim(77, TestContext.Current.CancellationToken);
        Assert.Equal(NameClaim.Claimed, claim);
    }

    [Fact]
    public async Task It_is_known_for_ten_minutes_and_then_forgotten()
    {
        await using var trio = await Begin();
        using var first = await trio.Gateways[0].Ask();
        await trio.Pass(TimeSpan.FromMinutes(9));
        using var known = await trio.Gateways[1].Ask();
        Assert.Equal(409, (int)known.StatusCode);
        await trio.Pass(TimeSpan.FromMinutes(2));
        using var other = await trio.Gateways[1].Ask();
        Assert.Equal(200, (int)other.StatusCode);
        await trio.Pass(TimeSpan.FromMinutes(16));
        Assert.Empty(await Names(trio));
    }

    [Fact]
    public async Task The_name_of_one_whose_gateway_died_counts_as_charged_after_two_minutes()
    {
        await using var trio = await Begin();
        await trio.Gateways[0].State.Leases!.Names.Claim(77, TestContext.Current.CancellationToken);
        trio.Ways[0].IsCut = true;
        Assert.Equal(NameClaim.InFlight, await ClaimAt(trio.Gateways[1]));
        await trio.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(NameClaim.Ended, await ClaimAt(trio.Gateways[1]));
        await trio.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(NameClaim.Claimed, await ClaimAt(trio.Gateways[1]));
    }

    [Fact]
    public async Task Without_the_store_it_is_refused_even_where_others_pass()
    {
        var all = Enum.GetValues<LimitKind>().ToFrozenSet();
        await using var trio = await GatewayTrio.Begin(with: shared => shared with { OpenWithoutStore = all });
        trio.Ways[0].IsCut = true;
        using var unnamed = await trio.Gateways[0].Ask();
        trio.Gateways[0].Http.DefaultRequestHeaders.Add("idempotency-key", "order-7");
        using var named = await trio.Gateways[0].Ask();
        Assert.Equal(200, (int)unnamed.StatusCode);
        Assert.Equal(529, (int)named.StatusCode);
        Assert.Equal("unavailable", named.Header("plimsoll-store"));
    }

    private static async Task<NameClaim> ClaimAt(GatewayRig gateway) =>
        (await gateway.State.Leases!.Names.Claim(77, TestContext.Current.CancellationToken)).Claim;

    private static async Task<List<string>> Names(GatewayTrio trio) =>
        await trio.Store.ReadAll("name/request/", TestContext.Current.CancellationToken)
            .Select(value => value.Key).ToListAsync(TestContext.Current.CancellationToken);

    private static async Task<GatewayTrio> Begin()
    {
        var trio = await GatewayTrio.Begin();
        foreach (var gateway in trio.Gateways)
            gateway.Http.DefaultRequestHeaders.Add("idempotency-key", "order-7");
        return trio;
    }
}
