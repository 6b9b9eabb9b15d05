using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Usage;

/// <summary>
/// <c>POST /usage/explain</c>: what would be decided about a chat request of either dialect, and why. Nothing is
/// charged and nothing is asked of the fleet.
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

        var (body, unread) = await RequestBody.Read(http, gateway.Options.MaxBodyBytes);
        if (unread is not null)
        {
            await answer.Refuse(unread);
            return;
        }

        if (!ChatRequestReader.TryRead(body.Span, dialect, out var request, out var malformed))
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

        var asked = LimitRequests.Of(gateway, account, catalog.Policy, terms, request, http.Request);
        var now = gateway.Now;
        var explanation = gateway.Limits.Explain(account.Path, asked, now);
        var report = new ExplanationReport(account, terms.Name, asked, explanation, now);
        await answer.WriteJson(report.Write);
    }
}
