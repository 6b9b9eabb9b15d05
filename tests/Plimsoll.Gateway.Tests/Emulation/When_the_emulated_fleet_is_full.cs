using System.Net;
using System.Text.Json;

namespace Plimsoll.Gateway.Tests.Emulation;

public sealed class When_the_emulated_fleet_is_full
{
    // Only ends a test that would otherwise hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_answers_529_or_503_with_the_time_to_wait()
    {
        await using var server = await EmulatedServer.StartAsync(
            EmulatedServer.Haiku with { Batch = 1, Queue = 1, Replicas = 2 }, held: true);
        using var first = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true));
        using var second = await server.PostAsync("/v1/chat/completions", Bodies.Chat(9, stream: true));
        using var third = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true));
        using var fourth = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true));

        using var messages = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true));
        using var chat = await server.PostAsync("/v1/chat/completions", Bodies.Chat(9, stream: false));

        Assert.Equal(4, server.Fleet.Load);
        Assert.Equal(529, (int)messages.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, chat.StatusCode);
        Assert.All(new[] { messages, chat }, full => Assert.Equal("1", full.Headers.GetValues("retry-after").Single()));
        var error = await BodyAsync(messages);
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.Equal("overloaded_error", error.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("overloaded", (await BodyAsync(chat)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_client_that_leaves_a_stream_makes_room_at_once()
    {
        await using var server = await EmulatedServer.StartAsync(
            EmulatedServer.Haiku with { Batch = 1, Queue = 0 }, held: true);
        using var leaver = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true));
        Assert.True(server.Time.FireNext());
        Assert.Equal(1, server.Fleet.ProducedTokens);
        using (var refused = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true)))
            Assert.Equal(529, (int)refused.StatusCode);

        leaver.Dispose();
        await server.WhenIdle().WaitAsync(Patience, Stop);

        Assert.Equal(0, server.Fleet.Load);
        using var next = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_client_that_leaves_before_a_whole_answer_makes_room_at_once()
    {
        await using var server = await EmulatedServer.StartAsync(
            EmulatedServer.Haiku with { Batch = 1, Queue = 0 }, held: true);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var placed = server.Time.NextSet();
        var answer = server.PostAsync("/v1/chat/completions", Bodies.Chat(9, stream: false), leaving.Token);
        await placed.WaitAsync(Patience, Stop);
        Assert.Equal(1, server.Fleet.Load);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await server.WhenIdle().WaitAsync(Patience, Stop);

        Assert.Equal(0, server.Fleet.Load);
    }

    [Fact]
    public async Task What_a_client_left_unread_is_not_produced()
    {
        await using var server = await EmulatedServer.StartAsync(held: true);
        using var leaver = await server.PostAsync("/v1/messages", Bodies.Messages(9, stream: true));
        server.Time.FireNext();
        server.Time.FireNext();

        leaver.Dispose();
        await server.WhenIdle().WaitAsync(Patience, Stop);
        while (server.Time.FireNext())
        {
        }

        Assert.Equal(2, server.Fleet.ProducedTokens);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));
}
