using System.Buffers;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Translation;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// Relays a streamed answer event by event as it comes. Only whole events go out, so that a stream that breaks off can
/// still be ended with an error that the client can read.
/// </summary>
internal sealed class StreamRelay : IDisposable
{
    private const int BlockBytes = 16 * 1024;

    // How far the limits may lag behind what a stream has used.
    private const long ReportTokens = 64;
    private static readonly Duration ReportAfter = Duration.FromSeconds(1);

    private readonly HttpContext http;
    private readonly Dialect dialect;
    private readonly Answer answer;
    private readonly UpstreamOptions upstream;
    private readonly UsageMeter meter;
    private readonly SseReader events = new();
    private readonly EventTranslator? translator;
    private readonly bool hidesUsage;
    private bool hasWritten;
    private Instant reportedAt;
    private long reportedTokens;
    private bool hasReportedInput;

    /// <summary>A stream of which nothing was read.</summary>
    public StreamRelay(HttpContext http, Dialect dialect, Answer answer, Ticket ticket, Outbound outbound, Instant now)
    {
        (this.http, this.dialect, this.answer, upstream) = (http, dialect, answer, outbound.Upstream);
        meter = outbound.Dialect.NewMeter();
        translator = outbound.Translator?.Events(http.Response.BodyWriter, ticket.Request, answer.RequestId, now);
        hidesUsage = translator is null && dialect.HidesUsage(ticket.Request);
    }

    /// <summary>Relays; what is returned is still to be answered, because nothing went out yet.</summary>
    public async Task<ErrorAnswer?> Run(HttpResponseMessage reply, Patience patience, Relay relay)
    {
        ErrorAnswer? failure = null;
        try
        {
            relay.WriteHeaders(reply.Content.Headers);
            await Pump(reply, patience, relay);
            if (meter.HasFailed)
                failure = relay.Failed(upstream, "it told of an error in its stream");
            else if (!meter.IsComplete)
                failure = relay.Failed(upstream, "its stream ended in the middle of the answer");
        }
        catch (Exception e) when (relay.IsUpstreamFailure(e))
        {
            failure = relay.Failed(upstream, e);
        }
        finally
        {
            // A failure before any output is free; a client that left pays for what was read and written for it.
            var isFree = meter.ProducedBytes == 0 && (failure is not null || !meter.HasInput);
            if (!isFree)
                relay.Charge(meter);
        }

        if (failure is null || !(hasWritten || http.Response.HasStarted))
            return failure;
        if (meter.HasFailed)
            return null;
        dialect.WriteStreamError(http.Response.BodyWriter, failure, answer.RequestId);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        return null;
    }

    private async Task Pump(HttpResponseMessage reply, Patience patience, Relay relay)
    {
        await using var stream = await reply.Content.ReadAsStreamAsync(patience.Token);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(block, patience.Token)) > 0)
            {
                patience.Pause();
                var hasMore = Forward(block.AsSpan(0, read));

                // Settled before its last event goes out: a client that has it sees the charge in /usage.
                if (meter is { IsFinished: true, HasFailed: false })
                    relay.Charge(meter);
                else
                    Report(relay);

                // A flush starts the answer, and only one that has not started can still become an error.
                if (hasMore)
                    await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                patience.Renew();
            }

            ForwardRest();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => translator?.Dispose();

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
