using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What a chat request asks of its limits: the same whether it is to be served or only explained.</summary>
internal static class LimitRequests
{
    /// <summary>Header by which a client names a request, so that asking again is safe.</summary>
    public const string IdempotencyKey = "idempotency-key";

    /// <summary>Header by which a client agrees, for one request, to pay beyond its plan.</summary>
    public const string Consent = "plimsoll-overage-consent";

    /// <summary>The request to its limits, without a name.</summary>
    public static LimitRequest Of(
        GatewayState gateway, Account account, Policy policy, ClassTerms terms, ChatRequest request, HttpRequest http)
    {
        var modelClass = gateway.Limits.ClassNumber(terms.Name);
        return new LimitRequest
        {
            Scope = account.Path.Scope,
            Class = modelClass,
            Estimate = gateway.Estimates.Of(
                account.Number, modelClass, request.TextBytes, request.MaxTokens, terms),
            Product = account.Product,
            Traits = gateway.TraitsOf(request.Traits),
            Lane = http.HttpContext.Features.Get<OnBehalf>()?.Lane ?? request.Lane.For(account, policy),
            Consents = http.Headers[Consent] == "true",
        };
    }

    /// <summary>Whether a client chose the request's name: others are never asked again.</summary>
    public static bool IsNamed(HttpRequest http) => http.Headers[IdempotencyKey].ToString().Length > 0;

    /// <summary>The request's name: the client's own for it where it has one, else the gateway's.</summary>
    public static UInt128 NameOf(Account account, RequestId id, HttpRequest http) =>
        http.Headers[IdempotencyKey].ToString() is { Length: > 0 } chosen
            ? RequestName.Of(account.Key, chosen)
            : id.Name;
}
