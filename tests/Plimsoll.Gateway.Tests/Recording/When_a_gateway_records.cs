using Microsoft.Extensions.Logging.Abstractions;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Recording;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Recording;

public sealed class When_a_gateway_records : IDisposable
{
    private const string AdminKey = "operator-secret";

    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task What_it_wrote_replays_to_the_same_decisions()
    {
        var grant = new ResetGrant(
            "launch", "For the launch", 1, default, Instant.FromDate(new DateOnly(2027, 1, 1)), new(["session"]));
        var keys = new KeyBunch()
            .Plan("alice", "team", new KeyPlace("acme", "research", "alice"))
            .Plan("bob", "pro", new KeyPlace("acme", "research", "bob", ["two-a-minute"]))
            .Tier("ci", "tiny", new KeyPlace("umbrella"));
        var recording = keys.Begin(options => options with
        {
            RecordFile = path,
            Grants = [grant],
            AdminKeyHash = KeyRing.HashOf(AdminKey),
        });
        await using (var rig = await recording)
        {
            rig.Use(AdminKey);
            await rig.Answer("/admin/overage", """{"scope":"acme/research/alice","enabled":true}""");
            for (var i = 0; i < 30; i++)
            {
                rig.Use(keys[new[] { "alice", "bob", "ci" }[i % 3]]);
                rig.Upstream.Script = i % 7 == 3 ? Replies.Status(500) : Replies.Plain(input: 150, output: i);
                using var response = await rig.Ask(i % 2 == 0 ? Question.Messages : Question.Chat);
                rig.Clock.Advance(TimeSpan.FromSeconds(7));
            }

            rig.Use(keys["alice"]);
            await rig.Answer("/usage/overage", """{"consent":true}""");
            using var overage = await rig.Ask();
            await rig.Answer("/usage/reset", """{"grant":"launch"}""");
            await Stream(rig);
            rig.Use(AdminKey);
            await rig.Answer("/admin/reset", """{"everybody":true,"id":"1","reason":"outage"}""");
        }

        var reading = LimitLog.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(reading.Problems);
        var events = reading.Log.Lines.Select(line => line.Event).ToList();
        Assert.Equal(32, events.OfType<RequestAsked>().Count());
        Assert.Contains(events, one => one is RequestAsked { Decision: RecordedDecision.Admitted { IsOverage: true } });
        Assert.Contains(events, one => one is RequestAsked { Decision: RecordedDecision.Rejected });
        Assert.Contains(events, one => one is UsageReported);
        Assert.Contains(events, one => one is RequestReleased);
        Assert.Contains(events, one => one is GrantUsed { Result: ResetResult.Reset });
        Assert.Contains(events, one => one is WindowsReset { Scope: null });
        var replayed = Assert.IsType<ReplayResult.Done>(LimitReplay.Run(reading.Log, TestPolicy.Timeline));
        Assert.Empty(replayed.Report.Unfaithful);
    }

