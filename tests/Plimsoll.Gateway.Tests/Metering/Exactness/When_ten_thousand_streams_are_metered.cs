using System.Collections.Concurrent;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Tests.Conformance;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Tests.Metering.Exactness;

/// <summary>
/// Clients and upstreams of every dialect, two upstreams with few places, and requests that complete, wait, break off,
/// are told an error, are left by their client, or are refused or failed by one upstream or by both: what the limit log
/// says was charged is what upstreams say they produced.
/// </summary>
public sealed class When_ten_thousand_streams_are_metered
{
    private const int Seed = 20261129;
    private const int Requests = 1250;
    private const int AtOnce = 32;
    private const int Places = 8;
    private const int Waits = 1030;

    [Theory]
    [InlineData(Question.Messages, SpokenDialects.Anthropic)]
    [InlineData(Question.Messages, SpokenDialects.OpenAi)]
    [InlineData(Question.Chat, SpokenDialects.Anthropic)]
    [InlineData(Question.Chat, SpokenDialects.OpenAi)]
    [InlineData(Question.Responses, SpokenDialects.All)]
    [InlineData(Question.Responses, SpokenDialects.Anthropic)]
    [InlineData(Question.Responses, SpokenDialects.OpenAi)]
    [InlineData(ProducedAnswers.Completions, SpokenDialects.OpenAi)]
    public async Task The_ledger_equals_what_upstreams_say_they_produced(string route, SpokenDialects speaks)
    {
        var random = new Random(Seed + (int)speaks + route.Length);
        StreamPlan[] plans = [.. Enumerable.Range(0, Requests).Select(number => StreamPlan.Draw(random, number))];
        var upstream = new ProducingUpstream(plans);
        await using var second = await ScriptedUpstream.Start();
        await using var ledger = await Begin(speaks, upstream, second);
        var names = new ConcurrentDictionary<string, int>();
        var limit = new ParallelOptions
        {
            MaxDegreeOfParallelism = AtOnce,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        await Parallel.ForEachAsync(plans, limit, async (plan, _) =>
        {
            while (!await Ask(ledger.Rig, plan, route, names))
                ledger.Rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        });

        var settled = (await ledger.Stop()).OfType<RequestSettled>().ToList();
        var byPlan = settled.ToLookup(one => names[one.Request], one => one.Actual);
        Assert.All(plans, plan => AssertCharged(plan, route, speaks, [.. byPlan[plan.Number]]));
        Assert.Equal(
            plans.Where(plan => !plan.IsInVain).Sum(plan => plan.Produced),
            settled.Sum(one => one.Actual.Output.Value));
        await ledger.Rig.Log.Logged(Waits);
    }

    [Theory]
    [InlineData(Question.Messages, SpokenDialects.Anthropic)]
    [InlineData(Question.Responses, SpokenDialects.OpenAi)]
    public async Task A_gateway_that_stops_in_the_middle_charges_what_was_produced_by_then(
        string route, SpokenDialects speaks)
    {
        var random = new Random(Seed);
        StreamPlan[] plans =
        [
            .. Enumerable.Range(0, 3 * Places)
                .Select(number => StreamPlan.Draw(random, number, PlannedEnd.ClientLeaves)),
        ];
        var upstream = new ProducingUpstream(plans);
        await using var second = await ScriptedUpstream.Start();
        await using var ledger = await Begin(
            speaks, upstream, second, options => options with { Drain = TimeSpan.Zero });
        var names = new ConcurrentDictionary<string, int>();
        var whole = new SemaphoreSlim(0);
        var asked = plans.Select(plan => ReadAll(ledger.Rig, plan, route, names, whole)).ToArray();
        for (var i = 0; i < 2 * Places; i++)
            await whole.WaitAsync(TestContext.Current.CancellationToken);
        await ledger.Rig.Log.Logged(Waits, times: Places);

        var stopping = ledger.Stop();
        while (!asked.All(one => one.IsCompleted))
        {
            ledger.Rig.Clock.Advance(TimeSpan.FromTicks(1));
            await Task.Yield();
        }

        await Task.WhenAll(asked);
        var events = await stopping;

        var byPlan = events.OfType<RequestSettled>().ToLookup(one => names[one.Request], one => one.Actual);
        Assert.All(plans, plan =>
        {
            var end = upstream.WasAsked(plan) ? PlannedEnd.BreaksOff : PlannedEnd.RefusedByAll;
            AssertCharged(plan with { End = end }, route, speaks, [.. byPlan[plan.Number]]);
        });
    }

    private static async Task<RecordedLedger> Begin(
        SpokenDialects speaks,
        ProducingUpstream upstream,
        ScriptedUpstream second,
        Func<GatewayOptions, GatewayOptions>? with = null)
    {
        second.Script = upstream.Serve;
        var ledger = await RecordedLedger.Begin(speaks, options =>
        {
            var first = options.Upstreams[0] with { Speaks = speaks, Slots = Places };
            var both = options with
            {
                Upstreams = [first, first with { BaseUrl = second.Url, Name = "second" }],
                Queues = new QueueOptions { Terms = new QueueTerms { Bands = [new BandTerms()] } },
                Routing = new RoutingOptions { Seed = Seed, Health = RecordedLedger.NeverEjects, Retries = Always },
            };
            return with?.Invoke(both) ?? both;
        });
        ledger.Rig.Upstream.Script = upstream.Serve;
        return ledger;
    }

    private static RetrySettings Always { get; } = new() { Share = 1, Saved = Requests };

    /// <returns>Whether the request is over: one that the fleet was too full for is asked again.</returns>
    private static async Task<bool> Ask(
        GatewayRig rig, StreamPlan plan, string route, ConcurrentDictionary<string, int> names)
    {
        if (plan.End == PlannedEnd.ClientLeavesAtOnce)
            return await Leave(rig, plan, route);
        using var response = await rig.Post(route, Body(plan, route));
        names[response.Header("plimsoll-request")] = plan.Number;
        if ((int)response.StatusCode is 500 or 502 or 503 or 529)
            return plan.End is PlannedEnd.RefusedByAll or PlannedEnd.FailsAtAll;
        using var reader = new StreamReader(
            await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var words = 0;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            words += WordsIn(line, plan);
            if (plan.End == PlannedEnd.ClientLeaves && line.Length > 0 && words == plan.Until)
                return true;
        }

        Assert.True(words == plan.Produced, $"{plan}: {response.StatusCode} with {words} words");
        return true;
    }

    /// <summary>Leaves wherever it is by then: on its way, in the queue or at an upstream that is silent.</summary>
    private static async Task<bool> Leave(GatewayRig rig, StreamPlan plan, string route)
    {
        using var leaving = new CancellationTokenSource();
        var asking = rig.Post(route, Body(plan, route), leaving);
        for (var i = 0; i < plan.Input % 50; i++)
            await Task.Yield();
        await leaving.CancelAsync();
        try
        {
            // Refused before it had left, or not.
            using var refused = await asking;
        }
        catch (OperationCanceledException)
        {
        }

        return true;
    }

    /// <summary>Reads to the end, and tells when all that is produced was read.</summary>
    private static async Task ReadAll(
        GatewayRig rig,
        StreamPlan plan,
        string route,
        ConcurrentDictionary<string, int> names,
        SemaphoreSlim whole)
    {
        using var response = await rig.Post(route, Body(plan, route));
        names[response.Header("plimsoll-request")] = plan.Number;
        using var reader = new StreamReader(
            await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var words = 0;
        var isTold = false;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            words += WordsIn(line, plan);
            if (isTold || line.Length == 0 || words < plan.Until || !response.IsSuccessStatusCode)
                continue;
            isTold = true;
            whole.Release();
        }
    }

    /// <summary>Words that a line is the first to tell: a response repeats them at its end.</summary>
    private static int WordsIn(string line, StreamPlan plan) =>
        plan.End != PlannedEnd.CompletesWhole
        && line.Contains("\"response.", StringComparison.Ordinal)
        && !line.Contains("output_text.delta", StringComparison.Ordinal)
            ? 0
            : line.Split(ProducedAnswers.Word).Length - 1;

    private static string Body(StreamPlan plan, string route)
    {
        var who = route == Question.Messages
            ? $$"""
               "metadata":{"user_id":"r{{plan.Number}}"}
               """
            : $"\"user\":\"r{plan.Number}\"";
        var asked = route switch
        {
            Question.Responses => "\"max_output_tokens\":50,\"input\":\"How far?\"",
            ProducedAnswers.Completions => "\"max_tokens\":50,\"prompt\":\"How far?\"",
            _ => "\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"How far?\"}]",
        };
        var streams = plan.End == PlannedEnd.CompletesWhole ? "false" : "true";
        return $$"""{"model":"claude-sonnet-5","stream":{{streams}},{{who}},{{asked}}}""";
    }

    private static void AssertCharged(StreamPlan plan, string route, SpokenDialects speaks, TokenUsage[] charged)
    {
        // Who tells of usage only at the end has told nothing when cut.
        var isOfResponses = route == Question.Responses && speaks == SpokenDialects.All;
        var tellsInput = !plan.IsCut || speaks == SpokenDialects.Anthropic || (plan.TellsOnTheWay && !isOfResponses);
        if (plan.IsFree(tellsInput))
        {
            Assert.True(charged is [], $"{plan}: charged {string.Join(", ", charged)}");
            return;
        }

        Assert.True(charged.Length == 1, $"{plan}: charged {string.Join(", ", charged)}");
        var one = charged[0];
        var expected = tellsInput
            ? new TokenUsage(new Tokens(plan.Input), default, new Tokens(plan.Cached), new Tokens(plan.Produced))
            : one with { Output = new Tokens(plan.Produced) };
        Assert.True(expected == one, $"{plan}: charged {one}");
    }
}
