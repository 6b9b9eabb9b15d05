using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What the gateway itself answers to one request.</summary>
internal sealed class Answer
{
    private readonly GatewayState gateway;
    private readonly HttpContext http;
    private readonly Dialect dialect;
    private GatewayKey? key;

    /// <summary>Names the request in its answer's headers.</summary>
    public Answer(GatewayState gateway, HttpContext http, Dialect dialect)
    {
        this.gateway = gateway;
        this.http = http;
        this.dialect = dialect;
        RequestId = gateway.NewRequestId();
        http.Response.Headers[dialect.RequestIdHeader] = RequestId;
    }

    /// <summary>The request's name.</summary>
    public string RequestId { get; }

    /// <summary>The key that the request was sent with; null when it is missing or unknown.</summary>
    public GatewayKey? Authenticate()
    {
        const string bearer = "Bearer ";
        var sent = http.Request.Headers["x-api-key"].ToString();
        var authorization = http.Request.Headers.Authorization.ToString();
        if (sent.Length == 0 && authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            sent = authorization[bearer.Length..].Trim();
        key = sent.Length == 0 ? null : gateway.Options.Keys.Find(sent);
        return key;
    }

    /// <summary>Answers that the key is missing or unknown.</summary>
    public Task RefuseKey() => Refuse(UnknownKey);

    /// <summary>The refusal of a missing or unknown key.</summary>
    public static Refusal UnknownKey { get; } = new(
        RefusalKind.UnknownKey,
        "The API key is missing or unknown. Send a key of this gateway as x-api-key or as Authorization: Bearer.");

    /// <summary>Writes a refusal in the dialect's form.</summary>
    public Task Refuse(Refusal refusal)
    {
        var status = dialect.FormOf(refusal.Kind).Status;
        GatewayLog.Refused(gateway.Log, RequestId, key?.Name, refusal.Kind, status);
        http.Response.StatusCode = status;
        if (refusal.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        else if (refusal.Kind == RefusalKind.LimitReached)
            http.Response.Headers["x-should-retry"] = "false";
        return WriteJson(json => dialect.WriteError(json, refusal, RequestId));
    }

    /// <summary>Writes a JSON document.</summary>
    public async Task WriteJson(Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = null;
        await using (var json = new Utf8JsonWriter(http.Response.BodyWriter))
            write(json);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
