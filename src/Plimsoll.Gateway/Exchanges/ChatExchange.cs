using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Transport;
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
        var account = answer.Authenticate();
        var name = account is null ? answer.Id.Name : LimitRequests.NameOf(account, answer.Id, http.Request);
        answer.Name(name);
        if (account is null)
        {
            await answer.RefuseKey();
            return;
        }

        var (body, error) = await RequestBody.Read(http, gateway, gateway.Options.MaxBodyBytes);
        if (error is null && TryUnderstand(body, out var request, out var under, out var forms, out error))
        {
            if (gateway.Recorder is { } recorder)
                await recorder.WaitForRoom(http.RequestAborted);
            (var ticket, error) = dialect.IsFree
                ? AdmitFree(account, under, request)
                : await Admit(account, name, under, request);
            if (ticket is not null)
            {
                using var hold = ticket.Hold;
                error = await new Attempts(gateway, http, dialect, answer, ticket).Run(forms);
                if (error?.Kind == ErrorKind.FleetFull)
                    hold.FindFull();
            }
        }

        if (error is not null)
            await answer.Refuse(error);
    }

    /// <summary>Whether the request can be read, asks for a model that there is, and can be put to a server.</summary>
    private bool TryUnderstand(
        ReadOnlyMemory<byte> body,
        [NotNullWhen(true)] out ChatRequest? request,
        out (Policy Policy, ClassTerms Class) under,
        [NotNullWhen(true)] out OutboundForms? forms,
        [NotNullWhen(false)] out ErrorAnswer? error)
    {
        (under, forms) = (default, null);
        if (!ChatRequestReader.TryRead(body.Span, dialect, out request, out error))
            return false;
        var catalog = gateway.Catalog;
        if (catalog.ClassOf(request.Model) is not { } terms)
        {
            error = catalog.Unknown(request.Model);
            return false;
        }

        answer.AsksFor(terms.Name);
        under = (catalog.Policy, terms);
        forms = new OutboundForms(dialect, request, body);
        return forms.CanBeSent(gateway.Router, terms.Name, out error);
    }

    /// <summary>Asks of what costs nothing only whether its model is included.</summary>
    private (Ticket? Ticket, ErrorAnswer? Refused) AdmitFree(
        Account account, (Policy Policy, ClassTerms Class) under, ChatRequest request)
    {
        var asked = LimitRequests.Of(gateway, account, under.Policy, under.Class, request, http.Request);
        return gateway.Limits.Explain(account.Path, asked, gateway.Now).NotIncluded is { } missing
            ? (null, new ErrorAnswer(ErrorKind.NotIncluded, missing, "model"))
            : (new Ticket(
                request, under.Class, asked, account, Hold.OfNothing(gateway.Limits, gateway.ReadNow)), null);
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
            http.Response.Headers.Put(QueueAnswers.WaitedHeader, QueueAnswers.Milliseconds(entered.Waited));
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
        var (decision, taken) = await Lease(leases, account, asked);
        if (leases.IsLost)
            http.Response.Headers[StoreHeader] = "unavailable";
        else if (decision is LeaseDecision.Unreadable)
            http.Response.Headers[StoreHeader] = "unreadable";
        return decision switch
        {
            LeaseDecision.Admitted(var held) => (new Hold(gateway.Limits, held, gateway.ReadNow), null),
            LeaseDecision.Refused(var refusal) => (null, Refused(refusal, account, policy, gateway.Now)),
            LeaseDecision.Unreadable => (null, ErrorAnswer.OfUnreadable),
            LeaseDecision.StoreGone => (null, ErrorAnswer.OfStore),
            _ => (null, taken == NameClaim.InFlight ? InFlight : Ended),
        };
    }

    /// <summary>Claims the name that a client chose, and asks for admission.</summary>
    /// <returns>What was decided; null: the name is taken.</returns>
    private async ValueTask<(LeaseDecision? Decision, NameClaim Taken)> Lease(
        LeasedLimits leases, Account account, LimitRequest asked)
    {
        // Requests of a batch are asked by one gateway, which asks again for those that it died with.
        SharedName? name = null;
        if (LimitRequests.IsNamed(http.Request) && http.Features.Get<OnBehalf>() is not { Lane: Lane.Batch })
        {
            (var claim, name) = await leases.Names.Claim(asked.Id, http.RequestAborted);
            if (claim == NameClaim.Unreadable)
                return (new LeaseDecision.Unreadable(), claim);
            if (claim == NameClaim.StoreGone)
                return (new LeaseDecision.StoreGone(), claim);
            if (name is null)
                return (null, claim);
        }

        try
        {
            var decision = await leases.Reserve(account.Path, asked, http.RequestAborted);
            if (decision is LeaseDecision.Admitted { Held.Lent: { } lent })
                (lent.Claimed, name) = (name, null);
            return (decision, NameClaim.Claimed);
        }
        finally
        {
            if (name is not null)
                leases.Names.End(name, isCharged: false);
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
