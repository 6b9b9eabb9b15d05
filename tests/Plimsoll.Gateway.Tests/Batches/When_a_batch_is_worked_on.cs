using System.Net;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Batches;

public class When_a_batch_is_worked_on
{
    private static readonly Func<GatewayOptions, GatewayOptions> oneAtATime =
        options => options with { Batches = options.Batches with { MaxInFlight = 1 } };

    [Fact]
    public async Task Each_request_is_answered_and_charged_as_one_of_its_own()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 20, output: 4, text: "Two\\nlines");

        var route = await rig.Batch("a", "b", "c");
        var batch = await rig.Ended(route);

        Assert.Equal(3, batch.Count("succeeded"));
        Assert.Equal(0, batch.Count("processing"));
        var lines = await rig.Lines($"{route}/results");
        Assert.Equal(["a", "b", "c"], lines.Select(line => line.GetProperty("custom_id").GetString()).Order());
        Assert.All(lines.Select(line => line.GetProperty("result").GetProperty("message")), message =>
            Assert.Equal("Two\nlines", message.GetProperty("content")[0].GetProperty("text").GetString()));
        Assert.All(rig.Upstream.Seen, seen => Assert.Equal("upstream-secret", seen.Headers["x-api-key"]));

        // 20 in and 4 out at 5 credits, three times.
        Assert.Equal((120m, 0m), await rig.Session());
        Assert.DoesNotContain("How far", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_waits_where_a_limit_has_no_room_and_goes_on_when_it_has()
    {
        var keys = new KeyBunch().Tier("nightly", "start", new KeyPlace(Limits: ["batches"]));
        await using var rig = await keys.Begin(oneAtATime);

        var route = await rig.Batch("a", "b", "c");
        await rig.Log.Logged(1081);

        // Two a minute: a bucket of two, of which one is back after half a minute.
        Assert.Equal(2, rig.Upstream.Seen.Count);
        Assert.Equal(3, (await rig.Usage(route)).Count("processing"));
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        var batch = await rig.Ended(route);

        Assert.Equal(3, batch.Count("succeeded"));
        Assert.Equal(3, rig.Upstream.Seen.Count);
    }

    [Fact]
    public async Task It_draws_on_no_limit_of_the_interactive_lanes()
    {
        await using var rig = await GatewayRig.Begin(tier: "tiny", with: oneAtATime);

        await rig.Ended(await rig.Batch("a", "b", "c", "d"));
        using var asked = await rig.Ask();

        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal("1", asked.Header("anthropic-ratelimit-requests-remaining"));
    }

    [Fact]
    public async Task What_was_not_answered_within_a_day_has_expired_and_costs_nothing()
    {
        await using var rig = await GatewayRig.Begin(with: oneAtATime);
        var asked = new TaskCompletionSource();
        var first = true;
        rig.Upstream.Script = async http =>
        {
            if (first)
            {
                first = false;
                await Replies.Plain()(http);
                return;
            }

            asked.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        var route = await rig.Batch("a", "b", "c");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        rig.Clock.Advance(TimeSpan.FromHours(24));
        var batch = await rig.Ended(route);

        Assert.Equal((1, 2), (batch.Count("succeeded"), batch.Count("expired")));
        var results = await rig.Results(route);
        Assert.Equal(("succeeded", "expired", "expired"), (results["a"], results["b"], results["c"]));
        var usage = (await rig.Usage()).GetProperty("limits").EnumerateArray()
            .Single(limit => limit.GetProperty("name").GetString() == "week");
        Assert.Equal(20, usage.GetProperty("used").GetDecimal());
        Assert.Equal(0, usage.GetProperty("reserved").GetDecimal());
    }

    [Fact]
    public async Task It_can_be_cancelled_in_the_middle()
    {
        await using var rig = await GatewayRig.Begin(with: oneAtATime);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            asked.SetResult();
            await answer.Task;
            await Replies.Plain()(http);
        };

        var route = await rig.Batch("a", "b", "c");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        using (var cancelled = await rig.Post($"{route}/cancel", "{}"))
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.Equal("canceling", (await rig.Usage(route)).GetProperty("processing_status").GetString());
        answer.SetResult();
        var batch = await rig.Ended(route);

        // What had been asked is answered and charged.
        Assert.Equal((1, 2), (batch.Count("succeeded"), batch.Count("canceled")));
        Assert.Single(rig.Upstream.Seen);
        Assert.Equal((20m, 0m), await rig.Session());
        Assert.NotEqual(default, batch.GetProperty("cancel_initiated_at").GetDateTime());
    }

    [Fact]
    public async Task A_full_fleet_is_waited_for_and_what_fails_is_asked_three_times()
    {
        await using var rig = await GatewayRig.Begin(with: oneAtATime);
        int[] statuses = [529, 500, 502, 200];
        var number = 0;
        rig.Upstream.Script = http => statuses[Math.Min(number++, 3)] is var status && status == 200
            ? Replies.Plain()(http)
            : Replies.Status(status)(http);

        var route = await rig.Batch("a");
        var batch = await Advancing(rig, route);

        Assert.Equal(1, batch.Count("succeeded"));
        Assert.Equal(4, rig.Upstream.Seen.Count);
        Assert.Equal((20m, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_upstream_that_goes_on_failing_and_one_that_refuses_are_errors_of_the_request()
    {
        await using var rig = await GatewayRig.Begin(with: oneAtATime);
        rig.Upstream.Script = http => rig.Upstream.Seen.Last().Body.Contains("long", StringComparison.Ordinal)
            ? Replies.Status(400, """
                {"type":"error","error":{"type":"invalid_request_error","message":"no"}}
                """)(http)
            : Replies.Status(500)(http);

        var route = await rig.Batch("a", "long-long-long-long-long");
        var batch = await Advancing(rig, route);

        Assert.Equal(2, batch.Count("errored"));
        var errors = (await rig.Lines($"{route}/results")).Select(line =>
            line.GetProperty("result").GetProperty("error").GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(["api_error", "invalid_request_error"], errors.Order());
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_request_that_cannot_be_served_is_an_error_of_its_own()
    {
        await using var rig = await GatewayRig.Begin();

        var body = """
            {"requests":[{"custom_id":"a","params":{"model":"claude-sonnet-5","max_tokens":5,
            "messages":[{"role":"user","content":"Hi"}]}},{"custom_id":"b","params":{"model":"no-such"}}]}
            """;
        var route = $"{BatchOf.Route}/{(await rig.Answer(BatchOf.Route, body)).GetProperty("id").GetString()}";
        await rig.Ended(route);

        var results = await rig.Results(route);
        Assert.Equal(("succeeded", "errored"), (results["a"], results["b"]));
    }

    [Fact]
    public async Task Results_are_deleted_after_29_days_and_the_batch_stays()
    {
        await using var rig = await GatewayRig.Begin();
        var route = await rig.Batch("a");
        await rig.Ended(route);

        rig.Clock.Advance(TimeSpan.FromDays(29));
        var batch = await rig.Usage(route);

        Assert.NotEqual(default, batch.GetProperty("archived_at").GetDateTime());
        Assert.Null(batch.GetProperty("results_url").GetString());
        using var results = await rig.Get($"{route}/results");
        Assert.Equal(HttpStatusCode.BadRequest, results.StatusCode);
    }

    [Fact]
    public async Task Another_key_sees_nothing_of_it()
    {
        var keys = new KeyBunch().Plan("ann", "pro").Plan("bob", "pro");
        await using var rig = await keys.Begin();
        var route = await rig.Batch("a");
        await rig.Ended(route);

        rig.Use(keys["bob"]);
        Assert.Empty((await rig.Usage(BatchOf.Route)).GetProperty("data").EnumerateArray());
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, route), (HttpMethod.Get, $"{route}/results"), (HttpMethod.Post, $"{route}/cancel"),
            (HttpMethod.Delete, route),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task No_more_may_wait_than_the_queue_has_room_for()
    {
        var keys = new KeyBunch().Tier("nightly", "start", new KeyPlace(Limits: ["batches"]));
        await using var rig = await keys.Begin(oneAtATime);
        rig.Upstream.Script = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await rig.Batch("a", "b", "c");

        using var refused = await rig.Post(BatchOf.Route, BatchOf.Requests("d", "e"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("3 wait, and this batch has 2", (await refused.Error()).Message, StringComparison.Ordinal);
        using var accepted = await rig.Post(BatchOf.Route, BatchOf.Requests("f"));
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    /// <summary>Lets time pass until a batch has ended.</summary>
    private static async Task<System.Text.Json.JsonElement> Advancing(GatewayRig rig, string route)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            var batch = await rig.Usage(route);
            if (batch.GetProperty("processing_status").GetString() == "ended")
                return batch;
        }
    }
}
