using System.Text;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_stream_takes_its_time
{
    private const int Settled = 1000;
    private const int ClientLeft = 1004;
    private const int ClientStalled = 1040;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Question.Messages, "event: ping\ndata: {\"type\": \"ping\"}\n\n")]
    [InlineData(Question.Chat, ": ping\n\n")]
    public async Task Its_client_is_pinged_while_the_upstream_is_silent(string path, string ping)
    {
        await using var rig = await GatewayRig.Begin();
        var goOn = new TaskCompletionSource();
        var events = Events(path);
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(events[..4])(http);
            await goOn.Task;
            foreach (var item in events[4..])
                await Replies.Send(http, item);
        };
        using var response = await rig.Ask(path, stream: true);
        var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        Assert.Equal(string.Concat(events[..4]), await Read(stream, string.Concat(events[..4]).Length));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ping, await NextPing(rig, Read(stream, ping.Length)));
        }

        goOn.SetResult();
        using var rest = new StreamReader(stream);
        Assert.Equal(
            string.Concat(events[4..].Where(e => !e.Contains("\"choices\":[],", StringComparison.Ordinal))),
            await rest.ReadToEndAsync(Cancellation));
        Assert.Equal(0m, (await rig.Session()).Reserved);
    }

    [Fact]
    public async Task Nothing_goes_out_before_the_upstream_has_said_something()
    {
        await using var rig = await GatewayRig.Begin();
        var begun = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            begun.SetResult();
            await Gone(http);
        };
        var asked = rig.Ask(stream: true);
        await begun.Task;

        // The gateway counts from when it has read what came, which may be after any of these.
        do
        {
            for (var i = 0; i < 40; i++)
                rig.Clock.Advance(TimeSpan.FromSeconds(15));
        }
        while (!await Ends(asked));

        using var response = await asked;
        Assert.Equal(504, (int)response.StatusCode);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(Question.Messages, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"timeout_error\"")]
    [InlineData(Question.Chat, "data: {\"error\":{\"message\":\"The server behind the gateway did not answer in")]
    public async Task It_is_ended_when_it_takes_too_long_and_pays_for_what_came(string path, string error)
    {
        var streams = new StreamOptions
        {
            Total = TimeSpan.FromMinutes(5),
            Ping = TimeSpan.FromHours(1),
            ClientPatience = TimeSpan.FromDays(3650),
        };
        await using var rig = await GatewayRig.Begin(with: options => options with { Streams = streams });
        var stopped = new TaskCompletionSource();
        var events = Events(path);
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(events[..4])(http);
            await Gone(http);
            stopped.SetResult();
        };
        using var response = await rig.Ask(path, stream: true);
        var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        await Read(stream, string.Concat(events[..4]).Length);

        rig.Clock.Advance(TimeSpan.FromMinutes(5));

        using var rest = new StreamReader(stream);
        Assert.StartsWith(error, await rest.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        await stopped.Task.WaitAsync(Cancellation);
        var (used, reserved) = await rig.Session();
        Assert.True(used > 0 && reserved == 0);
    }

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task A_client_that_does_not_read_is_cut_and_pays_for_what_was_produced(string path)
    {
        // Everything else may take as long as it likes.
        var streams = new StreamOptions { Total = TimeSpan.FromDays(3650), Ping = TimeSpan.FromDays(3650) };
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Streams = streams,
            UpstreamPatience = TimeSpan.FromDays(3650),
        });
        var stopped = new TaskCompletionSource();
        var events = Events(path);
        rig.Upstream.Script = async http =>
        {
            try
            {
                await Replies.Stream(events[..3])(http);
                while (!http.RequestAborted.IsCancellationRequested)
                    await Replies.Send(http, events[3] + new string('\n', 60_000));
            }
            finally
            {
                stopped.SetResult();
            }
        };
        using var response = await rig.Ask(path, stream: true);

        var cut = rig.Log.Logged(ClientStalled);
        while (!cut.IsCompleted)
        {
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        // The clock ran on, so that what was charged may be of a session that is over.
        await stopped.Task.WaitAsync(Cancellation);
        await rig.Log.Logged(ClientLeft);
        await rig.Log.Logged(Settled);
        Assert.Equal(0m, (await rig.Session()).Reserved);
    }

    private static string[] Events(string path) => path == Question.Messages
        ? Replies.AnthropicEvents(110, 10, "Eleven byte", "Eleven more")
        : Replies.OpenAiEvents(110, 10, "Eleven byte", "Eleven more", "And again");

    private static async Task Gone(Microsoft.AspNetCore.Http.HttpContext http)
    {
        var gone = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>
    /// Lets time pass until there is a ping: one that is due while the gateway still ends the write that came before is
    /// left out, for the client has just heard of it.
    /// </summary>
    private static async Task<string> NextPing(GatewayRig rig, Task<string> reading)
    {
        while (true)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(15));
            if (await Ends(reading))
                return await reading;
        }
    }

    private static async Task<bool> Ends(Task task) =>
        await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(1), Cancellation)) == task;

    private static async Task<string> Read(Stream stream, int bytes)
    {
        var block = new byte[bytes];
        await stream.ReadExactlyAsync(block, Cancellation);
        return Encoding.UTF8.GetString(block);
    }
}
