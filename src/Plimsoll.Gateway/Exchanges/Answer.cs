using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Telemetry;
using Plimsoll.Gateway.Transport;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What the gateway itself answers to one request.</summary>
internal sealed class Answer
{
    private static readonly HeaderName NameHeader = new("plimsoll-request");

    private readonly GatewayState gateway;
    private readonly HttpContext http;
    private readonly Dialect dialect;
    private Account? account;
    private string? modelClass;

    /// <summary>Names the request in its answer's headers.</summary>
    public Answer(GatewayState gateway, HttpContext http, Dialect dialect)
    {
        this.gateway = gateway;
        this.http = http;
        this.dialect = dialect;
        Id = Exchanges.RequestId.Next();
        RequestId = Id.ToString();
        Observed = new Observation(gateway.Meter, gateway.Clock, http.Request, dialect);
        http.Response.Headers.Put(dialect.RequestIdHeader, RequestId);
    }

    /// <summary>What the gateway calls the request.</summary>
    public RequestId Id { get; }

    /// <summary>The same as a text.</summary>
    public string RequestId { get; }

    /// <summary>What is measured of the request.</summary>
    public Observation Observed { get; }

    /// <summary>Name of the request in a limit log; null: it is none that a log would have.</summary>
    public string? LimitName { get; private set; }

    /// <summary>The gateway's own refusal, once it was answered with; null: none was.</summary>
    public ErrorAnswer? Refusal { get; private set; }

    /// <summary>Tells by which name a limit log has the request.</summary>
    public void Name(UInt128 id)
    {
        LimitName = RequestName.TextOf(id);
        http.Response.Headers.Put(NameHeader, LimitName);
    }

    /// <summary>Notes the class of the model that is asked for.</summary>
    public void AsksFor(string name)
    {
        modelClass = name;
        Observed.AsksFor(name);
    }

    /// <summary>The account of the key that came with the request; null when it is missing or unknown.</summary>
    public Account? Authenticate()
    {
        if (http.Features.Get<OnBehalf>() is { } own)
            return account = own.Account;
        var sent = SentKey();
        account = sent.Length == 0 ? null : gateway.Accounts.Find(sent, gateway.Clock.GetUtcNow());
        return account;
    }

    /// <summary>The operator whose key came with the request; null when it is missing or unknown.</summary>
    public OperatorKey? Operator() => SentKey() is { Length: > 0 } sent ? gateway.Operators.Find(sent) : null;

    /// <summary>Address that the request came from, for the audit; null where there is none.</summary>
    public string? From => http.Connection.RemoteIpAddress?.ToString();

    /// <summary>Answers that the key is missing or unknown.</summary>
    public Task RefuseKey() => Refuse(UnknownKey);

    /// <summary>The refusal of a missing or unknown key.</summary>
    public static ErrorAnswer UnknownKey { get; } = new(
        ErrorKind.UnknownKey,
        "The API key is missing or unknown. Send a key of this gateway as x-api-key or as Authorization: Bearer.");

    /// <summary>Writes an error in the dialect's form, with the account's limits where they are not told yet.</summary>
    public Task Refuse(ErrorAnswer error)
    {
        Refusal = error;
        var status = dialect.FormOf(error.Kind).Status;
        Observed.Failed(error.Kind);
        GatewayLog.Refused(gateway.Log, RequestId, LimitName ?? "-", account?.Key.Name ?? "-", error.Kind, status);
        http.Response.StatusCode = status;
        if (account is not null && !error.TellsOwnLimits)
            dialect.WriteLimits(http.Response.Headers, StandingLimits.Of(gateway, account, modelClass));
        if (error.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (error.ForbidsRetry)
            http.Response.Headers["x-should-retry"] = "false";
        return WriteJson(json => dialect.WriteError(json, error, RequestId));
    }

    /// <summary>Tells how long ago what is answered was read.</summary>
    public void TellAge(Duration age) =>
        http.Response.Headers.Age = age.CeilingSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a JSON document.</summary>
    public async Task WriteJson(Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = null;
        await using (var json = new Utf8JsonWriter(http.Response.BodyWriter, WireJson.Plain))
            write(json);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    /// <summary>Writes a file.</summary>
    public async Task WriteFile(string path, string type)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        http.Response.ContentType = type;
        http.Response.ContentLength = file.Length;
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private string SentKey()
    {
        const string bearer = "Bearer ";
        var sent = http.Request.Headers["x-api-key"].ToString();
        if (sent.Length > 0)
            return sent;
        var authorization = http.Request.Headers.Authorization.ToString();
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[bearer.Length..].Trim()
            : "";
    }
}
