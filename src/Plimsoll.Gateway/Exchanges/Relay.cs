using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>Carries an admitted request to an upstream and its answer back, and charges what the answer used.</summary>
internal sealed class Relay(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer, Ticket ticket)
{
    private const long RetryWhenFull = 5;
    private const long MaxAnswerBytes = 64 * 1024 * 1024;

    // The client's own credentials, its cookies and its idea of the connection stay here.
    private static readonly string[] PassedRequestHeaders =
        ["accept", "anthropic-beta", "anthropic-version", "user-agent"];

    private static readonly string[] TranslatedRequestHeaders = ["accept", "user-agent"];

    private static MediaTypeHeaderValue Json => new("application/json");

    /// <summary>Relays; what is returned is still to be answered.</summary>
    public async Task<ErrorAnswer?> Run(Outbound outbound)
    {
        var upstream = outbound.Upstream;
        using var patience = new Patience(gateway, http.RequestAborted);
        try
        {
            using var request = Compose(outbound);
            using var reply = await gateway.Upstreams.Send(request, patience.Token);
            patience.Renew();
            return await Receive(reply, outbound, patience);
        }
        catch (Exception e) when (IsUpstreamFailure(e))
        {
            return Failed(upstream, e);
        }
    }

    private async Task<ErrorAnswer?> Receive(HttpResponseMessage reply, Outbound outbound, Patience patience)
    {
        var upstream = outbound.Upstream;
        var status = (int)reply.StatusCode;
        switch (status)
        {
            case 429 or 503 or 529:
                var retryAfter = (long?)reply.Headers.RetryAfter?.Delta?.TotalSeconds ?? RetryWhenFull;
                return new ErrorAnswer(
                    ErrorKind.FleetFull,
                    $"The fleet is full ({status}). This is not a usage limit, and nothing was charged.",
                    null,
                    retryAfter);
            case 401:
                return Failed(upstream, "it refused the gateway's own key (401)");
            case >= 400 and < 500:
                await PassOn(reply, outbound, patience);
                return null;
            case < 200 or 204 or 205 or >= 300:
                return Failed(upstream, $"it answered {status}");
        }

        // Neither the meter nor a client that did not ask for it can read it.
        var encoding = string.Join(", ", reply.Content.Headers.ContentEncoding);
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return Failed(upstream, $"it encoded its answer as {encoding}, though asked not to");
        var type = reply.Content.Headers.ContentType?.MediaType;
        if (!"text/event-stream".Equals(type, StringComparison.OrdinalIgnoreCase))
            return await RelayBody(reply, outbound, patience);
        using var stream = new StreamRelay(http, dialect, answer, ticket, outbound, Now);
        return await stream.Run(reply, patience, this);
    }

    private async Task<ErrorAnswer?> RelayBody(HttpResponseMessage reply, Outbound outbound, Patience patience)
    {
        var body = await ReadBody(reply, patience);
        var meter = outbound.Dialect.NewMeter();
        meter.ReadBody(body);

        // One that cannot be translated has failed, and is not charged.
        var answered = outbound.Translator?.Answer(body, Now) ?? body;
        Charge(meter);
        await Write(reply, answered);
        return null;
    }

    private async Task PassOn(HttpResponseMessage reply, Outbound outbound, Patience patience)
    {
        var body = await ReadBody(reply, patience);
        if (outbound.Translator is { } translator)
        {
            body = translator.Error(body, (int)reply.StatusCode, answer.RequestId);
            reply.Content.Headers.ContentType = Json;
        }

        ticket.Hold.Dispose();
        GatewayLog.PassedOn(gateway.Log, answer.RequestId, (int)reply.StatusCode);
        await Write(reply, body);
    }

    private static async Task<byte[]> ReadBody(HttpResponseMessage reply, Patience patience)
    {
        await reply.Content.LoadIntoBufferAsync(MaxAnswerBytes, patience.Token);
        return await reply.Content.ReadAsByteArrayAsync(patience.Token);
    }

