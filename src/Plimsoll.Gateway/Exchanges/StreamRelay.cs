using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Footprints;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Translation;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// Relays a streamed answer event by event as it comes. Only whole events go out, so that a stream that breaks off can
/// still be ended with an error that the client can read.
/// </summary>
internal sealed class StreamRelay : IDisposable
{
    // How far the limits may lag behind what a stream has used.
    private const long ReportTokens = 64;
    private static readonly Duration ReportAfter = Duration.FromSeconds(1);

    private readonly HttpContext http;
    private readonly Dialect dialect;
    private readonly Answer answer;
    private readonly Outbound outbound;
    private readonly UsageMeter meter;
    private readonly SseReader events = new();
    private readonly EventTranslator? translator;
    private readonly bool hidesUsage;

    // Who has the turn writes to the client: what came, or a ping. It begins, and ends, with the former: a ping that
    // comes too late finds it taken.
    private readonly SemaphoreSlim turn = new(0, 1);
    private bool hasTurn = true;
    private bool hasWritten;
    private Instant reportedAt;
    private long reportedTokens;
    private bool hasReportedInput;

    /// <summary>A stream of which nothing was read.</summary>
    public StreamRelay(HttpContext http, Dialect dialect, Answer answer, Ticket ticket, Outbound outbound, Instant now)
    {
        (this.http, this.dialect, this.answer, this.outbound) = (http, dialect, answer, outbound);
        meter = outbound.Dialect.NewMeter();
        translator = outbound.Translator?.Events(http.Response.BodyWriter, ticket.Request, answer.RequestId, now);
        hidesUsage = translator is null && dialect.HidesUsage(ticket.Request);
    }

    /// <summary>Relays. A stream of which nothing went out is still to be answered.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RelayEnd> Run(UpstreamReply reply, Patience patience, Relay relay)
    {
        RelayEnd.Refused? failure = null;
        try
        {
            relay.WriteHeaders(reply.ContentType);
            await Pump(reply, patience, relay);
            if (meter.HasFailed)
                failure = relay.Failed(outbound.Upstream, "it told of an error in its stream");
            else if (!meter.IsComplete)
                failure = relay.Failed(outbound.Upstream, "its stream ended in the middle of the answer");
        }
        catch (Exception e) when (relay.IsUpstreamFailure(e))
        {
            failure = relay.Failed(outbound.Upstream, e, patience);
        }
        finally
        {
            // A failure before any output went out is free, and another upstream may answer; a client that left pays
            // for what was read and written for it.
            var isFree = failure is not null
                ? meter.ProducedBytes == 0 || !hasWritten
                : meter.ProducedBytes == 0 && !meter.HasInput;
            if (!isFree && relay.Charge(meter, outbound.Upstream))
                await relay.Confirm();

            // A ping under way, and the error that may follow, wait for nobody but the client.
            patience.AwaitClient();
            await TakeTurn();
        }

        if (failure is null)
            return RelayEnd.Served;
        if (!(hasWritten || http.Response.HasStarted))
            return failure;
        if (!meter.HasFailed)
        {
            dialect.WriteStreamError(http.Response.BodyWriter, failure.Error, answer.RequestId);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }

        return new RelayEnd.Answered(failure.Outcome);
    }

    private async Task Pump(UpstreamReply reply, Patience patience, Relay relay)
    {
        patience.PingBy(() => _ = Ping(relay));
        while (true)
        {
            GiveTurn();
            var piece = await reply.Read();
            if (piece.IsEmpty)
                break;
            if (!TryTakeTurn())
            {
                // A ping is on its way to a client that does not read.
                patience.AwaitClient();
                await TakeTurn();
            }

            var produced = meter.ProducedBytes;
            var hasMore = Forward(piece.Span);
            if (meter.ProducedBytes > produced)
                answer.Observed.Output();

            // Settled before its last event goes out: a client that has it sees the charge in /usage.
            if (meter is not { IsFinished: true, HasFailed: false })
                Report(relay);
            else if (relay.Charge(meter, outbound.Upstream))
            {
                relay.Free(outbound);
                if (relay.Footprint is { } told)
                    http.Response.BodyWriter.Write(FootprintWords.Comment(told));
                await relay.Confirm();
            }

            // A flush starts the answer, and only one that has not started can still become an error.
            patience.AwaitUpstream();
            if (hasMore)
                await Flush(patience);
        }

        await TakeTurn();
        ForwardRest();
    }

    /// <summary>Sends what was written; only a client that does not read at once is waited for.</summary>
    private ValueTask Flush(Patience patience)
    {
        var flushing = http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        if (!flushing.IsCompletedSuccessfully)
            return WaitFor(flushing, patience);
        _ = flushing.Result;
        return ValueTask.CompletedTask;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WaitFor(ValueTask<FlushResult> flushing, Patience patience)
    {
        patience.AwaitClient();
        await flushing;
        patience.AwaitUpstream();
    }

    /// <summary>Pings the client, unless something else is on its way to it or nothing of an answer ever was.</summary>
    private async Task Ping(Relay relay)
    {
        if (!turn.Wait(0))
            return;
        try
        {
            // That also keeps the hold alive.
            relay.Report(meter, relay.Now);
            if (!hasWritten)
                return;
            http.Response.BodyWriter.Write(dialect.Ping);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client is gone: who waits for the upstream is told of it too.
        }
        finally
        {
            turn.Release();
        }
    }

    private bool TryTakeTurn() => hasTurn = hasTurn || turn.Wait(0);

    private async ValueTask TakeTurn()
    {
        if (!hasTurn)
            await turn.WaitAsync();
        hasTurn = true;
    }

    private void GiveTurn()
    {
        hasTurn = false;
        turn.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        translator?.Dispose();
        events.Dispose();
    }

    /// <summary>
    /// Tells the limits how far the answer is: as soon as its input is known, then every so many tokens and, to keep
    /// the hold alive, whenever something came after a second.
    /// </summary>
    private void Report(Relay relay)
    {
        var (now, tokens) = (relay.Now, meter.ProducedTokens);
        var isInputNew = meter.HasInput && !hasReportedInput;
        if (!isInputNew && tokens - reportedTokens < ReportTokens && now - reportedAt < ReportAfter)
            return;
        relay.Report(meter, now);
        (reportedAt, reportedTokens, hasReportedInput) = (now, tokens, meter.HasInput);
    }

    private void ForwardRest()
    {
        events.ReadRest();
        meter.ReadEvent(events.Data);

        // Half an event would garble the error that comes behind it.
        if (!meter.IsComplete)
            return;
        if (!events.Rest.IsEmpty)
            Pass(events.Rest);
        translator?.Finish();
    }

    /// <returns>Whether anything goes out.</returns>
    private bool Forward(ReadOnlySpan<byte> bytes)
    {
        var any = false;
        events.Append(bytes);
        while (events.TryRead(out var raw))
        {
            meter.ReadEvent(events.Data);
            any |= Pass(raw);
        }

        return any;
    }

    /// <summary>Writes the event that was read, as it came or translated.</summary>
    private bool Pass(ReadOnlySpan<byte> raw)
    {
        var goesOut = translator?.Read(events.Data) ?? !(hidesUsage && meter.LastEventIsUsageOnly);
        if (translator is null && goesOut)
            http.Response.BodyWriter.Write(raw);
        hasWritten |= goesOut;
        return goesOut;
    }
}
