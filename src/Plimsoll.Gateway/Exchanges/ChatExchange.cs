using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>One chat request: known key, readable body, known model, room in every limit; then to the fleet.</summary>
internal sealed class ChatExchange(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer)
{
    private const long RetryWhenFull = 1;

    /// <summary>Serves the request.</summary>
    public async Task Run()
    {
        // Of a request that no key is known of; one that a limit log may have is named anew below.
        answer.Name(RequestName.Of(answer.RequestId));
        if (await Serve() is { } error)
            await answer.Refuse(error);
    }

    private async Task<ErrorAnswer?> Serve()
    {
        if (answer.Authenticate() is not { } account)
            return Answer.UnknownKey;
        var name = LimitRequests.NameOf(account, answer.RequestId, http.Request);
        answer.Name(name);
        var (body, unread) = await RequestBody.Read(http, gateway.Options.MaxBodyBytes);
        if (unread is not null)
            return unread;
        if (!ChatRequestReader.TryRead(body.Span, dialect, out var request, out var malformed))
            return malformed;
        var catalog = gateway.Catalog;
        if (catalog.ClassOf(request.Model) is not { } terms)
            return catalog.Unknown(request.Model);
        if (!Outbound.TryMake(gateway.Upstreams, dialect, request, body, out var outbound, out var unsaid))
            return unsaid;
        if (gateway.Recorder is { } recorder)
            await recorder.WaitForRoom(http.RequestAborted);
        if (Admit(account, name, (catalog.Policy, terms), request, out var ticket) is { } refused)
            return refused;
        using (ticket!.Hold)
            return await new Relay(gateway, http, dialect, answer, ticket).Run(outbound);
    }

    private ErrorAnswer? Admit(
        Account account,
        UInt128 name,
        (Policy Policy, ClassTerms Class) under,
        ChatRequest request,
        out Ticket? ticket)
    {
        ticket = null;
        var (policy, terms) = under;

        // The fleet is asked first: an account that is turned away by a full fleet must not notice it.
        if (!gateway.Fleet.TryEnter(terms.Name))
        {
            return new ErrorAnswer(
                ErrorKind.FleetFull, $"All places for {terms.Name} are taken.", null, RetryWhenFull);
        }

        try
        {
            var asked = LimitRequests.Of(gateway, account, policy, terms, request, http.Request) with
            {
                Id = name,
            };
            var now = gateway.Now;
            if (!gateway.Limits.TryReserve(account.Path, asked, now, out var held, out var refusal))
                return Refused(refusal, account, policy, now);
            if (held.IsRepeated)
                return InFlight;
            var hold = new Hold(gateway.Limits, held, terms.Name, gateway.Fleet, () => gateway.Now);
            ticket = new Ticket(request, terms, asked, account, hold);
            return null;
        }
        finally
        {
            // Also when the limits throw: a place that no request holds would be lost until the gateway restarts.
            if (ticket is null)
                gateway.Fleet.Leave(terms.Name);
        }
    }

    private ErrorAnswer Refused(Refusal refusal, Account account, Policy policy, Instant now)
    {
        switch (refusal)
        {
            case Refusal.NotIncluded missing:
                return new ErrorAnswer(ErrorKind.NotIncluded, missing.Reason, "model");
            case Refusal.Duplicate:
                return Ended;
            case Refusal.Rejected rejected:
                var report = new LimitReport(rejected.States, gateway.Options.Warnings, now)
                {
                    Binding = rejected.Binding,
                    Overage = rejected.Overage,
                };
                dialect.WriteLimits(http.Response.Headers, report);
                return LimitWords.Refuse(rejected, account, policy, now);
            default:
                throw new InvalidOperationException($"Unknown refusal {refusal}.");
        }
    }

    private static ErrorAnswer InFlight { get; } = new(
        ErrorKind.Duplicate,
        $"A request with this {LimitRequests.IdempotencyKey} is in flight: wait for its answer, charged once.");

    private static ErrorAnswer Ended { get; } = new(
        ErrorKind.Duplicate,
        $"A request with this {LimitRequests.IdempotencyKey} has been answered and charged, " +
        "and is not charged again. Its answer is not kept: to ask anew, send another.");
}
