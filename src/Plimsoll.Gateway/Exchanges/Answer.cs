using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What the gateway itself answers to one request.</summary>
internal sealed class Answer
{
    private readonly GatewayState gateway;
    private readonly HttpContext http;
    private readonly Dialect dialect;
    private Account? account;

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

    /// <summary>Name of the request in a limit log; null: it is none that a log would have.</summary>
    public string? LimitName { get; private set; }

    /// <summary>Tells by which name a limit log has the request.</summary>
    public void Name(UInt128 id)
    {
        LimitName = RequestName.TextOf(id);
        http.Response.Headers["plimsoll-request"] = LimitName;
    }

    /// <summary>The account of the key that came with the request; null when it is missing or unknown.</summary>
    public Account? Authenticate()
    {
        var sent = SentKey();
        var key = sent.Length == 0 ? null : gateway.Options.Keys.Find(sent);
        account = key is null ? null : gateway.Accounts.Of(key);
        return account;
    }

    /// <summary>Whether the key that came with the request is the operator's.</summary>
    public bool IsOperator() =>
        gateway.Options.AdminKeyHash is { } hash && KeyRing.HashOf(SentKey()) == hash;

    /// <summary>Answers that the key is missing or unknown.</summary>
    public Task RefuseKey() => Refuse(UnknownKey);

    /// <summary>The refusal of a missing or unknown key.</summary>
    public static ErrorAnswer UnknownKey { get; } = new(
        ErrorKind.UnknownKey,
        "The API key is missing or unknown. Send a key of this gateway as x-api-key or as Authorization: Bearer.");

    /// <summary>Writes an error in the dialect's form.</summary>
    public Task Refuse(ErrorAnswer error)
    {
        var status = dialect.FormOf(error.Kind).Status;
        GatewayLog.Refused(gateway.Log, RequestId, LimitName ?? "-", account?.Key.Name, error.Kind, status);
        http.Response.StatusCode = status;
        if (error.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (error.ForbidsRetry)
            http.Response.Headers["x-should-retry"] = "false";
        return WriteJson(json => dialect.WriteError(json, error, RequestId));
    }

    /// <summary>Writes a JSON document.</summary>
    public async Task WriteJson(Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = null;
        await using (var json = new Utf8JsonWriter(http.Response.BodyWriter, WireJson.Plain))
            write(json);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private string SentKey()
    {
        const string bearer = "Bearer ";
        var sent = http.Request.Headers["x-api-key"].ToString();
        var authorization = http.Request.Headers.Authorization.ToString();
        return sent.Length == 0 && authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[bearer.Length..].Trim()
            : sent;
    }
}
