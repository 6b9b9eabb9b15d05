using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Batches;

/// <summary>
/// Works on one batch until every request has a result. Where a limit or the fleet has no room, the whole batch waits
/// for it; what fails is asked again a few times.
/// </summary>
internal sealed class BatchRun(
    GatewayState gateway, Batch batch, BatchWork work, SemaphoreSlim slots, CancellationToken stopping)
{
    private const int MostFailures = 3;
    private const long LeastWait = 5;
    private const long LongestWait = 24 * 60 * 60;

    private readonly Dialect dialect = batch.Form.DialectOf(batch.Document.Route)
        ?? throw new InvalidOperationException($"Requests of batches cannot go to {batch.Document.Route}.");

    private long resumesAt;

    private DateTimeOffset Now => gateway.Clock.GetUtcNow();

    /// <summary>Works until the batch has ended or the gateway stops; the next gateway goes on then.</summary>
    public async Task Run()
    {
        batch.Answered = work.Counts.Total;
        var left = batch.Document.Expires - Now;
        using var expiry = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, gateway.Clock);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, stopping);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(abort.Token, batch.Canceling);
        if (left <= TimeSpan.Zero)
            await expiry.CancelAsync();
        if (batch.Document.Canceled is not null)
            await enough.CancelAsync();
        await AskAll(abort.Token, enough.Token);
        if (stopping.IsCancellationRequested)
            return;
        var outcome = batch.Document.Canceled is null ? BatchOutcome.Expired : BatchOutcome.Canceled;
        foreach (var number in work.Open())
            Note(number, json => batch.Form.WriteUnanswered(json, work.CustomIdOf(number), outcome));
        work.Finish();
        var files = batch.Form.HasFiles ? new ResultFiles(gateway.Batches.Files, batch).Write(work, Now) : default;
        batch.End(Now, work.Counts, files);
        GatewayLog.BatchEnded(gateway.Log, batch.Document.Id, work.Counts);
    }

    private async Task AskAll(CancellationToken abort, CancellationToken enough)
    {
        var asked = new List<Task>();
        try
        {
            foreach (var number in work.Open())
            {
                await Enter(enough);
                asked.RemoveAll(task => task.IsCompletedSuccessfully);
                asked.Add(Ask(number, abort, enough));
                if (asked.Exists(task => task.IsFaulted))
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // What has been asked goes on to its end; what has not is told below.
        }

        await Task.WhenAll(asked);
    }

    /// <summary>Waits until the batch may go on, and for a slot.</summary>
    private async Task Enter(CancellationToken enough)
    {
        while (true)
        {
            var wait = Pausing();
            if (wait > TimeSpan.Zero)
            {
                var delay = Task.Delay(wait, gateway.Clock, enough);
                GatewayLog.BatchWaits(gateway.Log, batch.Document.Id, wait);
                await delay;
            }

            await slots.WaitAsync(enough);

            // A slot that comes free while the wait is being cancelled is given all the same.
            if (!enough.IsCancellationRequested && Pausing() <= TimeSpan.Zero)
                return;
            slots.Release();
            enough.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks one request until it has a result; it has a slot when this begins.</summary>
    private async Task Ask(int number, CancellationToken abort, CancellationToken enough)
    {
        try
        {
            var request = Read(number);
            var line = BatchLine.Read(request, batch.Form.BodyMember, []);
            for (var failures = 0; ;)
            {
                var answer = await Ask(number, request.AsMemory(line.Body), abort);
                failures += IsFailure(answer) ? 1 : 0;
                if (failures < MostFailures && WaitFor(answer) is { } seconds)
                {
                    Pause(seconds);
                    await Enter(enough);
                    continue;
                }

                Note(number, json =>
                    batch.Form.WriteAnswer(json, line.CustomId, answer, RequestId.Next().ToString()));
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // It stays without a result.
        }
    }

    /// <summary>What to ask; where it cannot be read, the slot goes to another batch.</summary>
    private byte[] Read(int number)
    {
        try
        {
            return work.Request(number);
        }
        catch
        {
            slots.Release();
            throw;
        }
    }

    private async Task<InnerAnswer> Ask(int number, ReadOnlyMemory<byte> body, CancellationToken abort)
    {
        try
        {
            if (gateway.Accounts.Named(batch.Document.Key) is not { } account)
                return Refused(Answer.UnknownKey);
            var behalf = new OnBehalf(account, Lane.Batch);
            var call = new InnerCall(gateway, dialect, behalf) { Headers = HeadersOf(number) };
            return await call.Run(body, abort);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>A request that is asked again after a crash has the name that it had, and is charged once.</summary>
    private IEnumerable<KeyValuePair<string, StringValues>> HeadersOf(int number) =>
    [
        .. batch.Document.Headers.Select(header => KeyValuePair.Create(header.Key, new StringValues(header.Value))),
        new(LimitRequests.IdempotencyKey, $"{batch.Document.Id} {number}"),
    ];

    private InnerAnswer Refused(ErrorAnswer error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.Plain))
            dialect.WriteError(json, error, RequestId.Next().ToString());
        return new InnerAnswer(
            dialect.FormOf(error.Kind).Status, new HeaderDictionary(), buffer.WrittenMemory, error);
    }

    private static bool IsFailure(InnerAnswer answer) => answer.Refusal?.Kind
        is ErrorKind.UpstreamFailed or ErrorKind.UpstreamTimedOut or ErrorKind.GatewayFault;

    /// <summary>Seconds after which to ask again; null: what was answered is the result.</summary>
    private static long? WaitFor(InnerAnswer answer) => answer.Refusal switch
    {
        { Kind: ErrorKind.FleetFull } full => Math.Max(LeastWait, full.RetryAfter ?? 0),
        { RetryAfter: { } seconds } => seconds,
        _ => IsFailure(answer) ? LeastWait : null,
    };

    private void Pause(long seconds)
    {
        var until = Now.UtcTicks + TimeSpan.FromSeconds(Math.Min(seconds, LongestWait)).Ticks;
        long seen;
        while ((seen = Interlocked.Read(ref resumesAt)) < until)
            Interlocked.CompareExchange(ref resumesAt, until, seen);
    }

    private TimeSpan Pausing() =>
        TimeSpan.FromTicks(Interlocked.Read(ref resumesAt) - Now.UtcTicks);

    private void Note(int number, Action<Utf8JsonWriter> write)
    {
        work.Add(number, write);
        batch.Answered = work.Counts.Total;
    }
}
