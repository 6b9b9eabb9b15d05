using System.Globalization;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// <c>GET /admin/audit?since=INSTANT&amp;after=NEXT&amp;limit=N</c>: the lines of the audit, a page at a time.
/// </summary>
internal sealed class AuditRoute(GatewayState gateway, HttpContext http, Answer answer)
{
    private const int UsualPage = 100;
    private const int LongestPage = 1000;

    /// <summary>Tells a page.</summary>
    public async Task Tell()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.ReadOnly) is not { } call)
            return;
        var errors = new List<string>();
        var after = Number("after", 0, long.MaxValue, 0, errors);
        var most = (int)Number("limit", 1, LongestPage, UsualPage, errors);
        var since = Since(errors);
        foreach (var name in http.Request.Query.Keys.Where(name => name is not ("after" or "limit" or "since")))
            errors.Add($"{name}: is not known here; expected since, after, limit.");
        if (errors.Count > 0)
        {
            await call.Refuse(new ErrorAnswer(ErrorKind.Malformed, string.Join(' ', errors)));
            return;
        }

        var (lines, next) = gateway.Audit.Read(since, after, most);
        await call.Tell(json =>
        {
            json.WriteStartObject();
            json.WriteString("kept_in", gateway.Audit.Path);
            json.WriteStartArray("entries");
            foreach (var line in lines)
                json.WriteRawValue(line);
            json.WriteEndArray();
            json.WriteNumber("next", next);
            json.WriteBoolean("has_more", lines.Count == most);
            json.WriteEndObject();
        });
    }

    private DateTimeOffset? Since(List<string> errors)
    {
        var text = http.Request.Query["since"].ToString();
        if (text.Length == 0)
            return null;
        const DateTimeStyles style = DateTimeStyles.AssumeUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, style, out var since))
            return since;
        errors.Add($"since: found '{text}'; expected an instant such as 2026-05-06T12:00:00Z.");
        return null;
    }

    private long Number(string name, long least, long most, long usual, List<string> errors)
    {
        var text = http.Request.Query[name].ToString();
        if (text.Length == 0)
            return usual;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        errors.Add($"{name}: found '{text}'; expected a whole number from {least} to {most}.");
        return usual;
    }
}
