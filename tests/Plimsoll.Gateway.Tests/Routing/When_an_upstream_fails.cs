using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Routing;

public class When_an_upstream_fails
{
    private const string Words =
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Nobody reads this."}}""";

    public static TheoryData<string, Func<HttpContext, Task>> Failures => new()
    {
        { "500", Replies.Status(500) },
        { "401", Replies.Status(401) },
        { "302", Replies.Status(302) },
        { "cut", http => { http.Abort(); return Task.CompletedTask; } },
        { "broken before its first event", Cut },
        { "broken within its first event", Replies.Stream([$"event: content_block_delta\ndata: {Words}\n"]) },
        { "full", Replies.Status(529) },
        { "a page in the place of an answer", Replies.Status(200, "<html>It works!</html>") },
        { "nothing in the place of an answer", Replies.Status(200, "") },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Another_answers_in_its_place_and_the_client_pays_once(string how, Func<HttpContext, Task> failure)
    {
        await using var fleet = await Fleet.Begin(2, Tiered, script: servers => servers[0].Script = failure);

        Assert.Equal(200, await fleet.Ask(stream: how.StartsWith("broken")));

        Assert.Equal([1, 1], fleet.Seen);
        Assert.Equal((20m, 0m), await fleet.Rig.Session());
    }

    [Fact]
    public async Task One_that_is_not_there_is_passed_over()
    {
        await using var fleet = await Fleet.Begin(2, Tiered);
        await fleet.Servers[0].DisposeAsync();

        Assert.Equal(200, await fleet.Ask());

        Assert.Equal([0, 1], fleet.Seen);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task What_is_the_clients_fault_is_nobody_elses_to_answer(int status)
    {
        await using var fleet = await Fleet.Begin(2, Tiered, script: servers =>
            servers[0].Script = Replies.Status(status));

        for (var i = 0; i < 10; i++)
            Assert.Equal(status, await fleet.Ask());

        Assert.Equal([10, 0], fleet.Seen);
        Assert.Equal("healthy", await fleet.State(0));
    }

    [Fact]
    public async Task A_stream_of_which_something_went_out_is_not_begun_again()
    {
        var received = new TaskCompletionSource();
        await using var fleet = await Fleet.Begin(2, Tiered, script: servers => servers[0].Script = async http =>
        {
            await Replies.Stream(Replies.AnthropicEvents(10, 2, "Hello").Take(4))(http);
            await received.Task;
            http.Abort();
        });

        using var response = await fleet.Rig.Ask(stream: true);
        received.SetResult();

        Assert.Contains(
            "api_error", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal([1, 0], fleet.Seen);
        Assert.Equal(1, (await fleet.Status(0)).GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Three_are_tried_and_no_fourth()
    {
        await using var fleet = await Fleet.Begin(4, Tiered, script: servers =>
        {
            foreach (var server in servers)
                server.Script = Replies.Status(500);
        });

        Assert.Equal(500, await fleet.Ask());

        Assert.Equal([1, 1, 1, 0], fleet.Seen);
        Assert.Equal((0m, 0m), await fleet.Rig.Session());
    }

    [Fact]
    public async Task Retries_end_with_their_budget()
    {
        await using var fleet = await Fleet.Begin(
            2,
            Tiered,
            routing => routing with
            {
                Retries = new() { Share = 0, PerSecond = 0, Saved = 3 },
                Health = new() { Consecutive = 100, Samples = 100 },
            },
            servers => servers[0].Script = Replies.Status(500));

        for (var i = 0; i < 3; i++)
            Assert.Equal(200, await fleet.Ask());

        Assert.Equal(500, await fleet.Ask());
    }

    [Fact]
    public async Task What_one_server_alone_serves_spends_nothing_of_the_budget()
    {
        await using var fleet = await Fleet.Begin(
            3,
            upstream => Tiered(upstream) with
            {
                Classes = new[] { upstream.Name == "a" ? "opus" : "sonnet" }.ToFrozenSet(),
            },
            routing => routing with
            {
                Retries = new() { Share = 0, PerSecond = 0, Saved = 1 },
                Health = new() { Consecutive = 100, Samples = 100 },
            },
            servers => servers[0].Script = servers[1].Script = Replies.Status(500));

        for (var i = 0; i < 3; i++)
        {
            using var failed = await fleet.Rig.Post(
                Question.Messages, Question.Body(stream: false).Replace("claude-sonnet-5", "claude-opus-5"));
            Assert.Equal(500, (int)failed.StatusCode);
        }

        Assert.Equal(200, await fleet.Ask());
        Assert.Equal([3, 1, 1], fleet.Seen);
    }

    [Fact]
    public async Task It_is_left_alone_after_five_failures_and_tried_by_one_request_later()
    {
        await using var fleet = await Fleet.Begin(2, Tiered, script: servers =>
            servers[0].Script = Replies.Status(500));
        for (var i = 0; i < 7; i++)
            Assert.Equal(200, await fleet.Ask());
        Assert.Equal([5, 7], fleet.Seen);
        Assert.Equal("ejected", await fleet.State(0));

        fleet.Clock.Advance(TimeSpan.FromSeconds(5));
        fleet.Servers[0].Script = Replies.Plain();
        Assert.Equal("on_trial", await fleet.State(0));
        await fleet.Ask();

        Assert.Equal([6, 7], fleet.Seen);
        Assert.Equal("healthy", await fleet.State(0));
    }

    [Theory]
    [InlineData(Question.Messages, 529, "overloaded_error")]
    [InlineData(Question.Chat, 503, "overloaded")]
    public async Task When_none_is_well_the_client_is_told_when_to_come_back(string path, int status, string error)
    {
        await using var fleet = await Fleet.Begin(1, script: servers => servers[0].Script = Replies.Status(500));
        for (var i = 0; i < 5; i++)
            await fleet.Ask(path);
        fleet.Clock.Advance(TimeSpan.FromSeconds(2));

        using var response = await fleet.Rig.Ask(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("3", response.Header("retry-after"));
        Assert.Equal(error, (await response.Error()).Name);
        Assert.Equal([5], fleet.Seen);
        Assert.Equal((0m, 0m), await fleet.Rig.Session());
    }

    [Fact]
    public async Task When_all_are_full_the_client_is_told_the_shortest_wait_and_none_is_asked_before()
    {
        await using var fleet = await Fleet.Begin(2, script: servers =>
        {
            foreach (var (i, server) in servers.Index())
            {
                server.Script = http =>
                {
                    http.Response.Headers.RetryAfter = i == 0 ? "30" : "12";
                    return Replies.Json(http, 429, "{}");
                };
            }
        });

        using var first = await fleet.Rig.Ask();
        using var second = await fleet.Rig.Ask();

        Assert.Equal((529, "12"), ((int)first.StatusCode, first.Header("retry-after")));
        Assert.Equal((529, "12"), ((int)second.StatusCode, second.Header("retry-after")));
        Assert.Equal([1, 1], fleet.Seen);
        Assert.Equal("full", await fleet.State(0));
    }

    [Fact]
    public async Task A_client_that_leaves_says_nothing_of_its_upstream()
    {
        await using var fleet = await Fleet.Begin(2, Tiered);
        var (arrived, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        fleet.Servers[0].Script = async http =>
        {
            http.RequestAborted.Register(gone.SetResult);
            arrived.SetResult();
            await gone.Task;
        };
        using var leaving = new CancellationTokenSource();
        var asked = fleet.Rig.Post(Question.Messages, Question.Body(), leaving);
        await arrived.Task;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await gone.Task;
        await fleet.Rig.Log.Logged(1004);
        var status = await fleet.Status(0);
        Assert.Equal((0, 0), (status.GetProperty("in_flight").GetInt32(), status.GetProperty("failed").GetInt32()));
        Assert.Equal([1, 0], fleet.Seen);
    }

    /// <summary>The first is asked first, and each next one only in place of those before it.</summary>
    private static Gateway.Upstream.UpstreamOptions Tiered(Gateway.Upstream.UpstreamOptions upstream) =>
        upstream with { Tier = upstream.Name[0] - 'a' };

    private static async Task Cut(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.Body.FlushAsync();
        http.Abort();
    }
}
