using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// One request of an operator who may make it: who asks, what is asked, and what came of it, which is audited.
/// </summary>
internal sealed class OperatorCall
{
    private readonly GatewayState gateway;
    private readonly HttpContext http;
    private readonly Answer answer;
    private readonly OperatorKey key;

    private OperatorCall(GatewayState gateway, HttpContext http, Answer answer, OperatorKey key) =>
        (this.gateway, this.http, this.answer, this.key) = (gateway, http, answer, key);

    /// <summary>
    /// Looks who asks. Whoever is not known, or may not do this, is refused, which is audited; where no operator is
    /// known at all, there is no such route.
    /// </summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="http">The request.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="needs">The role that it takes: <c>ReadOnly</c> to look or preview, <c>Admin</c> to change.</param>
    /// <returns>The call; null when it was answered already.</returns>
    public static async Task<OperatorCall?> Begin(
        GatewayState gateway, HttpContext http, Answer answer, OperatorRole needs)
    {
        if (gateway.Operators.Keys.IsEmpty)
        {
            await answer.Refuse(Routes.Unknown(http.Request));
            return null;
        }

        var key = answer.Operator();
        if (key?.Role >= needs)
            return new OperatorCall(gateway, http, answer, key);
        GatewayLog.OperatorRefused(gateway.Log, answer.RequestId);
        var asked = $"{http.Request.Method} {http.Request.Path.Value}";
        var entry = new AuditEntry(
            gateway.Now, key?.Who ?? "unknown", answer.From, answer.RequestId, "attempt", "refused");
        gateway.Audit.WriteRefused(entry, key is not null, json =>
        {
            json.WriteString("route", asked);
            json.WriteString("reason", key is null ? "unknown_key" : "not_permitted");
        });
        await answer.Refuse(key is null ? Answer.UnknownKey : new ErrorAnswer(
            ErrorKind.NotPermitted,
            $"{key.Who} may look and preview, but not change anything: {asked} takes the role admin."));
        return null;
    }

    /// <summary>Who asks, as the audit has it.</summary>
    public string Who => key.Who;

    /// <summary>The members of its body; null when it was answered already.</summary>
    public async Task<RequestFields?> Fields(int mostBytes = RequestFields.MostBytes)
    {
        var (fields, unread) = await RequestFields.Read(http, gateway, mostBytes);
        if (unread is not null)
            await answer.Refuse(unread);
        return fields;
    }

    /// <summary>Answers with what was looked at.</summary>
    public Task Tell(Action<Utf8JsonWriter> write) => answer.WriteJson(write);

    /// <summary>Answers that it cannot be done; nothing was changed.</summary>
    public Task Refuse(ErrorAnswer error) => answer.Refuse(error);

    /// <summary>Makes a change, or answers with everything that keeps it from being made.</summary>
    /// <param name="field">Member of the body at fault where something is wrong.</param>
    /// <param name="change">Makes it, and tells what keeps it from being made; nothing: it was.</param>
    /// <returns>False when it was answered already.</returns>
    public async Task<bool> Change(string field, Func<ValueTask<IReadOnlyList<string>>> change)
    {
        ErrorAnswer error;
        try
        {
            var problems = await change();
            if (problems.Count == 0)
                return true;
            error = new ErrorAnswer(ErrorKind.Malformed, string.Join(' ', problems), field);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            error = new ErrorAnswer(ErrorKind.GatewayFault, $"Nothing was changed, for it cannot be kept. {e.Message}");
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException
            && !ClientConnection.HasLeft(http))
        {
            error = new ErrorAnswer(
                ErrorKind.StoreGone,
                "The store that gateways share did not answer in time. Whether something was changed is not known: "
                + "look, and ask again.",
                null,
                RetryAfter: 1);
        }

        await answer.Refuse(error);
        return false;
    }

    /// <summary>Audits what came of a change, and answers with it.</summary>
    /// <param name="what">What was asked for.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="now">When.</param>
    /// <param name="details">Writes members of both the audit's line and the answer.</param>
    /// <param name="secrets">Writes members that only the answer has. Default: none.</param>
    public async Task Finish(
        string what,
        string result,
        Instant now,
        Action<Utf8JsonWriter> details,
        Action<Utf8JsonWriter>? secrets = null)
    {
        await gateway.Limits.Confirm();
        gateway.Audit.Write(new AuditEntry(now, key.Who, answer.From, answer.RequestId, what, result), details);
        await answer.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("result", result);
            json.WriteString("as_of", WireTime.Rfc3339(now));
            details(json);
            secrets?.Invoke(json);
            json.WriteEndObject();
        });
    }
}
