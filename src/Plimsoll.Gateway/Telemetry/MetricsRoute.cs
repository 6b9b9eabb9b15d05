using System.Text;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Transport;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>
/// <c>GET /metrics</c>: what was measured, in Prometheus' text format. How much a service is used is its operator's
/// business: it is on the address of operators for whoever reaches that, and elsewhere for operators with their key.
/// </summary>
internal static class MetricsRoute
{
    /// <summary>Serves the page.</summary>
    public static Task Serve(GatewayState gateway, HttpContext http, Answer answer)
    {
        if (!Listeners.IsManagement(http.Features) && answer.Operator() is null)
            return answer.Refuse(NotOperator);
        http.Response.ContentType = PrometheusPage.ContentType;
        return http.Response.WriteAsync(gateway.Prometheus.Text(), Encoding.UTF8, http.RequestAborted);
    }

    private static ErrorAnswer NotOperator { get; } = new(
        ErrorKind.UnknownKey,
        "Metrics are for operators: send an operator's key as Authorization: Bearer, or ask the address of operators.");
}
