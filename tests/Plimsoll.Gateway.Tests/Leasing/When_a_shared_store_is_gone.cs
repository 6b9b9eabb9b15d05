using System.Collections.Frozen;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_a_shared_store_is_gone
{
    [Fact]
    public async Task A_gateway_refuses_what_it_has_no_lease_for_and_says_why()
    {
        await using var trio = await GatewayTrio.Begin();
        trio.Ways[0].IsCut = true;

        using var refused = await trio.Gateways[0].Ask(Question.Chat);
        using var served = await trio.Gateways[1].Ask(Question.Chat);

        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Equal("store_unavailable", (await refused.Error()).Name);
        Assert.Equal("unavailable", refused.Header("plimsoll-store"));
        Assert.Equal(200, (int)served.StatusCode);
        Assert.Empty(served.Header("plimsoll-store"));
    }

    [Fact]
    public async Task It_refuses_only_until_the_store_is_there_again()
    {
        await using var trio = await GatewayTrio.Begin();
        trio.Ways[0].IsCut = true;
        using var refused = await trio.Gateways[0].Ask();
        trio.Ways[0].IsCut = false;

        using var asked = await trio.Gateways[0].Ask();
        await trio.Pass(TimeSpan.FromSeconds(1));
        using var served = await trio.Gateways[0].Ask();

        Assert.Equal(200, (int)served.StatusCode);
        Assert.Empty(served.Header("plimsoll-store"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Where_its_limits_are_open_it_serves_and_charges_once_when_the_store_is_there_again(int lost)
    {
        var all = Enum.GetValues<LimitKind>().ToFrozenSet();
        await using var trio = await GatewayTrio.Begin(with: shared => shared with { OpenWithoutStore = all });
        await trio.Admitted(3);
        await trio.Pass(TimeSpan.FromSeconds(3));
        var each = (await trio.Gateways[0].Session()).Used / 3;
        trio.Ways[0].IsCut = true;

        for (var request = 0; request < 4; request++)
        {
            using var served = await trio.Gateways[0].Ask();
            Assert.Equal(200, (int)served.StatusCode);
            Assert.Equal("unavailable", served.Header("plimsoll-store"));
        }

        trio.Ways[0].AnswersLost = lost;
        trio.Ways[0].IsCut = false;
        await trio.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal((7 * each, 0m), await trio.Gateways[1].Session());
        Assert.Equal(7, (await trio.Ledger()).Count);
    }

    [Fact]
    public async Task What_it_passed_is_charged_once_also_where_it_ends_before_it_knows()
    {
        var all = Enum.GetValues<LimitKind>().ToFrozenSet();
        await using var trio = await GatewayTrio.Begin(with: shared => shared with { OpenWithoutStore = all });
        await trio.Admitted(3);
        await trio.Pass(TimeSpan.FromSeconds(3));
        var each = (await trio.Gateways[0].Session()).Used / 3;
        trio.Ways[0].IsCut = true;
        for (var request = 0; request < 4; request++)
            (await trio.Gateways[0].Ask()).Dispose();

        trio.Ways[0].AnswersLost = 1;
        trio.Ways[0].IsCut = false;
        while (trio.Ways[0].AnswersLost > 0)
            await trio.Pass(TimeSpan.FromMilliseconds(250));
        trio.Ways[0].IsCut = true;
        await trio.Pass(TimeSpan.FromMinutes(11));

        Assert.Equal((7 * each, 0m), await trio.Gateways[1].Session());
        Assert.Equal(7, (await trio.Ledger()).Count);
    }
}
