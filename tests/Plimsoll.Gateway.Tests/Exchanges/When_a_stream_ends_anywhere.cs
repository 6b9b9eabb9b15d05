using System.Collections.Frozen;
using System.Net.Sockets;
using System.Text;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Tests.Upstream;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Exchanges;

/// <summary>Whatever ends a stream, what was reserved is settled or released, once.</summary>
public class When_a_stream_ends_anywhere
{
    private static readonly PolicyTimeline Timeline = new(
    [
        TestPolicy.Version with
        {
            Plans = new[] { new PlanTerms("pro", "Pro", Credits.From(10_000_000), Credits.From(10_000_000)) }
                .ToFrozenDictionary(plan => plan.Name),
            Allowances = [],
        },
    ]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task An_upstream_that_breaks_off_at_any_byte_is_paid_for_what_came(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(path == Question.Messages
            ? Replies.AnthropicEvents(110, 50, "Eleven byte", "and")
            : Replies.OpenAiEvents(110, 50, "Eleven byte", "and")));
        var end = 0;
        await using var server = new RawServer((socket, _) => Cut(socket, bytes[..Volatile.Read(ref end)]));
        await using var rig = await Begin(server.Url);
        var expected = 0m;
        for (; end <= bytes.Length; end++)
        {
            using var response = await rig.Ask(path, stream: true);
            await response.Content.ReadAsStringAsync(Cancellation);

            // Usage is read afresh once a second.
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            expected += Cost(path, bytes.AsSpan(0, end));
            Assert.True(await rig.Session() is var (used, reserved) && (used, reserved) == (expected, 0m),
                $"cut at {end}: {used} used where {expected} were produced, {reserved} reserved");
        }
    }

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task A_client_that_leaves_after_any_event_pays_for_what_came(string path)
    {
        var events = path == Question.Messages
            ? Replies.AnthropicEvents(110, 50, "Eleven byte", "and")
            : Replies.OpenAiEvents(110, 50, "Eleven byte", "and");
        for (var count = 1; count < events.Length - 2; count++)
        {
            await using var rig = await GatewayRig.Begin(with: options => options with { Timeline = Timeline });
            var stopped = new TaskCompletionSource();
            rig.Upstream.Script = async http =>
            {
                using var registration = http.RequestAborted.Register(stopped.SetResult);
                await Replies.Stream(events[..count])(http);
                await stopped.Task;
            };
            var sent = string.Concat(events[..count]);
            using (var response = await rig.Ask(path, stream: true))
            {
                var stream = await response.Content.ReadAsStreamAsync(Cancellation);
                await stream.ReadExactlyAsync(new byte[sent.Length], Cancellation);
            }

            await stopped.Task.WaitAsync(Cancellation);
            await rig.Log.Logged(1004);
            Assert.Equal((Cost(path, Encoding.UTF8.GetBytes(sent), hasFailed: false), 0m), await rig.Session());
        }
    }

    private static Task<GatewayRig> Begin(Uri upstream) => GatewayRig.Begin(with: options => options with
    {
        Timeline = Timeline,
        Upstreams = [options.Upstreams[0] with { BaseUrl = upstream, Name = "raw" }],
        Routing = new() { Health = new() { Consecutive = int.MaxValue, Samples = int.MaxValue } },
    });

    private static async Task Cut(Socket socket, byte[] bytes)
    {
        await RawServer.Answer(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
        await socket.SendAsync(bytes, Cancellation);
        socket.Dispose();
    }

    /// <summary>Credits for what a part of a stream produced; nothing where it failed before that.</summary>
    private static decimal Cost(string path, ReadOnlySpan<byte> bytes, bool hasFailed = true)
    {
        UsageMeter meter = path == Question.Messages ? new AnthropicMeter() : new OpenAiMeter();
        using var events = new SseReader();
        events.Append(bytes);
        while (events.TryRead(out _))
            meter.ReadEvent(events.Data);
        events.ReadRest();
        meter.ReadEvent(events.Data);
        hasFailed &= !meter.IsComplete;
        if (meter.ProducedBytes == 0 && (hasFailed || !meter.HasInput))
            return 0;

        // Reserved for the question of eight bytes: two tokens of input.
        var usage = meter.Charge(new TokenUsage(new Tokens(2), default, default, new Tokens(20)));
        return usage.Input.Value + usage.CacheWrite.Value + (5 * usage.Output.Value);
    }
}
