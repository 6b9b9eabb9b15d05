using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_an_answer_streams
{
    [Theory]
    [InlineData(Question.Messages, 110 + 3 + (100 * 5), 110 + 3 + (120 * 5))]
    [InlineData(Question.Chat, 2 + (100 * 5), 106 + (120 * 5))]
    public async Task The_limits_follow_what_it_has_used_before_it_ends(string path, int reserved, int charged)
    {
        await using var rig = await GatewayRig.Begin();
        var leave = new TaskCompletionSource();
        var text = new string('x', 400);
        var events = path == Question.Messages
            ? Replies.AnthropicEvents(110, 120, text)
            : Replies.OpenAiEvents(110, 120, text);
        var soFar = events.TakeWhile(item => !item.Contains("stop\"", StringComparison.Ordinal)).ToArray();
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(soFar)(http);
            await leave.Task;
            foreach (var item in events[soFar.Length..])
                await Replies.Send(http, item);
        };

        // Its estimate was 2 tokens of input and 20 of output; 400 bytes are 100 tokens.
        using var response = await rig.Ask(path, stream: true);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(
            new byte[string.Concat(soFar).Length], TestContext.Current.CancellationToken);

        Assert.Equal((0m, (decimal)reserved), await rig.Session());
        leave.SetResult();
        using var rest = new StreamReader(stream);
        await rest.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(((decimal)charged, 0m), await rig.Session());
    }

    [Fact]
    public async Task One_that_only_pings_for_longer_than_a_hold_lasts_is_charged_all_the_same()
    {
        var streams = new Gateway.Exchanges.StreamOptions { Ping = TimeSpan.FromHours(1) };
        await using var rig = await GatewayRig.Begin(with: options => options with { Streams = streams });
        var stop = TestContext.Current.CancellationToken;
        using var next = new SemaphoreSlim(0);
        var events = Replies.AnthropicEvents(110, 10, "Eleven byte");
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(events[..3])(http);
            for (var i = 0; i < 3; i++)
            {
                await next.WaitAsync(stop);
                await Replies.Send(http, events[2]);
            }

            foreach (var item in events[3..])
                await Replies.Send(http, item);
        };
        using var response = await rig.Ask(stream: true);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(
            new byte[string.Concat(events[..3]).Length], TestContext.Current.CancellationToken);

        // A hold lasts ten minutes after the last report; a ping comes every six.
        for (var i = 0; i < 3; i++)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(6));
            next.Release();
            var ping = new byte[events[2].Length];
            await stream.ReadExactlyAsync(ping, TestContext.Current.CancellationToken);
        }

        using var rest = new StreamReader(stream);
        await rest.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal((163m, 0m), await rig.Session());
    }
}
