using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
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
        if (await Serve() is { } refusal)
            await answer.Refuse(refusal);
    }

    private async Task<Refusal?> Serve()
    {
        if (answer.Authenticate() is not { } key)
            return Answer.UnknownKey;
        var (body, unread) = await RequestBody.Read(http, gateway.Options.MaxBodyBytes);
        if (unread is not null)
            return unread;
        if (!ChatRequestReader.TryRead(body.Span, dialect, out var request, out var malformed))
            return malformed;
        if (gateway.Upstreams.For(dialect.Spoken) is not { } upstream)
            return NotServed();
        var catalog = gateway.Catalog;
        if (catalog.ClassOf(request.Model) is not { } terms)
            return UnknownModel(request.Model, catalog);
        var account = gateway.Accounts.Of(key);
        if (Admit(account, catalog.Policy, terms, request, out var hold) is { } refused)
            return refused;
        using (hold)
        {
            var ticket = new Ticket(request, terms, account, key, catalog.Policy, hold!);
            return await new Relay(gateway, http, dialect, answer, ticket).Run(upstream, body);
        }
    }

    private Refusal? Admit(
        LiveAccount account,
        Policy policy,
        ClassTerms terms,
        ChatRequest request,
        out Hold? hold)
    {
        hold = null;

        // The fleet is asked first: an account that is turned away by a full fleet must not notice it.
        if (!gateway.Fleet.TryEnter(terms.Name))
            return new Refusal(RefusalKind.FleetFull, $"All places for {terms.Name} are taken.", null, RetryWhenFull);
        try
        {
            var now = gateway.Now;
            switch (account.Reserve(policy, terms.Name, Estimate(request, terms), now))
            {
                case Decision.Admitted admitted:
                    hold = new Hold(account, policy, admitted.Reservation, gateway.Fleet, () => gateway.Now);
                    return null;
                case Decision.NotIncluded missing:
                    return new Refusal(RefusalKind.NotIncluded, missing.Reason, "model");
                case Decision.Rejected rejected:
                    WriteLimits(account, policy, terms, rejected, now);
                    return LimitWords.Refuse(rejected, account.Terms, now);
                case var other:
                    throw new InvalidOperationException($"Unknown decision {other}.");
            }
        }
        finally
        {
            // Also when the limits throw: a place that no request holds would be lost until the gateway restarts.
            if (hold is null)
                gateway.Fleet.Leave(terms.Name);
        }
    }

    private void WriteLimits(
        LiveAccount account, Policy policy, ClassTerms terms, Decision.Rejected rejected, Instant now)
    {
        var states = account.States(policy, terms.Name, now);
        dialect.WriteLimits(http.Response.Headers, new LimitReport(account.Terms, states, rejected.Binding, now));
    }

    private static TokenUsage Estimate(ChatRequest request, ClassTerms terms)
    {
        var expected = terms.ExpectedOutput.Value;
        var output = Math.Min(request.MaxTokens ?? expected, expected);
        return new TokenUsage(new Tokens(JsonText.TokensOf(request.TextBytes)), default, default, new Tokens(output));
    }

    private Refusal NotServed() => new(
        RefusalKind.DialectNotServed,
        $"No upstream of this gateway speaks the {dialect.Spoken} dialect; served is {gateway.Upstreams.Served}. " +
        "Ask on the other route, or give the gateway an upstream that speaks this one.");

    private static Refusal UnknownModel(string model, ModelCatalog catalog)
    {
        var hint = catalog.Nearest(model) is { } nearest ? $" (the nearest known name is {nearest})" : "";
        return new Refusal(RefusalKind.UnknownModel, $"model: {model}{hint}", "model");
    }
}
