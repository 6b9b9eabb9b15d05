using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Health;

/// <summary>
/// Whether the gateway is alive, and whether it is to be sent requests. They ask for no key, because load balancers
/// have none, and tell nobody but operators more than that.
/// </summary>
internal static class HealthRoutes
{
    /// <summary><c>GET /healthz</c>: it answers, so it is alive.</summary>
    public static Task Alive(Answer answer) => answer.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("status", "alive");
        json.WriteEndObject();
    });

    /// <summary>
    /// <c>GET /readyz</c>: 200 while requests are welcome, 503 when load balancers are to leave, with the reasons.
    /// </summary>
    public static Task Ready(GatewayState gateway, HttpContext http, Answer answer)
    {
        var readiness = Readiness.Of(gateway);
        if (!readiness.IsReady)
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return answer.WriteJson(json => readiness.Write(json, isDetailed: answer.Operator() is not null));
    }
}
