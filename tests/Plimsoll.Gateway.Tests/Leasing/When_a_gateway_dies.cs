using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Leasing;

namespace Plimsoll.Gateway.Tests.Leasing;

/// <summary>What it never told of is charged as leased, and entered in the ledger so.</summary>
public class When_a_gateway_dies
{
    /// <summary>Of its last lease the ledger has all, some or none by then.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    public async Task The_ledger_and_the_limits_agree_once_its_leases_are_swept(int ticks)
    {
        await using var trio = await GatewayTrio.Begin();
        var dying = trio.Gateways[2];
        for (var tick = 0; tick < ticks; tick++)
        {
            await Serve(dying, 3);
            await Serve(dying, 3);
            await trio.Pass(TimeSpan.FromMilliseconds(250));
        }

        await GatewayTrio.Reserve(dying, 7);
        await Serve(dying, 5);
        trio.Ways[2].IsCut = true;
        await trio.Pass(TimeSpan.FromMinutes(11));

        await Agree(trio);
        var ledger = await trio.Ledger();
        Assert.Contains(ledger, entry => entry is { IsEstimated: true, IsCutOff: true });
        Assert.Equal(ledger.Count, ledger.Select(entry => entry.Request).Distinct().Count());
    }

    [Fact]
    public async Task One_that_was_only_cut_off_for_longer_than_its_leases_enters_nothing_twice()
    {
        await using var trio = await GatewayTrio.Begin();
        var cut = trio.Gateways[2];
        var decision = Assert.IsType<LeaseDecision.Admitted>(await GatewayTrio.Reserve(cut, 7));
        trio.Ways[2].IsCut = true;
        decision.Held.Lent!.Settle(GatewayTrio.Tokens(5), new Served("one"));
        await trio.Pass(TimeSpan.FromMinutes(11));
        trio.Ways[2].IsCut = false;
        await trio.Pass(TimeSpan.FromSeconds(5));

        await Agree(trio);
        Assert.Single(await trio.Ledger());
    }

    private static async Task Agree(GatewayTrio trio)
    {
        var (used, reserved) = await trio.Gateways[0].Session();
        Assert.Equal(0, reserved);
        Assert.Equal(used, (await trio.Ledger()).Sum(entry => entry.Credits.Micro) / 1_000_000m);
    }

    private static async Task Serve(Rig.GatewayRig gateway, long input)
    {
        var decision = Assert.IsType<LeaseDecision.Admitted>(await GatewayTrio.Reserve(gateway, input));
        decision.Held.Lent!.Settle(GatewayTrio.Tokens(input), new Served("one"));
    }
}