    private async Task Write(HttpResponseMessage reply, byte[] body)
    {
        http.Response.StatusCode = (int)reply.StatusCode;
        http.Response.ContentLength = body.Length;
        WriteHeaders(reply.Content.Headers);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>
    /// Writes the answer's type and the account's limits as they are now; nothing else of the upstream's.
    /// </summary>
    public void WriteHeaders(HttpContentHeaders upstream)
    {
        var type = upstream.ContentType?.ToString();
        http.Response.ContentType = type is null || Ascii.IsValid(type) ? type : upstream.ContentType!.MediaType;
        var headers = http.Response.Headers;
        dialect.WriteLimits(headers, LimitsNow());
        headers["plimsoll-lane"] = LimitNames.Of(ticket.Hold.Request.Lane);
        if (ticket.Hold.Request.IsOverage)
            headers["plimsoll-overage"] = "in-use";
    }

    private LimitReport LimitsNow()
    {
        var (path, now) = (ticket.Account.Path, gateway.Now);
        var states = gateway.Limits.States(path, ticket.Class.Name, now);
        var offersOverage = states.Any(state => state.Kind == LimitKind.Overage);
        return new LimitReport(states, gateway.Options.Warnings, now)
        {
            IsOverage = ticket.Hold.Request.IsOverage,
            Overage = offersOverage ? OverageNow(now) : OverageStatus.NotOffered,
        };
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

    /// <summary>Holds what an answer in progress has used so far, and keeps the hold alive.</summary>
    public void Report(UsageMeter meter, Instant now) => ticket.Hold.Report(meter.Charge(ticket.Hold.Estimate), now);

    /// <summary>Charges what the answer used, once.</summary>
    public void Charge(UsageMeter meter)
    {
        var usage = meter.Charge(ticket.Hold.Estimate);
        switch (ticket.Hold.Settle(usage))
        {
            case HoldEnd.Before:
                return;
            case HoldEnd.Expired:
                GatewayLog.Expired(gateway.Log, answer.RequestId);
                break;
        }

        if (!meter.HasInput || !meter.HasOutput)
            GatewayLog.Estimated(gateway.Log, answer.RequestId);
        else
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
    }

    private void Learn(in TokenUsage usage, bool isComplete) => gateway.Estimates.Learn(
        ticket.Account.Number,
        ticket.Asked.Class,
        ticket.Request.TextBytes,
        usage,
        ticket.Hold.Estimate,
        isComplete);

    /// <summary>Whether an exception is the upstream's doing, and the client still there to be told.</summary>
    public bool IsUpstreamFailure(Exception e) =>
        e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException &&
        !http.RequestAborted.IsCancellationRequested;

    /// <summary>The refusal that tells of an upstream's failure.</summary>
    public ErrorAnswer Failed(UpstreamOptions upstream, Exception e)
    {
        if (e is not OperationCanceledException)
            return Failed(upstream, e.Message);
        if (gateway.Ending.IsCancellationRequested)
            return new ErrorAnswer(ErrorKind.FleetFull, "The gateway is stopping; ask again.", null, RetryWhenFull);
        var reason = $"it was silent for {gateway.Options.UpstreamPatience}";
        GatewayLog.UpstreamFailed(gateway.Log, answer.RequestId, upstream.BaseUrl, reason);
        return new ErrorAnswer(ErrorKind.UpstreamTimedOut, "The server behind the gateway did not answer in time.");
    }

    /// <summary>
    /// The refusal that tells of an upstream's failure. Its reason names servers: it goes to the log only.
    /// </summary>
    public ErrorAnswer Failed(UpstreamOptions upstream, string reason)
    {
        GatewayLog.UpstreamFailed(gateway.Log, answer.RequestId, upstream.BaseUrl, reason);
        return new ErrorAnswer(ErrorKind.UpstreamFailed, "The server behind the gateway failed.");
    }

    private HttpRequestMessage Compose(Outbound outbound)
    {
        var (asked, spoken, translator) = (outbound.Request, outbound.Dialect, outbound.Translator);
        var query = translator is null ? http.Request.QueryString.Value : null;
        var address = UpstreamPool.Address(outbound.Upstream, spoken.Path, query);
        var edits = spoken.Edits(asked);
        if (gateway.Options.UpstreamModels.TryGetValue(ticket.Class.Name, out var model))
        {
            var name = JsonEncodedText.Encode(model).EncodedUtf8Bytes;
            edits = edits.Append(new BodyEdit(asked.ModelAt, (byte[])[(byte)'"', .. name, (byte)'"']));
        }

        if (asked.LaneAt is { } lane && IsDowngraded())
            edits = edits.Append(new BodyEdit(lane, spoken.StandardTier));

        var content = new ReadOnlyMemoryContent(BodyEdit.Apply(outbound.Body, edits));
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        foreach (var name in translator is null ? PassedRequestHeaders : TranslatedRequestHeaders)
        {
            if (http.Request.Headers.TryGetValue(name, out var values))
                request.Headers.TryAddWithoutValidation(name, values.Where(v => v is not null && Ascii.IsValid(v)));
        }

        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        translator?.AddHeaders(request);
        if (outbound.Upstream.ApiKey is { } key)
            spoken.Authorize(request, key);
        return request;
    }

    /// <summary>
    /// Whether the request asked for the reserved lane by name, or was put on it, and is served on the standard one: an
    /// upstream that has such a lane of its own must not use it.
    /// </summary>
    private bool IsDowngraded() => ticket.Request.Lane.Lane == Lane.Priority
        && ticket.Hold.Request.Lane == Lane.Standard
        && (ticket.Request.Lane.IsExplicit || ticket.Asked.Lane == Lane.Priority);
}
