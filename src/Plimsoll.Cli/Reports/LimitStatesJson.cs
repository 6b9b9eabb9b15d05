using Plimsoll.Limits.Replay;

namespace Plimsoll.Cli.Reports;

/// <summary>The limits of a scope as programs read them; <c>docs/guides/replay.md</c> describes the document.</summary>
internal static class LimitStatesJson
{
    private const string Format = "plimsoll.limits/1";

    public static string Write(ScopeReading reading) => JsonText.Write(Format, json =>
    {
        json.WriteString("scope", reading.Scope.Text);
        LimitJson.WriteInstant(json, "at", reading.At);
        LimitJson.WriteNames(json, "changes", reading.Changes);
        json.WriteStartArray("limits");
        foreach (var limit in reading.Limits)
        {
            json.WriteStartObject();
            LimitJson.WriteState(json, limit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
