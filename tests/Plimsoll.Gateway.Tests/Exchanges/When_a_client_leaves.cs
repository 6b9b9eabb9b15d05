using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_client_leaves
{
    private const int Settled = 1000;
    private const int ClientLeft = 1004;

    [Fact]
    public async Task It_pays_what_was_produced_and_the_upstream_is_stopped_at_once()
    {
        await using var rig = await GatewayRig.Begin();
        var stopped = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            using var registration = http.RequestAborted.Register(stopped.SetResult);
            await Replies.Stream(Replies.AnthropicEvents(110, 50, "Eleven byte")[..4])(http);
            await stopped.Task;
        };
        using (var response = await rig.Ask(stream: true))
        {
            var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (line.Contains("Eleven byte", StringComparison.Ordinal))
                    break;
            }
        }

        await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);
        await rig.Log.Logged(Settled);

        // 110 read and 3 written to the cache as message_start says; 11 bytes are 3 tokens at 5 credits.
        Assert.Equal((128m, 0m), await rig.Session());
    }

    [Fact]
    public async Task It_pays_nothing_when_it_left_before_anything_was_read_for_it()
    {
        await using var rig = await GatewayRig.Begin();
        var (arrived, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            using var registration = http.RequestAborted.Register(stopped.SetResult);
            arrived.SetResult();
            await stopped.Task;
        };
        using var leaving = new CancellationTokenSource();
        var asked = rig.Post(Question.Chat, Question.Body(stream: true), leaving);
        await arrived.Task;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);
        await rig.Log.Logged(ClientLeft);
        Assert.Equal((0m, 0m), await rig.Session());
    }
}
