using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// <c>POST /v1/messages/count_tokens</c>: free, and bounded by a rate of its own. A server that speaks Anthropic
/// counts; where none can, what the gateway would reserve is told, and marked as an estimate.
/// </summary>
internal sealed class CountExchange(GatewayState gateway, HttpContext http, Dialect dialect, Answer answer)
{
    /// <summary>Header of a count that nobody counted.</summary>
    public const string Estimate = "plimsoll-estimate";

    private static readonly string[] OwnHeaders = ["content-type", "content-length"];

    /// <summary>Serves the request.</summary>
    public async Task Run()
    {
        if (answer.Authenticate() is not { } account)
        {
            await answer.RefuseKey();
            return;
        }

        var now = gateway.Now;
        if (gateway.Counts.Take(account.Scopes[0].Path.Name, gateway.Options.CountsPerMinute, now) is { } at)
        {
            await answer.Refuse(TooMany((at - now).CeilingSeconds()));
            return;
        }

        var (body, unread) = await RequestBody.Read(http, gateway, gateway.Options.MaxBodyBytes);
        if (unread is not null)
        {
            await answer.Refuse(unread);
            return;
        }

        var call = new InnerCall(gateway, dialect, new OnBehalf(account)) { Headers = http.Request.Headers };
        var counted = await call.Run(body, http.RequestAborted);
        foreach (var (name, value) in counted.Headers)
        {
            if (!OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
                http.Response.Headers[name] = value;
        }

        if (IsUncounted(counted))
            await WriteEstimate(account, body);
        else
            await Write(counted);
    }

    /// <summary>Whether no server counted, be it that none can, that it does not know how or that it failed.</summary>
    private static bool IsUncounted(InnerAnswer counted) => counted.Refusal is { } refusal
        ? refusal.Kind is ErrorKind.UnknownRoute or ErrorKind.FleetFull or ErrorKind.UpstreamFailed
            or ErrorKind.UpstreamTimedOut
        : counted.Status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
            or StatusCodes.Status501NotImplemented;

    private async Task Write(InnerAnswer counted)
    {
        http.Response.StatusCode = counted.Status;
        http.Response.ContentType = counted.Headers.ContentType.ToString();
        http.Response.ContentLength = counted.Body.Length;
        await http.Response.Body.WriteAsync(counted.Body, http.RequestAborted);
    }

    private async Task WriteEstimate(Account account, ReadOnlyMemory<byte> body)
    {
        // It was read and found good before.
        if (!ChatRequestReader.TryRead(body.Span, dialect, out var request, out var malformed))
            throw new InvalidOperationException(malformed.Message);

        // Its model may have gone with a policy that came meanwhile.
        var catalog = gateway.Catalog;
        if (catalog.ClassOf(request.Model) is not { } terms)
        {
            await answer.Refuse(catalog.Unknown(request.Model));
            return;
        }

        var asked = LimitRequests.Of(gateway, account, catalog.Policy, terms, request, http.Request);
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.Headers.RetryAfter = default;
        http.Response.Headers[Estimate] = "true";
        await answer.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("input_tokens", asked.Estimate.AllInput.Value);
            json.WriteEndObject();
        });
    }

    private ErrorAnswer TooMany(long seconds) => new(
        ErrorKind.LimitReached,
        $"Tokens may be counted {gateway.Options.CountsPerMinute} times a minute by each organization. " +
        $"Retry after {seconds} s.",
        null,
        seconds);
}
