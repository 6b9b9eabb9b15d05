using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Footprints;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Translation;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Gateway.Upstream.Http;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>Carries an admitted request to an upstream and its answer back, and charges what the answer used.</summary>
internal sealed partial class Relay(
    GatewayState gateway, HttpContext http, Dialect dialect, Answer answer, Ticket ticket)
{
    private const long RetryWhenFull = 5;
    private const long LongestWait = 24 * 60 * 60;
    private const int BlockBytes = 64 * 1024;
    private const int UsualLimits = 32;
    private const int MaxAnswerBytes = 64 * 1024 * 1024;
    private const string Json = "application/json";

    private static readonly HeaderName LaneHeader = new("plimsoll-lane");

    /// <summary>Begins to ask one upstream, and to wait for it.</summary>
    public Patience Begin(Outbound outbound)
    {
        answer.Observed.SentTo(outbound.Upstream, outbound.Dialect);
        return Patience.Begin(gateway, http, answer.RequestId, KeepHold);
    }

    /// <summary>Relays the answer of an upstream. One that was refused is still to be answered.</summary>
    public ValueTask<RelayEnd> Receive(UpstreamReply reply, Outbound outbound, Patience patience)
    {
        patience.AwaitUpstream();
        outbound.Heard?.Invoke(LoadHeaders.Read(reply.Header));
        var upstream = outbound.Upstream;
        var status = reply.Status;
        switch (status)
        {
            case 429 or 503 or 529:
                return new(Full(status, reply.RetryAfter));
            case 401:
                return new(Failed(upstream, "it refused the gateway's own key (401)"));
            case >= 400 and < 500 or 501:
                // What a server does not implement is no failure of it: who asks for it must not take it from others.
                return PassOn(reply, outbound, patience);
            case < 200 or 204 or 205 or >= 300:
                return new(Failed(upstream, $"it answered {status}"));
        }

        // Neither the meter nor a client that did not ask for it can read it.
        if (reply.Encoding is { } encoding)
            return new(Failed(upstream, $"it encoded its answer as {encoding}, though asked not to"));
        return reply.IsEventStream
            ? RelayEvents(reply, outbound, patience)
            : RelayBody(reply, outbound, patience);
    }

    private async ValueTask<RelayEnd> RelayEvents(UpstreamReply reply, Outbound outbound, Patience patience)
    {
        using var stream = new StreamRelay(http, dialect, answer, ticket, outbound, Now);
        return await stream.Run(reply, patience, this);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RelayEnd> RelayBody(UpstreamReply reply, Outbound outbound, Patience patience)
    {
        var body = await reply.ReadWhole(MaxAnswerBytes);
        if (!JsonText.BeginsObject(body.Span))
            return Failed(outbound.Upstream, "its answer is no JSON object");
        var meter = outbound.Dialect.NewMeter();
        meter.ReadBody(body.Span);

        // One that cannot be translated has failed, and is not charged.
        var answered = outbound.Translator?.Answer(body, Now) ?? body;
        var isCharged = Charge(meter, outbound.Upstream);
        Free(outbound);
        if (isCharged)
            await Confirm().AsTask();
        await Write(reply.Status, reply.ContentType, answered, patience);
        return RelayEnd.Served;
    }

    private async ValueTask<RelayEnd> PassOn(UpstreamReply reply, Outbound outbound, Patience patience)
    {
        var body = await reply.ReadWhole(MaxAnswerBytes);
        var type = reply.ContentType;
        if (outbound.Translator is { } translator)
            (body, type) = (translator.Error(body, reply.Status, answer.RequestId), Json);
        else if (body.IsEmpty)
            (body, type) = (ErrorWords.OfStatus(dialect, reply.Status, answer.RequestId), Json);
        outbound.Lease.End(Outcome.Served);
        ticket.Hold.Dispose();
        GatewayLog.PassedOn(gateway.Log, answer.RequestId, outbound.Upstream.Name, reply.Status);
        await Write(reply.Status, type, body, patience);
        return RelayEnd.Served;
    }

    private ValueTask<FlushResult> Write(int status, string? type, ReadOnlyMemory<byte> body, Patience patience)
    {
        http.Response.StatusCode = status;
        WriteHeaders(type);
        http.Response.ContentLength = body.Length;
        patience.AwaitClient();
        return body.Length <= BlockBytes
            ? http.Response.BodyWriter.WriteAsync(body, http.RequestAborted)
            : WriteBlocks(body, patience);
    }

    private async ValueTask<FlushResult> WriteBlocks(ReadOnlyMemory<byte> body, Patience patience)
    {
        while (true)
        {
            var block = body[..Math.Min(body.Length, BlockBytes)];
            patience.AwaitClient();
            var flushed = await http.Response.BodyWriter.WriteAsync(block, http.RequestAborted);
            body = body[block.Length..];
            if (body.IsEmpty)
                return flushed;
        }
    }

    /// <summary>
    /// Writes the answer's type and the account's limits as they are now; nothing else of the upstream's.
    /// </summary>
    public void WriteHeaders(string? type)
    {
        http.Response.ContentType = type;
        var headers = http.Response.Headers;
        WriteLimits(headers);
        headers.Put(LaneHeader, LimitNames.Of(ticket.Hold.Request.Lane));
        if (ticket.Hold.Request.IsOverage)
            headers["plimsoll-overage"] = "in-use";
        if (Footprint is not null)
            headers[FootprintDesk.Header] = Footprint;
    }

    private void WriteLimits(IHeaderDictionary headers)
    {
        var now = gateway.Now;
        var lent = ArrayPool<LimitState>.Shared.Rent(UsualLimits);
        int count;
        while ((count = gateway.Limits.ReadStates(ticket.Account.Path, ticket.Class.Name, now, lent)) > lent.Length)
        {
            ArrayPool<LimitState>.Shared.Return(lent);
            lent = ArrayPool<LimitState>.Shared.Rent(count);
        }

        var states = lent.AsMemory(0, count);
        dialect.WriteLimits(headers, new LimitReport(states, gateway.Options.Warnings, now)
        {
            IsOverage = ticket.Hold.Request.IsOverage,
            Overage = LimitReport.OffersOverage(states.Span) ? OverageNow(now) : OverageStatus.NotOffered,
        });
        ArrayPool<LimitState>.Shared.Return(lent);
    }

    /// <summary>
    /// Whether this request may be paid as overage. One that is paid so may, though it filled a cap; and its own
    /// consent counts for it.
    /// </summary>
    private OverageStatus OverageNow(Instant now)
    {
        if (ticket.Hold.Request.IsOverage)
            return OverageStatus.Available;
        var status = gateway.Limits.OverageOf(ticket.Account.Path, ticket.Class.Name, now);

        // All else that could stand against it is asked before consent.
        return status == OverageStatus.NeedsConsent && ticket.Asked.Consents ? OverageStatus.Available : status;
    }

    /// <summary>The instant.</summary>
    public Instant Now => gateway.Now;

    /// <summary>Keeps the hold alive while nothing is known of what was used.</summary>
    private void KeepHold() => ticket.Hold.Report(default, Now);

    /// <summary>Holds what an answer in progress has used so far, and keeps the hold alive.</summary>
    public void Report(UsageMeter meter, Instant now) => ticket.Hold.Report(meter.Charge(ticket.Hold.Estimate), now);

    /// <summary>Charges what the answer used, once.</summary>
    /// <returns>Whether it is charged now, and was not before.</returns>
    public bool Charge(UsageMeter meter, UpstreamOptions upstream)
    {
        var usage = meter.Charge(ticket.Hold.Estimate);
        var isEstimated = !meter.HasInput || !meter.HasOutput;
        switch (ticket.Hold.Settle(usage, new Served(upstream.Name, isEstimated, !meter.IsComplete)))
        {
            case HoldEnd.Before:
                return false;
            case HoldEnd.Expired:
                GatewayLog.Expired(gateway.Log, answer.RequestId);
                break;
        }

        answer.Observed.Charged(usage, meter.IsComplete);
        Account(usage, upstream);
        if (isEstimated)
            GatewayLog.Estimated(gateway.Log, answer.RequestId);
        else if (!meter.HasFailed)
            Learn(usage, meter.IsComplete);
        GatewayLog.Settled(
            gateway.Log,
            answer.RequestId,
            answer.LimitName ?? "-",
            ticket.Account.Key.Name,
            ticket.Request.Model,
            usage.Input.Value,
            usage.CacheWrite.Value + usage.CacheWriteLong.Value,
            usage.CacheRead.Value,
            usage.Output.Value);
        return true;
    }

    /// <summary>
    /// The upstream has answered in full: others have its place from now on, however slowly the client reads.
    /// </summary>
    public void Free(Outbound outbound)
    {
        outbound.Lease.End(Outcome.Served);
        ticket.Hold.Leave();
    }

    /// <summary>What the answer caused, as the client is told of it; null: nobody asked, or it is not known.</summary>
    public string? Footprint { get; private set; }

    private void Account(in TokenUsage usage, UpstreamOptions upstream)
    {
        if (gateway.Options.Footprint is not { } rates || gateway.Footprints.Account(
            rates, ticket.Account, upstream.Site, ticket.Class.Name, usage, Now) is not { } caused)
            return;
        answer.Observed.Caused(rates, caused);
        if (FootprintDesk.IsAsked(http.Request))
            Footprint = FootprintWords.Header(rates, ticket.Class.Name, caused);
    }

    /// <summary>Waits until the charge is durable, where answers are to wait for that.</summary>
    public ValueTask Confirm() => gateway.Limits.Confirm();

    private void Learn(in TokenUsage usage, bool isComplete) => gateway.Estimates.Learn(
        ticket.Account.Number,
        ticket.Asked.Class,
        ticket.Request.TextBytes,
        usage,
        ticket.Hold.Estimate,
        isComplete);

    /// <summary>Whether an exception is the upstream's doing, and the client still there to be told.</summary>
    public bool IsUpstreamFailure(Exception e) =>
        e is IOException or InvalidDataException or OperationCanceledException &&
        !http.RequestAborted.IsCancellationRequested;

    /// <summary>An upstream's failure, as its client is told of it where nothing went out yet.</summary>
    public RelayEnd.Refused Failed(UpstreamOptions upstream, Exception e, Patience patience)
    {
        if (e is not OperationCanceledException)
            return Failed(upstream, e.Message);
        if (patience.RanOut is not { } reason)
        {
            const string stopping = "The gateway is stopping; ask again.";
            var ending = new ErrorAnswer(ErrorKind.FleetFull, stopping, null, RetryWhenFull);
            return new RelayEnd.Refused(ending, Outcome.Nothing, MayTryAnother: false);
        }

        const string told = "The server behind the gateway did not answer in time.";
        return Failed(upstream, reason, new ErrorAnswer(ErrorKind.UpstreamTimedOut, told));
    }

    /// <summary>
    /// An upstream's failure, as its client is told of it where nothing went out yet. Its reason names servers: it goes
    /// to the log only.
    /// </summary>
    public RelayEnd.Refused Failed(UpstreamOptions upstream, string reason) =>
        Failed(upstream, reason, new ErrorAnswer(ErrorKind.UpstreamFailed, "The server behind the gateway failed."));

    private RelayEnd.Refused Failed(UpstreamOptions upstream, string reason, ErrorAnswer told)
    {
        GatewayLog.UpstreamFailed(gateway.Log, answer.RequestId, upstream.Name, reason);
        return new RelayEnd.Refused(told, Outcome.Failed, MayTryAnother);
    }

    private RelayEnd.Refused Full(int status, long? seconds)
    {
        var wait = seconds is { } stated ? Math.Min(stated, LongestWait) : (long?)null;
        var told = new ErrorAnswer(
            ErrorKind.FleetFull,
            $"The fleet is full ({status}). This is not a usage limit, and nothing was charged.",
            null,
            wait ?? RetryWhenFull);
        var retryAfter = wait is { } left ? Duration.FromSeconds(left) : (Duration?)null;
        return new RelayEnd.Refused(told, new Outcome.Full(retryAfter, IsRate: status == 429), MayTryAnother);
    }

    /// <summary>Whether the client has nothing of an answer yet, and nothing was charged for one.</summary>
    private bool MayTryAnother => !http.Response.HasStarted && (ticket.Hold.IsOfNothing || !ticket.Hold.HasEnded);
}
