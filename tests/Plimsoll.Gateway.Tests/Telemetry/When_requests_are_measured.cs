using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Telemetry;

/// <summary>What the gateway tells of itself is a contract: names, units, tags, and the values of tags.</summary>
public partial class When_requests_are_measured
{
    private const string AdminKey = "operator-secret";

    [Fact]
    public async Task Instruments_and_the_values_of_their_tags_are_as_approved()
    {
        await using var rig = await Begin();
        await AskEverything(rig);

        var series = (await Page(rig)).Where(line => !line.StartsWith("# HELP", StringComparison.Ordinal))
            .Select(line => Sample().Match(line) is { Success: true } sample ? sample.Groups[1].Value : line)
            .Where(line => line.Length > 0).Distinct();
        var told = string.Join('\n', series).Replace(rig.Upstream.Url.Authority, "UPSTREAM", StringComparison.Ordinal);
        var file = Path.Combine(AppContext.BaseDirectory, "Telemetry", "approved.txt");
        var approved = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var received = Path.ChangeExtension(file, ".received.txt");
        await File.WriteAllTextAsync(received, told + "\n", TestContext.Current.CancellationToken);

        Assert.True(
            approved.ReplaceLineEndings("\n").TrimEnd() == told,
            $"The contract changed: compare {received} with Telemetry/approved.txt and its documentation.");
    }

    [Fact]
    public async Task Tokens_and_credits_are_what_was_charged()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Stream(Replies.AnthropicEvents(110, 50, "Eleven byte"));
        using (var response = await rig.Ask(stream: true))
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var page = await Page(rig);
        Assert.Contains(page, line => IsTokens(line, "input", 110));
        Assert.Contains(page, line => IsTokens(line, "cache_write", 3));
        Assert.Contains(page, line => IsTokens(line, "cache_read", 7));
        Assert.Contains(page, line => IsTokens(line, "output", 50));

        // An input token and one written to the cache cost 1 credit, an output token 5.
        Assert.Contains(page, line => line.StartsWith("plimsoll_credits_total", StringComparison.Ordinal)
            && line.EndsWith(" 363", StringComparison.Ordinal));
        const string first = "gen_ai_server_time_to_first_token_seconds_count";
        Assert.Contains(page, line => line.StartsWith(first, StringComparison.Ordinal)
            && line.EndsWith(" 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Places_are_told_where_something_bounds_them()
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            AdminKeyHash = KeyRing.HashOf(AdminKey),
            MaxInFlight = new Dictionary<string, int> { ["sonnet"] = 3 }.ToFrozenDictionary(),
        });

        Assert.Equal(
            ["plimsoll_places{gen_ai_request_model=\"sonnet\"} 3"],
            (await Page(rig)).Where(line => line.StartsWith("plimsoll_places{", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nobody_but_operators_reads_them()
    {
        await using var rig = await Begin();
        using var response = await rig.Get("/metrics");

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_clients_trace_goes_on_to_the_upstream_without_what_else_it_says()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GatewayServer.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        var spans = new List<Activity>();
        await using var rig = await Begin();
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        listener.ActivityStopped = span =>
        {
            lock (spans)
            {
                if (span.TraceId.ToHexString() == trace)
                    spans.Add(span);
            }
        };
        ActivitySource.AddActivityListener(listener);
        rig.Http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-b7ad6b7169203331-01");
        rig.Http.DefaultRequestHeaders.Add("tracestate", "vendor=says-much");
        rig.Http.DefaultRequestHeaders.Add("baggage", "secret=1");

        using (var response = await rig.Ask())
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        await rig.Stop();
        var seen = Assert.Single(rig.Upstream.Seen).Headers;
        Assert.StartsWith($"00-{trace}-", seen["traceparent"], StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", seen["traceparent"], StringComparison.Ordinal);
        Assert.DoesNotContain("tracestate", seen.Keys);
        Assert.DoesNotContain("baggage", seen.Keys);
        Assert.Equal([ActivityKind.Client, ActivityKind.Server], spans.Select(span => span.Kind));
        var whole = spans[1].TagObjects.ToDictionary();
        Assert.Equal(("chat sonnet", "chat", 10L), (
            spans[1].DisplayName, whole["gen_ai.operation.name"], whole["gen_ai.usage.input_tokens"]));
        var told = string.Join(' ', spans.SelectMany(span => span.TagObjects));
        Assert.DoesNotContain("How far?", told, StringComparison.Ordinal);
    }

    private static Task<GatewayRig> Begin() => GatewayRig.Begin(
        with: options => options with
        {
            AdminKeyHash = KeyRing.HashOf(AdminKey),
            Footprint = TestRates.Sonnet,
        });

    /// <summary>Requests of every kind and end.</summary>
    private static async Task AskEverything(GatewayRig rig)
    {
        foreach (var path in new[] { Question.Messages, Question.Chat })
        {
            rig.Upstream.Script = Replies.Plain();
            await Ended(rig.Ask(path));
            rig.Upstream.Script = path == Question.Chat
                ? Replies.Stream(Replies.OpenAiEvents(10, 5, "Eleven byte"))
                : Replies.Stream(Replies.AnthropicEvents(10, 5, "Eleven byte"));
            await Ended(rig.Ask(path, stream: true));
        }

        await Ended(rig.Post(Question.Messages, "{"));
        var unknown = Question.Body().Replace("sonnet-5", "nothing", StringComparison.Ordinal);
        await Ended(rig.Post(Question.Messages, unknown));
        await Ended(rig.Get("/usage"));
        rig.Upstream.Script = Replies.Status(500);
        await Ended(rig.Ask());
        rig.Upstream.Script = Replies.Plain(input: 2000);
        await Ended(rig.Ask());
        await Ended(rig.Ask());
    }

    private static async Task Ended(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string[]> Page(GatewayRig rig)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new("Bearer", AdminKey);
        using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');
    }

    private static bool IsTokens(string line, string kind, long count) =>
        line.StartsWith("plimsoll_tokens_total", StringComparison.Ordinal)
        && line.Contains($"plimsoll_token_kind=\"{kind}\"", StringComparison.Ordinal)
        && line.EndsWith($" {count}", StringComparison.Ordinal);

    /// <summary>A series without its value and the bound of its bucket.</summary>
    [GeneratedRegex("^([a-z_]+(?:\\{.*?)?)(?:,?le=\"[^\"]+\")?\\}? [^ ]+$")]
    private static partial Regex Sample();
}
