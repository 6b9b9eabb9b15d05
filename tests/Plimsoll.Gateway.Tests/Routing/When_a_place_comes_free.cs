using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Routing;

/// <summary>Who waits for a place finds it free at its upstream too, and is not kept waiting by a client.</summary>
public class When_a_place_comes_free
{
    private const int Waits = 1030;
    private const int SeveralBuffers = 32 * 1024 * 1024;

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task It_is_another_s_once_the_stream_has_said_its_last_whatever_its_upstream_does_then(string path)
    {
        await using var fleet = await Begin();
        var leave = new TaskCompletionSource();
        fleet.Servers[0].Script = async http =>
        {
            fleet.Servers[0].Script = Replies.Plain();
            await Replies.Stream(path == Question.Messages
                ? Replies.AnthropicEvents(texts: "Hello")
                : Replies.OpenAiEvents(texts: "Hello"))(http);
            await leave.Task;
        };

        using var first = await fleet.Rig.Ask(path, stream: true);

        Assert.Equal(200, await fleet.Ask(path));
        leave.SetResult();
    }

    [Fact]
    public async Task It_is_another_s_once_the_answer_has_come_however_slowly_its_client_reads()
    {
        await using var fleet = await Begin();
        fleet.Servers[0].Script = http =>
        {
            fleet.Servers[0].Script = Replies.Plain();
            return Replies.Plain(text: new string('a', SeveralBuffers))(http);
        };

        using var first = await fleet.Rig.Ask();

        Assert.Equal(200, await fleet.Ask());
    }

    [Fact]
    public async Task It_is_another_s_once_an_error_has_come_however_slowly_its_client_reads()
    {
        await using var fleet = await Begin();
        fleet.Servers[0].Script = http =>
        {
            fleet.Servers[0].Script = Replies.Plain();
            return Replies.Json(http, 400, $$"""{"error":"{{new string('a', SeveralBuffers)}}"}""");
        };

        using var first = await fleet.Rig.Ask();

        Assert.Equal(200, await fleet.Ask());
    }

    [Fact]
    public async Task It_is_another_s_once_its_client_has_left()
    {
        await using var fleet = await Begin();
        var (arrived, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        fleet.Servers[0].Script = async http =>
        {
            fleet.Servers[0].Script = Replies.Plain();
            await Replies.Send(http, Replies.AnthropicEvents(texts: "Hello")[0]);
            arrived.SetResult();
            await Task.WhenAny(leave.Task, Task.Delay(Timeout.Infinite, http.RequestAborted));
        };
        using var leaving = new CancellationTokenSource();
        var first = fleet.Rig.Post(Question.Messages, Question.Body(stream: true), leaving);
        await arrived.Task;
        var second = fleet.Ask();
        await fleet.Rig.Log.Logged(Waits);

        await leaving.CancelAsync();

        Assert.Equal(200, await second);
        leave.SetResult();
        await Task.WhenAny(first);
    }

    private static Task<Fleet> Begin() => Fleet.Begin(1, upstream => upstream with { Slots = 1 });
}
