using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Usage;

namespace Plimsoll.Gateway;

/// <summary>Which path leads where. The path is matched, not the query.</summary>
internal static class Routes
{
    /// <summary>Serves a request.</summary>
    public static Task Serve(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer) =>
        (http.Request.Method, http.Request.Path.Value) switch
        {
            ("POST", "/v1/messages" or "/v1/chat/completions") =>
                new ChatExchange(gateway, http, dialect, answer).Run(),
            ("GET", "/v1/models") => ModelsRoute.Serve(gateway, dialect, answer),
            ("GET", "/usage" or "/v1/usage") => UsageRoute.Serve(gateway, answer),
            ("GET", "/api/oauth/usage") => UsageRoute.ServeAccountDocument(gateway, answer),
            ("POST", "/usage/explain") => new ExplainRoute(gateway, http, dialect, answer).Serve(),
            ("POST", "/usage/overage") => new OwnChanges(gateway, http, answer).Overage(),
            ("POST", "/usage/reset") => new OwnChanges(gateway, http, answer).Reset(),
            ("POST", "/admin/reset") => new AdminRoutes(gateway, http, answer).Reset(),
            ("POST", "/admin/overage") => new AdminRoutes(gateway, http, answer).Overage(),
            _ => answer.Refuse(Unknown(http.Request)),
        };

    /// <summary>The answer to a request for what is not there.</summary>
    public static ErrorAnswer Unknown(HttpRequest request) => new(
        ErrorKind.UnknownRoute,
        $"There is no {request.Method} {request.Path.Value}. Served are POST /v1/messages, " +
        "POST /v1/chat/completions, GET /v1/models, GET /usage, GET /api/oauth/usage, POST /usage/explain, " +
        "POST /usage/overage and POST /usage/reset.");
}
