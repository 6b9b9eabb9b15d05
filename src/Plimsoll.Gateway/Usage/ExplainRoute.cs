using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Usage;

/// <summary>
/// <c>POST /usage/explain</c>: what would be decided about a request, and why. Nothing is charged and nothing is asked
/// of the fleet. <c>?route=PATH</c> says which route the body is for; without it, a chat route of the caller's dialect.
/// </summary>
internal sealed class ExplainRoute(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer)
{
    /// <summary>Answers for the request's own key.</summary>
    public async Task Serve()
    {
        if (answer.Authenticate() is not { } account)
        {
            await answer.RefuseKey();
            return;
        }

        var route = http.Request.Query["route"].ToString();
        if ((route.Length == 0 ? dialect : Dialect.At(route)) is not { } form)
        {
            await answer.Refuse(new ErrorAnswer(ErrorKind.Malformed, Unexpected(route), "route"));
            return;
        }

        var (body, unread) = await RequestBody.Read(http, gateway, gateway.Options.MaxBodyBytes);
        if (unread is not null)
        {
            await answer.Refuse(unread);
            return;
        }

        if (!ChatRequestReader.TryRead(body.Span, form, out var request, out var malformed))
        {
            await answer.Refuse(malformed);
            return;
        }

        var catalog = gateway.Catalog;
        if (catalog.ClassOf(request.Model) is not { } terms)
        {
            await answer.Refuse(catalog.Unknown(request.Model));
            return;
        }

        if (gateway.Leases is { } leases)
            await leases.Refresh(account.Path);
        var asked = LimitRequests.Of(gateway, account, catalog.Policy, terms, request, http.Request);
        var now = gateway.Now;
        var explanation = gateway.Limits.Explain(account.Path, asked, now);
        var report = new ExplanationReport(account, terms.Name, asked, explanation, now);
        await answer.WriteJson(report.Write);
    }

    private static string Unexpected(string route) => $"route: found '{route}'; expected /v1/messages, " +
        "/v1/chat/completions, /v1/responses, /v1/completions or /v1/embeddings.";
}
