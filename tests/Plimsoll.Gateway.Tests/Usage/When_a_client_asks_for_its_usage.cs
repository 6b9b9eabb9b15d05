using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Usage;

public class When_a_client_asks_for_its_usage
{
    [Fact]
    public async Task It_reads_the_state_that_enforces_it()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 405, output: 50);
        using var response = await rig.Ask();
        var (arrived, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            arrived.SetResult();
            await leave.Task;
            await Replies.Plain(input: 0, output: 0)(http);
        };
        var inFlight = rig.Ask();
        await arrived.Task;

        var usage = await rig.Usage();

        Assert.Equal("pro", usage.GetProperty("plan").GetString());
        Assert.Equal("chat", usage.GetProperty("product").GetString());
        Assert.Equal("2026-05-06T00:00:00Z", usage.GetProperty("policy").GetProperty("effective_from").GetString());
        Assert.Equal(
            "claude-code-doubled",
            usage.GetProperty("policy").GetProperty("changes").EnumerateArray().Single().GetString());
        Assert.Equal(
            [
                OneLine("""
                    {"name":"session","class":null,"unit":"credits","limit":1000,"used":655,"reserved":102,
                    "remaining":243,"utilization":65.5,"resets_at":"2026-05-06T17:10:00Z"}
                    """),
                OneLine("""
                    {"name":"week","class":null,"unit":"credits","limit":5000,"used":655,"reserved":102,
                    "remaining":4243,"utilization":13.1,"resets_at":"2026-05-13T12:03:01Z"}
                    """),
            ],
            usage.GetProperty("limits").EnumerateArray().Select(limit => limit.GetRawText()));
        leave.SetResult();
        using var served = await inFlight;
        Assert.Equal((655m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(18, true)]
    public async Task It_reads_which_allowances_apply_now(int hour, bool appliesNow)
    {
        var (ring, key) = KeyRing.Empty.Add("coder", "pro", null, "claude-code", GatewayRig.Start);
        await using var rig = await GatewayRig.Begin(with: options => options with { Keys = ring });
        rig.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        rig.Clock.Advance(TimeSpan.FromHours(hour - 12));

        var allowance = Assert.Single((await rig.Usage()).GetProperty("allowances").EnumerateArray());

        Assert.Equal("evenings", allowance.GetProperty("name").GetString());
        Assert.Equal(2, allowance.GetProperty("factor").GetDouble());
        Assert.Equal(appliesNow, allowance.GetProperty("applies_now").GetBoolean());
        Assert.Equal("18:00", allowance.GetProperty("hours").GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_tier_reads_the_rates_of_its_classes()
    {
        await using var rig = await GatewayRig.Begin(tier: "start");
        using var response = await rig.Ask();

        var limits = (await rig.Usage()).GetProperty("limits").EnumerateArray().ToArray();

        Assert.Equal(
            ["requests-per-minute", "input-tokens-per-minute", "output-tokens-per-minute"],
            limits.Select(limit => limit.GetProperty("name").GetString()));
        Assert.All(limits, limit => Assert.Equal("sonnet", limit.GetProperty("class").GetString()));
        Assert.Equal(49, limits[0].GetProperty("remaining").GetInt64());
    }

    private static string OneLine(string text) => text.Replace("\n", "", StringComparison.Ordinal);
}
