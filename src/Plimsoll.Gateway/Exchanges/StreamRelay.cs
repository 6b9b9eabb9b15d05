using System.Buffers;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// Relays a streamed answer event by event as it comes. Only whole events go out, so that a stream that breaks off can
/// still be ended with an error that the client can read.
/// </summary>
internal sealed class StreamRelay(HttpContext http, Dialect dialect, Answer answer, Ticket ticket)
{
    private const int BlockBytes = 16 * 1024;

    private readonly UsageMeter meter = dialect.NewMeter();
    private readonly SseReader events = new();
    private readonly bool hidesUsage = dialect.HidesUsage(ticket.Request);

    /// <summary>Relays; what is returned is still to be answered, because nothing went out yet.</summary>
    public async Task<Refusal?> Run(
        HttpResponseMessage reply,
        UpstreamOptions upstream,
        Patience patience,
        Relay relay)
    {
        Refusal? failure = null;
        try
        {
            relay.WriteHeaders(reply.Content.Headers);
            await Pump(reply, patience, relay);
            if (!meter.IsComplete)
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

        if (failure is null || !http.Response.HasStarted)
            return failure;
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
                Forward(block.AsSpan(0, read));

                // Settled before its last event goes out: a client that has it sees the charge in /usage.
                if (meter.IsFinished)
                    relay.Charge(meter);
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                patience.Renew();
            }

            http.Response.BodyWriter.Write(events.Rest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block, clearArray: true);
        }
    }

    private void Forward(ReadOnlySpan<byte> bytes)
    {
        events.Append(bytes);
        while (events.TryRead(out var raw))
        {
            meter.ReadEvent(events.Data);
            if (!hidesUsage || !meter.LastEventIsUsageOnly)
                http.Response.BodyWriter.Write(raw);
        }
    }
}
