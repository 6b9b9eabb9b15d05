using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Health;
using Plimsoll.Gateway.Telemetry;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Usage;

namespace Plimsoll.Gateway;

/// <summary>Which path leads where. The path is matched, not the query.</summary>
internal static class Routes
{
    /// <summary>Serves a request.</summary>
    public static Task Serve(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer) =>
        (http.Request.Method, http.Request.Path.Value) switch
        {
            ("GET" or "HEAD", "/healthz") => HealthRoutes.Alive(answer),
            ("GET" or "HEAD", "/readyz") => HealthRoutes.Ready(gateway, http, answer),
            ("GET", "/metrics") => MetricsRoute.Serve(gateway, http, answer),
            _ when IsElsewhere(gateway, http) => answer.Refuse(
                Listeners.IsManagement(http.Features) ? NotForClients(http.Request) : Unknown(http.Request)),
            ("POST", "/v1/messages" or "/v1/chat/completions" or "/v1/responses"
                or "/v1/completions" or "/v1/embeddings") =>
                new ChatExchange(gateway, http, dialect, answer).Run(),
            ("POST", "/v1/messages/count_tokens") => new CountExchange(gateway, http, dialect, answer).Run(),
            ("GET", "/v1/models") => ModelsRoute.Serve(gateway, http, dialect, answer),
            ("GET", var path) when ModelsRoute.IsOne(path) => ModelsRoute.ServeOne(gateway, http, dialect, answer),
            (_, var path) when RoutePath.IsAt(BatchRoutes.Root, path) =>
                new BatchRoutes(gateway, http, answer).Serve(),
            (_, var path) when RoutePath.IsAt(OpenAiBatchRoutes.Root, path) =>
                new OpenAiBatchRoutes(gateway, http, answer).Serve(),
            (_, var path) when RoutePath.IsAt(FileRoutes.Root, path) => new FileRoutes(gateway, http, answer).Serve(),
            ("GET", "/usage" or "/v1/usage") => UsageRoute.Serve(gateway, answer),
            ("GET", "/api/oauth/usage") => UsageRoute.ServeAccountDocument(gateway, answer),
            ("POST", "/usage/explain") => new ExplainRoute(gateway, http, dialect, answer).Serve(),
            ("POST", "/usage/overage") => new OwnChanges(gateway, http, answer).Overage(),
            ("POST", "/usage/reset") => new OwnChanges(gateway, http, answer).Reset(),
            (_, { } path) when path.StartsWith("/admin/", StringComparison.Ordinal) =>
                OperatorRoutes.Serve(gateway, http, answer),
            _ => answer.Refuse(Unknown(http.Request)),
        };

    /// <summary>The answer to a request for what is not there.</summary>
    public static ErrorAnswer Unknown(HttpRequest request) => new(
        ErrorKind.UnknownRoute,
        $"There is no {request.Method} {request.Path.Value}. " +
        (request.Path.StartsWithSegments(Dialect.Responses.Path) ? KeepsNone : "") +
        "Served are POST /v1/messages, POST /v1/messages/count_tokens, /v1/messages/batches, " +
        "POST /v1/chat/completions, POST /v1/responses, POST /v1/completions, POST /v1/embeddings, /v1/batches, " +
        "/v1/files, GET /v1/models, GET /usage, GET /api/oauth/usage, POST /usage/explain, POST /usage/overage and " +
        "POST /usage/reset.");

    private static ErrorAnswer NotForClients(HttpRequest request) => new(
        ErrorKind.UnknownRoute,
        $"There is no {request.Method} {request.Path.Value} here: at this address the gateway serves operators. " +
        "Clients have another one.");

    /// <summary>
    /// Whether a route is on the other address: where operators have one, they are served there and only there, and
    /// only they.
    /// </summary>
    private static bool IsElsewhere(GatewayState gateway, HttpContext http) =>
        gateway.Options.ManagementUrl is not null
        && Listeners.IsManagement(http.Features) != http.Request.Path.StartsWithSegments("/admin");

    // One that a server keeps belongs to no key there: any client could fetch or delete another's.
    private const string KeepsNone =
        "The gateway keeps no responses, and none can be fetched, listed, cancelled or deleted through it: send the " +
        "conversation as input. ";
}
