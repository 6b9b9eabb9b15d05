using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Routing;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>One chat request: known key, readable body, known model, room in every limit; then to the fleet.</summary>
internal sealed class ChatExchange(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer)
{
    private const long RetryWhenLate = 5;

    /// <summary>Serves the request.</summary>
    public async Task Run()
    {
        if (await Serve() is { } error)
            await answer.Refuse(error);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ErrorAnswer?> Serve()
    {
        if (answer.Authenticate() is not { } account)
        {
            answer.Name(answer.Id.Name);
            return Answer.UnknownKey;
        }

        var name = LimitRequests.NameOf(account, answer.Id, http.Request);
        answer.Name(name);
        var (body, unread) = await RequestBody.Read(http, gateway.Options.MaxBodyBytes);
        if (unread is not null)
            return unread;
        if (!ChatRequestReader.TryRead(body.Span, dialect, out var request, out var malformed))
            return malformed;
        var catalog = gateway.Catalog;
        if (catalog.ClassOf(request.Model) is not { } terms)
            return catalog.Unknown(request.Model);
        answer.AsksFor(terms.Name);
        var forms = new OutboundForms(dialect, request, body);
        if (!forms.CanBeSent(gateway.Router, terms.Name, out var unsaid))
            return unsaid;
        if (gateway.Recorder is { } recorder)
            await recorder.WaitForRoom(http.RequestAborted);
        if (dialect.IsFree)
            return await ServeFree(account, (catalog.Policy, terms), request, forms);
        var (ticket, refused) = await Admit(account, name, (catalog.Policy, terms), request);
        if (ticket is null)
            return refused;
        using (ticket.Hold)
        {
            var error = await new Attempts(gateway, http, dialect, answer, ticket).Run(forms);
            if (error?.Kind == ErrorKind.FleetFull)
                ticket.Hold.FindFull();
            return error;
        }
    }

    /// <summary>Asks of what costs nothing only whether its model is included.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ErrorAnswer?> ServeFree(
        Account account, (Policy Policy, ClassTerms Class) under, ChatRequest request, OutboundForms forms)
    {
        var asked = LimitRequests.Of(gateway, account, under.Policy, under.Class, request, http.Request);
        if (gateway.Limits.Explain(account.Path, asked, gateway.Now).NotIncluded is { } missing)
            return new ErrorAnswer(ErrorKind.NotIncluded, missing, "model");
        using var hold = Hold.OfNothing(gateway.Limits, gateway.ReadNow);
        var ticket = new Ticket(request, under.Class, asked, account, hold);
        return await new Attempts(gateway, http, dialect, answer, ticket).Run(forms);
    }

    /// <summary>
    /// Reserves what the request is to use and waits for its place; else gives back what was reserved.
    /// </summary>
    private async ValueTask<(Ticket? Ticket, ErrorAnswer? Refused)> Admit(
        Account account, UInt128 name, (Policy Policy, ClassTerms Class) under, ChatRequest request)
    {
        var (policy, terms) = under;
        var asked = LimitRequests.Of(gateway, account, policy, terms, request, http.Request);
        if (gateway.Recorder is not null || LimitRequests.IsNamed(http.Request))
            asked = asked with { Id = name };
        var place = gateway.Fleet.RequestOf(account, asked.Lane, asked.Estimate);

        // The fleet is asked first: an account that is turned away by a full fleet must not notice it.
        if (gateway.Fleet[terms.Name].TryRefuse(place, out var full))
            return (null, QueueAnswers.Refuse(full, terms.Name));
        if (gateway.Stored?.Refuses(gateway.Limits, account.Path, gateway.Now) == true)
            return (null, StoreLate);
        var (hold, refused) = await TryHold(account, asked, policy);
        if (hold is null)
            return (null, refused);
        Ticket? ticket = null;
        try
        {
            var entered = await Enter(place, terms.Name);
            http.Response.Headers[QueueAnswers.WaitedHeader] = QueueAnswers.Milliseconds(entered.Waited);
            if (entered.Place is null)
                return (null, QueueAnswers.Refuse(entered, terms.Name));
            hold.Take(entered.Place);
            var admitted = new Ticket(request, terms, asked, account, hold) { Waited = entered.Waited };
            answer.Observed.Admitted(admitted);
            ticket = admitted;
            return (ticket, null);
        }
        finally
        {
            // Also when the client has left: nothing was done for it.
            if (ticket is null)
                hold.Dispose();
        }
    }

    private async ValueTask<PlaceDecision> Enter(QueueRequest request, string modelClass)
    {
        var entering = gateway.Fleet[modelClass].Enter(request, http.RequestAborted, gateway.Ending);
        if (entering.IsCompletedSuccessfully)
            return entering.Result;
        GatewayLog.Waits(gateway.Log, answer.RequestId, modelClass);
        try
        {
            return await entering;
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return default;
        }
    }

    private ValueTask<(Hold? Hold, ErrorAnswer? Refused)> TryHold(Account account, in LimitRequest asked, Policy policy)
    {
        if (gateway.Leases is { } leases)
            return TryLease(leases, account, asked, policy);
        var now = gateway.Now;
        if (!gateway.Limits.TryReserve(account.Path, asked, now, out var held, out var refusal))
            return new((null, Refused(refusal, account, policy, now)));
        return new(held.IsRepeated ? (null, InFlight) : (new Hold(gateway.Limits, held, gateway.ReadNow), null));
    }

    private async ValueTask<(Hold? Hold, ErrorAnswer? Refused)> TryLease(
        LeasedLimits leases, Account account, LimitRequest asked, Policy policy)
    {
        var decision = await leases.Reserve(account.Path, asked, http.RequestAborted);
        if (leases.IsLost)
            http.Response.Headers[StoreHeader] = "unavailable";
        return decision switch
        {
            LeaseDecision.Admitted(var held) => (new Hold(gateway.Limits, held, gateway.ReadNow), null),
            LeaseDecision.Refused(var refusal) => (null, Refused(refusal, account, policy, gateway.Now)),
            _ => (null, ErrorAnswer.OfStore),
        };
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
                var report = new LimitReport(rejected.States.AsMemory(), gateway.Options.Warnings, now)
                {
                    Binding = rejected.Binding,
                    Overage = rejected.Overage,
                };
                dialect.WriteLimits(http.Response.Headers, report);
                answer.Observed.RefusedBy(rejected.Binding);
                return LimitWords.Refuse(rejected, account, policy, now);
            default:
                throw new InvalidOperationException($"Unknown refusal {refusal}.");
        }
    }

    /// <summary>Says that the store was gone when the request was decided.</summary>
    private const string StoreHeader = "plimsoll-store";

    private static ErrorAnswer StoreLate { get; } = new(
        ErrorKind.FleetFull,
        "What is used cannot be kept at the moment, and limits of this key are not to be counted without. "
        + "Nothing was charged.",
        null,
        RetryWhenLate);

    private static ErrorAnswer InFlight { get; } = new(
        ErrorKind.Duplicate,
        $"A request with this {LimitRequests.IdempotencyKey} is in flight: wait for its answer, charged once.");

    private static ErrorAnswer Ended { get; } = new(
        ErrorKind.Duplicate,
        $"A request with this {LimitRequests.IdempotencyKey} has been answered and charged, " +
        "and is not charged again. Its answer is not kept: to ask anew, send another.");
}
