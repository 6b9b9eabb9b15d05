using System.Collections.Frozen;
using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;

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

        // The estimate in flight follows what was learned: 2 tokens of input and all 50 that may be written.
        Assert.Equal("pro", usage.GetProperty("plan").GetString());
        Assert.Equal("chat", usage.GetProperty("product").GetString());
        Assert.Equal("2026-05-06T00:00:00Z", usage.GetProperty("policy").GetProperty("effective_from").GetString());
        Assert.Equal(
            "claude-code-doubled",
            usage.GetProperty("policy").GetProperty("changes").EnumerateArray().Single().GetString());
        Assert.Equal(
            [
                OneLine("""
                    {"name":"session","level":"user","scope":"test","set":"pro","limit_name":"session","class":null,
                    "unit":"credits","limit":1000,"used":655,"reserved":252,
                    "remaining":93,"utilization":90.7,"resets_at":"2026-05-06T17:10:00Z"}
                    """),
                OneLine("""
                    {"name":"week","level":"user","scope":"test","set":"pro","limit_name":"week","class":null,
                    "unit":"credits","limit":5000,"used":655,"reserved":252,
                    "remaining":4093,"utilization":18.14,"resets_at":"2026-05-13T12:03:00Z"}
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
    public async Task It_reads_every_level_of_its_path_from_the_organization_down()
    {
        var keys = new KeyBunch()
            .Tier("ci", "start", new KeyPlace("acme", "research", "alice", ["one-at-a-time"]))
            .Limit("acme/research", "own-cap").Limit("acme/research/alice", "two-a-minute");
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 10);
        using var response = await rig.Ask();

        var limits = (await rig.Usage("/v1/usage")).GetProperty("limits").EnumerateArray()
            .Where(limit => limit.GetProperty("used").GetDecimal() > 0 || Text(limit, "name") == "concurrency")
            .Select(limit => string.Join(' ', Text(limit, "level"), Text(limit, "scope"), Text(limit, "set"),
                Text(limit, "name"), limit.GetProperty("used"), limit.GetProperty("remaining"), Text(limit, "unit")));

        // A request took 10 tokens in and 10 out: 300 of the 1,000 millionths of a dollar.
        Assert.Equal(
            [
                "organization acme start requests-per-minute 1 49 requests",
                "organization acme start input-tokens-per-minute 10 29990 tokens",
                "organization acme start output-tokens-per-minute 10 7990 tokens",
                "workspace acme/research own-cap spend-per-day 0.0003 0.0007 usd",
                "user acme/research/alice two-a-minute requests-per-minute 1 1 requests",
                "user acme/research/alice two-a-minute input-tokens-per-minute 10 19990 tokens",
                "key acme/research/alice/ci one-at-a-time concurrency 0 1 requests",
            ],
            limits);

        static string Text(JsonElement limit, string name) => limit.GetProperty(name).GetString()!;
    }

    [Fact]
    public async Task It_reads_the_same_in_the_shape_that_clients_of_subscriptions_know()
    {
        await using var rig = await new KeyBunch().Plan("one", "team").Begin();
        rig.Upstream.Script = Replies.Plain(input: 125, output: 0);
        using var response = await rig.Post(
            Question.Messages, Question.Body().Replace("claude-sonnet-5", "claude-opus-5", StringComparison.Ordinal));

        var document = (await rig.Usage("/api/oauth/usage")).GetRawText();

        Assert.Equal(
            OneLine("""
                {"five_hour":{"utilization":12.5,"resets_at":"2026-05-06T17:10:00Z"},
                "seven_day":{"utilization":2.5,"resets_at":"2026-05-13T12:03:00Z"},
                "seven_day_opus":{"utilization":25,"resets_at":"2026-05-13T12:03:00Z"},
                "extra_usage":{"is_enabled":false,"monthly_limit":100,"used_credits":0,"utilization":0},
                "limits":[{"kind":"session","percent":12.5,"is_active":true,"scope":null,
                "resets_at":"2026-05-06T17:10:00Z"},{"kind":"weekly","percent":2.5,"is_active":true,"scope":null,
                "resets_at":"2026-05-13T12:03:00Z"},{"kind":"weekly_scoped","percent":25,"is_active":true,
                "scope":{"model":{"display_name":"opus"}},"resets_at":"2026-05-13T12:03:00Z"}]}
                """),
            document);
    }

    [Fact]
    public async Task It_reads_how_estimates_held()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 2, output: 10);
        using var response = await rig.Ask();

        var estimate = Assert.Single((await rig.Usage()).GetProperty("estimates").EnumerateArray());

        // 20 tokens of output were expected to begin with, and 10 were written.
        Assert.Equal(("sonnet", 1, 1.0, 2.0), (
            estimate.GetProperty("class").GetString(),
            estimate.GetProperty("samples").GetInt32(),
            estimate.GetProperty("coverage").GetDouble(),
            estimate.GetProperty("estimated_over_written").GetDouble()));
    }

    [Fact]
    public async Task A_class_that_reserves_max_tokens_holds_them()
    {
        var policy = TestPolicy.Version with
        {
            Classes = TestPolicy.Version.Classes.Values
                .Select(one => one with { Reserve = OutputReserve.MaxTokens }).ToFrozenDictionary(one => one.Name),
        };
        await using var rig = await GatewayRig.Begin(with: options => options with { Timeline = new([policy]) });

        var explained = await rig.Answer("/usage/explain", Question.Body());

        Assert.Equal(50, explained.GetProperty("estimate").GetProperty("output").GetInt32());
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