    /// <summary>An answer that begins well before it ends, so that its usage is reported on the way.</summary>
    private static async Task Stream(GatewayRig rig)
    {
        var (events, received) = (Replies.AnthropicEvents(110, 9, new string('x', 400)), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream(events[..1])(http);
            await received.Task;
            foreach (var item in events[1..])
                await Replies.Send(http, item);
        };
        using var response = await rig.Ask(stream: true);
        using var reader = new StreamReader(
            await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        received.SetResult();
        await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_second_run_begins_anew_behind_the_first_and_a_line_that_was_cut_off_is_dropped()
    {
        for (var i = 0; i < 2; i++)
        {
            await using (var rig = await GatewayRig.Begin(with: options => options with { RecordFile = path }))
            {
                using var response = await rig.Ask();
            }

            await File.AppendAllTextAsync(path, "{\"at\":\"2026", TestContext.Current.CancellationToken);
        }

        await using (await GatewayRig.Begin(with: options => options with { RecordFile = path }))
        {
        }

        var reading = LimitLog.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(reading.Problems);
        Assert.Equal(3, reading.Log.Lines.Count(line => line.Event is BookOpened));
        Assert.Equal(2, reading.Log.Lines.Count(line => line.Event is RequestSettled));
    }

    [Theory]
    [InlineData("{\n  \"keys\": []\n}")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"at\":\"2026-05-06T12:00:00Z\",\"who\":\"operator\",\"what\":\"reset\"}\n")]
    [InlineData("notes")]
    public async Task A_file_that_is_no_limit_log_is_refused_and_left_as_it_is(string text)
    {
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<IOException>(
            () => GatewayRig.Begin(with: options => options with { RecordFile = path }));

        Assert.Contains($"{path} holds something else than a limit log", refused.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_first_line_that_was_cut_off_is_dropped()
    {
        await File.WriteAllTextAsync(path, "{\"at\":\"2026-05-0", TestContext.Current.CancellationToken);

        await using (await GatewayRig.Begin(with: options => options with { RecordFile = path }))
        {
        }

        var reading = LimitLog.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public async Task A_second_gateway_that_would_write_the_same_files_is_refused_and_told_of_both()
    {
        var audit = path + ".audit";
        Func<GatewayOptions, GatewayOptions> both = options => options with { RecordFile = path, AuditFile = audit };
        await using (await GatewayRig.Begin(with: both))
        {
            var refused = await Assert.ThrowsAsync<IOException>(() => GatewayRig.Begin(with: both));

            Assert.Equal(
                [$"{audit} is being written by another gateway", $"{path} is being written by another gateway"],
                refused.Message.Split('\n').Select(line => line.Split(',')[0]));
        }

        await using (await GatewayRig.Begin(with: both))
        {
        }

        Assert.False(File.Exists(path + ".lock"));
        File.Delete(audit);
    }

    [Fact]
    public async Task Requests_wait_while_too_much_is_not_written_yet_and_no_event_is_lost()
    {
        using var file = new SlowFile();
        await using var recorder = new LimitRecorder(file, NullLogger.Instance);
        for (var i = 0; i < LimitRecorder.MostWaiting; i++)
            recorder.Note(new RequestReleased(new Instant(i), "one"));

        var waits = recorder.WaitForRoom(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waits.IsCompleted);
        file.Open.SetResult();

        await waits;
        await recorder.DisposeAsync();
        Assert.Equal(LimitRecorder.MostWaiting, file.Lines);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_ends_the_log_and_not_the_service()
    {
        using var file = new SlowFile { Fault = new IOException("No space left on device") };
        var log = new LogBook();
        var recorder = new LimitRecorder(file, log);
        file.Open.SetResult();
        for (var i = 0; i < 100; i++)
            recorder.Note(new RequestReleased(new Instant(i), "one"));

        await recorder.WaitForRoom(TestContext.Current.CancellationToken);
        await recorder.DisposeAsync();

        Assert.Contains("the limit log cannot be written", log.Text, StringComparison.Ordinal);
        Assert.Contains("100 events are missing", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_request_ends_with_is_written_though_the_host_has_given_it_up()
    {
        var rig = await GatewayRig.Begin(with: options => options with { RecordFile = path });
        var (limits, account) = (rig.State.Limits, rig.State.Accounts.Find(rig.Key, GatewayRig.Start)!);
        var asked = new LimitRequest
        {
            Scope = account.Path.Scope,
            Class = limits.ClassNumber("sonnet"),
            Estimate = default,
            Product = account.Product,
            Id = RequestId.Next().Name,
        };
        rig.State.Ongoing.Begin();
        Assert.True(limits.TryReserve(account.Path, asked, rig.State.Now, out var held, out _));

        var (state, stopping) = (rig.State, rig.DisposeAsync().AsTask());
        limits.Release(held, state.Now);
        state.Ongoing.End();
        await stopping;

        var reading = LimitLog.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Single(reading.Log.Lines, line => line.Event is RequestReleased);
    }

    /// <summary>Writes nothing until it is opened.</summary>
    private sealed class SlowFile : MemoryStream
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IOException? Fault { get; init; }

        public int Lines { get; private set; }

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Open.Task;
            if (Fault is not null)
                throw Fault;
            Lines += buffer.Span.Count((byte)'\n');
        }
    }
}
