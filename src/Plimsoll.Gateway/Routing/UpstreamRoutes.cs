using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Routing;

/// <summary>What operators see of upstreams, and how they drain them.</summary>
internal sealed class UpstreamRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    /// <summary>Where they are.</summary>
    public const string Path = "/admin/upstreams";

    /// <summary><c>GET /admin/upstreams</c>: how each upstream stands.</summary>
    public async Task List()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.ReadOnly) is not { } call)
            return;
        await call.Tell(json =>
        {
            json.WriteStartObject();
            json.WriteString("as_of", WireTime.Rfc3339(gateway.Now));
            json.WriteStartArray("upstreams");
            foreach (var status in gateway.Router.Statuses())
                Write(json, status);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// <c>POST /admin/upstreams/NAME/drain</c> and <c>…/activate</c>: gives it no more requests, or some again.
    /// </summary>
    public async Task Change()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.Admin) is not { } call)
            return;
        var parts = http.Request.Path.Value![(Path.Length + 1)..].Split('/');
        if (parts is not [var name, "drain" or "activate"])
        {
            await call.Refuse(Routes.Unknown(http.Request));
            return;
        }

        var isDraining = parts[1] == "drain";
        var (isKnown, hasChanged) = gateway.Router.SetDraining(name, isDraining);
        if (!isKnown)
        {
            var names = gateway.Router.Statuses().Where(each => !each.IsLeaving).Select(each => each.Options.Name);
            await call.Refuse(new ErrorAnswer(
                ErrorKind.UnknownName, $"There is no upstream '{name}'. There are: {string.Join(", ", names)}."));
            return;
        }

        await call.Finish(
            parts[1],
            hasChanged ? "changed" : "already_made",
            gateway.Now,
            json => json.WriteString("upstream", name));
    }

    private static void Write(Utf8JsonWriter json, UpstreamStatus status)
    {
        var upstream = status.Options;
        json.WriteStartObject();
        json.WriteString("name", upstream.Name);
        json.WriteString("url", upstream.BaseUrl.ToString());
        json.WriteString("site", upstream.Site);
        json.WriteNumber("tier", upstream.Tier);
        json.WriteString("state", StateOf(status));
        if (status.Verdict.Until is { } until)
            json.WriteString("until", WireTime.Rfc3339(until));
        WriteNumber(json, "slots", upstream.Slots);
        json.WriteNumber("in_flight", status.InFlight);
        json.WriteNumber("others", status.Others);
        json.WriteNumber("given", status.Counts.Given);
        json.WriteNumber("served", status.Counts.Served);
        json.WriteNumber("failed", status.Counts.Failed);
        json.WriteNumber("full", status.Counts.Full);
        json.WriteNumber("ejections", status.Ejections);
        if (status.Reading is var (report, at))
        {
            json.WriteStartObject("reading");
            json.WriteString("at", WireTime.Rfc3339(at));
            WriteNumber(json, "running", report.Running);
            WriteNumber(json, "waiting", report.Waiting);
            WriteNumber(json, "use", report.Use);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string StateOf(UpstreamStatus status) => status switch
    {
        { IsLeaving: true } => "leaving",
        { IsDraining: true } => status.InFlight == 0 ? "drained" : "draining",
        _ => status.Verdict.Standing switch
        {
            Standing.Healthy => "healthy",
            Standing.Full => "full",
            Standing.OnTrial => "on_trial",
            Standing.Ejected => "ejected",
            _ => "down",
        },
    };

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }
}
