using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_three_gateways_share_a_store
{
    [Fact]
    public async Task They_admit_together_as_many_requests_a_minute_as_one_would()
    {
        await using var trio = await GatewayTrio.Begin("tiny");

        Assert.Equal(2, await trio.Admitted(12));
        await trio.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(0, await trio.Admitted(12));
    }

    [Fact]
    public async Task A_session_that_is_spent_at_one_is_spent_at_all()
    {
        await using var trio = await GatewayTrio.Begin();

        var admitted = 0;
        for (var round = 0; round < 30; round++)
        {
            admitted += await trio.Admitted(6);
            await trio.Pass(TimeSpan.FromSeconds(1));
        }

        // As many as the session has room for, the last of which may pass into debt, as with one gateway.
        await trio.Pass(TimeSpan.FromSeconds(3));
        foreach (var gateway in trio.Gateways)
        {
            using var refused = await gateway.Ask();
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.NotEmpty(refused.Header("retry-after"));
        }

        var (used, reserved) = await trio.Gateways[1].Session();
        Assert.Equal(0, reserved);
        var each = used / admitted;
        Assert.InRange(used, 1000, 1000 + each);
        Assert.Equal(admitted, (int)Math.Ceiling(1000 / each));
    }

    [Fact]
    public async Task The_ledger_has_each_request_once_whether_or_not_its_client_named_it()
    {
        await using var trio = await GatewayTrio.Begin();

        var admitted = await trio.Admitted(6);
        await trio.Pass(TimeSpan.FromSeconds(3));

        var entries = await trio.Ledger();
        Assert.Equal(admitted, entries.Count);
        Assert.Equal(admitted, entries.Select(entry => entry.Request).Distinct().Count());
    }

    [Fact]
    public async Task What_is_used_at_one_is_told_at_all()
    {
        await using var trio = await GatewayTrio.Begin();

        await trio.Admitted(1);
        await trio.Pass(TimeSpan.FromSeconds(3));

        var first = await trio.Gateways[0].Session();
        Assert.True(first.Used > 0);
        Assert.Equal(first, await trio.Gateways[1].Session());
        Assert.Equal(first, await trio.Gateways[2].Session());
    }

    [Fact]
    public async Task A_window_that_is_reset_at_one_is_reset_at_all()
    {
        await using var trio = await GatewayTrio.Begin();
        await trio.Admitted(3);
        await trio.Pass(TimeSpan.FromSeconds(3));
        var first = trio.Gateways[0].State;
        var path = first.Accounts.Named("shared")!.Path;

        Assert.True(await first.Change(path, at => first.Limits.Reset(path, ResetOrder.Everything, 1, at)));

        Assert.Equal((0m, 0m), await trio.Gateways[2].Session());
    }

    [Fact]
    public async Task What_a_gateway_took_and_never_told_of_is_charged_when_its_life_is_over()
    {
        await using var trio = await GatewayTrio.Begin();
        await trio.Admitted(3);
        await trio.Pass(TimeSpan.FromSeconds(3));
        var before = await trio.Gateways[0].Session();
        await GatewayTrio.Reserve(trio.Gateways[2], 7);
        trio.Ways[2].IsCut = true;

        await trio.Pass(TimeSpan.FromMinutes(11));

        Assert.Equal((before.Used + 7, 0m), await trio.Gateways[0].Session());
        var open = trio.Store.ReadAll("open/", TestContext.Current.CancellationToken);
        Assert.Empty(await open.ToListAsync(TestContext.Current.CancellationToken));
    }
}
