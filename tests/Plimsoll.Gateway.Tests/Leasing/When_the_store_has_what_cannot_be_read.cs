using System.Text;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_the_store_has_what_cannot_be_read
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("scope/shared")]
    [InlineData("lent/shared")]
    public async Task Only_what_is_beneath_it_is_refused_until_it_is_mended(string key)
    {
        await using var trio = await GatewayTrio.Begin(hasOther: true);
        var gateway = trio.Gateways[0];
        await Write(trio, key, "no value");

        using var refused = await gateway.Ask(Question.Chat);
        using var again = await gateway.Ask(Question.Chat);
        gateway.Use(trio.OtherKey);
        using var served = await gateway.Ask(Question.Chat);

        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Equal("unreadable", refused.Header("plimsoll-store"));
        Assert.Equal(503, (int)again.StatusCode);
        Assert.Equal(200, (int)served.StatusCode);
        Assert.False(gateway.State.Leases!.IsLost);
        Assert.Equal(1, gateway.State.Leases.UnreadableCount);
        await gateway.Log.Logged(1134);
        Assert.Contains($"'{key}'", gateway.Log.Text);

        await Write(trio, key, null);
        await trio.Pass(TimeSpan.FromSeconds(2));
        gateway.Use(trio.Key);
        using var mended = await gateway.Ask(Question.Chat);
        Assert.Equal(200, (int)mended.StatusCode);
        Assert.Equal(0, gateway.State.Leases.UnreadableCount);
    }

    [Fact]
    public async Task A_lease_that_cannot_be_read_keeps_no_other_from_being_swept()
    {
        await using var trio = await GatewayTrio.Begin();
        await Write(trio, "open/aaa/00000000000000000000000000000001", "no lease");
        await GatewayTrio.Reserve(trio.Gateways[2], 7);
        trio.Ways[2].IsCut = true;

        await trio.Pass(TimeSpan.FromMinutes(11));

        Assert.Equal((7m, 0m), await trio.Gateways[0].Session());
        Assert.Equal(1, trio.Gateways[0].State.Leases!.UnreadableCount);
    }

    private static async Task Write(GatewayTrio trio, string key, string? text)
    {
        var version = (await trio.Store.Read([key], Cancellation))[0].Version;
        var change = text is null
            ? StoreChange.Remove(key, version) : StoreChange.Put(key, version, Encoding.UTF8.GetBytes(text));
        Assert.IsType<CommitResult.Committed>(await trio.Store.Commit(StoreBatch.Of(change), Cancellation));
    }
}
