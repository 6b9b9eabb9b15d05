using System.Collections.Frozen;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Routing;

public class When_there_are_several_upstreams
{
    [Fact]
    public async Task Requests_go_to_the_one_with_the_least_in_flight()
    {
        await using var fleet = await Fleet.Begin(3);
        var leave = new TaskCompletionSource();
        var asked = new List<Task<int>>();
        for (var i = 0; i < 6; i++)
        {
            var arrived = new TaskCompletionSource();
            foreach (var server in fleet.Servers)
                server.Script = Fleet.Held(arrived, leave);
            asked.Add(fleet.Ask());
            await arrived.Task;
        }

        Assert.Equal([2, 2, 2], fleet.Seen);
        leave.SetResult();
        Assert.All(await Task.WhenAll(asked), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_full_one_gets_nothing_more_and_when_all_are_full_the_next_waits_for_whichever_has_room_first()
    {
        await using var fleet = await Fleet.Begin(2, upstream => upstream with { Slots = 1 });
        var leave = new TaskCompletionSource();
        var asked = new List<Task<int>>();
        for (var i = 0; i < 2; i++)
        {
            var arrived = new TaskCompletionSource();
            foreach (var server in fleet.Servers)
                server.Script = Fleet.Held(arrived, leave);
            asked.Add(fleet.Ask());
            await arrived.Task;
        }

        var third = fleet.Ask();
        Assert.Equal([1, 1], fleet.Seen);
        leave.SetResult();

        Assert.All(await Task.WhenAll([.. asked, third]), status => Assert.Equal(200, status));
        Assert.Equal(3, fleet.Seen.Sum());
    }

    [Fact]
    public async Task A_class_goes_to_those_that_serve_it_under_their_own_name_for_it()
    {
        await using var fleet = await Fleet.Begin(2, upstream => upstream.Name == "a"
            ? upstream with { Classes = new[] { "opus" }.ToFrozenSet() }
            : upstream with
            {
                Classes = new[] { "sonnet" }.ToFrozenSet(),
                Models = new Dictionary<string, string> { ["sonnet"] = "qwen" }.ToFrozenDictionary(),
            });

        Assert.Equal(200, await fleet.Ask());

        Assert.Equal([0, 1], fleet.Seen);
        Assert.Contains("\"model\":\"qwen\"", fleet.Servers[1].Seen.Single().Body);
    }

    [Fact]
    public async Task A_class_that_none_serves_is_refused()
    {
        await using var fleet = await Fleet.Begin(1, upstream => upstream with
        {
            Classes = new[] { "opus" }.ToFrozenSet(),
        });

        using var response = await fleet.Rig.Ask();

        Assert.Equal(529, (int)response.StatusCode);
        Assert.Equal("", response.Header("retry-after"));
        Assert.Equal("No server behind the gateway serves sonnet.", (await response.Error()).Message);
    }

    [Fact]
    public async Task Those_that_speak_the_clients_dialect_come_first_and_the_others_in_their_place()
    {
        await using var fleet = await Fleet.Begin(2, upstream => upstream with
        {
            Speaks = upstream.Name == "a" ? SpokenDialects.OpenAi : SpokenDialects.Anthropic,
        });
        for (var i = 0; i < 3; i++)
            await fleet.Ask();
        Assert.Equal([0, 3], fleet.Seen);

        fleet.Servers[1].Script = Replies.Status(500);

        Assert.Equal(200, await fleet.Ask());
        Assert.Equal("/v1/chat/completions", fleet.Servers[0].Seen.Single().Target);
    }

    [Fact]
    public async Task What_cannot_be_translated_goes_to_no_other_dialect_even_when_its_own_fails()
    {
        await using var fleet = await Fleet.Begin(
            2,
            upstream => upstream with
            {
                Speaks = upstream.Name == "a" ? SpokenDialects.OpenAi : SpokenDialects.Anthropic,
            },
            script: servers => servers[1].Script = Replies.Status(500));

        using var response = await fleet.Rig.Post(Question.Messages, Untranslatable);

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal([0, 1], fleet.Seen);
        Assert.Equal((0, 0), await Given(fleet, 0));
        Assert.Equal((1, 1), await Given(fleet, 1));
    }

    [Fact]
    public async Task What_is_sent_to_the_other_dialect_first_and_cannot_be_said_there_counts_as_none_given()
    {
        await using var fleet = await Fleet.Begin(2, upstream => upstream.Name == "a"
            ? upstream with { Speaks = SpokenDialects.OpenAi }
            : upstream with { Speaks = SpokenDialects.Anthropic, Tier = 1 });

        using var response = await fleet.Rig.Post(Question.Messages, Untranslatable);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal((0, 0), await Given(fleet, 0));
        Assert.Equal((1, 0), await Given(fleet, 1));
    }

    [Fact]
    public async Task A_count_of_tokens_is_asked_of_the_next_where_one_fails()
    {
        await using var fleet = await Fleet.Begin(2, upstream => upstream with { Tier = upstream.Name == "a" ? 0 : 1 });
        fleet.Servers[0].Script = Replies.Status(500);
        fleet.Servers[1].Script = http => Replies.Json(http, 200, """{"input_tokens":17}""");

        using var counted = await fleet.Rig.Post("/v1/messages/count_tokens", Question.Body());

        Assert.Equal("""{"input_tokens":17}""", await counted.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken));
        Assert.Equal("", counted.Header("plimsoll-estimate"));
        Assert.Equal([1, 1], fleet.Seen);
        Assert.Equal((1, 1), await Given(fleet, 0));
    }

    private const string Untranslatable = """
        {"model":"claude-sonnet-5","max_tokens":50,"mcp_servers":[{"name":"x"}],
        "messages":[{"role":"user","content":"How far?"}]}
        """;

    private static async Task<(int Given, int Failed)> Given(Fleet fleet, int number)
    {
        var status = await fleet.Status(number);
        return (status.GetProperty("given").GetInt32(), status.GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task What_is_paid_for_anyway_and_cheap_comes_first_as_the_weights_say()
    {
        await using var fleet = await Fleet.Begin(
            3,
            upstream => upstream with { IsPaidFor = upstream.Name == "b", Price = upstream.Name == "c" ? 1 : 2 },
            routing => routing with { Weights = new() { Prepaid = 2, Cost = 1, Queue = 0.1 } });

        for (var i = 0; i < 3; i++)
            await fleet.Ask();

        Assert.Equal([0, 3, 0], fleet.Seen);
    }

    [Fact]
    public async Task A_conversation_stays_where_its_beginning_is()
    {
        await using var fleet = await Fleet.Begin(
            4, routing: routing => routing with { Weights = new() { Prefix = 4, Queue = 1 } });
        string[] talks = ["north", "south", "east", "west"];
        var homes = new Dictionary<string, int>();
        for (var turn = 1; turn <= 5; turn++)
        {
            foreach (var talk in talks)
            {
                var before = fleet.Seen;
                await fleet.Rig.Answer(Question.Messages, Turn(talk, turn));
                var home = fleet.Seen.Zip(before, (now, then) => now - then).ToList().IndexOf(1);
                if (turn > 1)
                    Assert.Equal(homes[talk], home);
                homes[talk] = home;
            }
        }

        Assert.Equal(4, homes.Values.Distinct().Count());
    }

    /// <summary>A conversation so far: each turn brings 2,000 bytes more.</summary>
    private static string Turn(string talk, int turns)
    {
        var messages = Enumerable.Range(1, turns)
            .Select(turn => $$"""{"role":"user","content":"{{talk}} {{turn}} {{new string('x', 2_000)}}"}""");
        return $$"""
            {"model":"claude-sonnet-5","max_tokens":1,"messages":[{{string.Join(',', messages)}}]}
            """;
    }
}
