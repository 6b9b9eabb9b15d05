using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Usage;

namespace Plimsoll.Gateway.Tests.Usage;

public class When_usage_is_asked_for_all_the_time
{
    [Fact]
    public async Task The_last_reading_is_told_again_with_its_age_until_the_minute_is_over()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 2);
        for (var i = 0; i < UsageReadings.MostFresh; i++)
            await rig.Usage();
        using var served = await rig.Ask();
        await served.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));

        using var stale = await rig.Get("/usage");
        var told = await rig.Session();
        var account = await rig.Usage("/api/oauth/usage");
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        using var fresh = await rig.Get("/usage");

        Assert.Equal((200, "30"), ((int)stale.StatusCode, stale.Header("age")));
        Assert.Equal((0m, 0m), told);
        Assert.Equal(2, account.GetProperty("five_hour").GetProperty("utilization").GetDecimal());
        Assert.Equal("0", fresh.Header("age"));
        Assert.Equal((20m, 0m), await rig.Session());
    }

    [Fact]
    public async Task It_says_what_would_become_of_the_next_request_of_each_class()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 2);
        var before = await Next(rig);
        using var served = await rig.Ask();
        await served.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["opus True  2026-05-06T12:03:01Z", "sonnet True  2026-05-06T12:03:01Z"], before);
        Assert.Equal(
            ["opus False session 2026-05-06T17:10:00Z", "sonnet False session 2026-05-06T17:10:00Z"],
            await Next(rig));
    }

    private static async Task<string[]> Next(GatewayRig rig) =>
    [
        .. (await rig.Usage()).GetProperty("next").EnumerateArray().Select(one => string.Join(' ',
            one.GetProperty("class"), one.GetProperty("is_admitted"), one.GetProperty("binding"),
            one.GetProperty("retry_at"))),
    ];
}
