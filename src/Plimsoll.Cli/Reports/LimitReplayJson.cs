using System.Text.Json;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Cli.Reports;

/// <summary>A replay as programs read it; <c>docs/guides/replay.md</c> describes the document.</summary>
internal static class LimitReplayJson
{
    private const string Format = "plimsoll.limits-replay/1";

    public static string Write(ReplayReport report, string scenario, string? other) =>
        JsonText.Write(Format, json =>
        {
            json.WriteString("scenario", scenario);
            json.WriteString("other", other);
            json.WriteNumber("events", report.Events);
            LimitJson.WriteInstant(json, "from", report.From);
            LimitJson.WriteInstant(json, "to", report.To);
            json.WriteBoolean("isFaithful", report.Unfaithful.IsEmpty);
            json.WriteNumber("assumed", report.Assumed);
            json.WriteStartArray("users");
            foreach (var user in report.Users)
            {
                json.WriteStartObject();
                json.WriteString("user", user.User.Text);
                WriteOutcomes(json, user.Outcomes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("total");
            WriteOutcomes(json, report.Total);
            json.WriteEndObject();
            WriteDifferences(json, "differences", report.Differences);
            WriteDifferences(json, "unfaithful", report.Unfaithful);
        });

    private static void WriteOutcomes(Utf8JsonWriter json, Outcomes outcomes)
    {
        WriteUse(json, "recorded", outcomes.Recorded);
        if (outcomes.Other is { } other)
            WriteUse(json, "other", other);
    }

    private static void WriteUse(Utf8JsonWriter json, string name, UseSummary use)
    {
        json.WriteStartObject(name);
        json.WriteNumber("asked", use.Asked);
        json.WriteNumber("admitted", use.Admitted);
        json.WriteNumber("overage", use.Overage);
        json.WriteNumber("askedAgain", use.AskedAgain);
        json.WriteNumber("notIncluded", use.NotIncluded);
        json.WriteNumber("refused", use.Refused);
        json.WriteStartArray("refusedBy");
        foreach (var one in use.RefusedBy)
        {
            json.WriteStartObject();
            LimitJson.WriteName(json, one.Limit);
            json.WriteNumber("count", one.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        LimitJson.WriteInstant(json, "firstRefusal", use.FirstRefusal);
        json.WriteNumber("blockedNanoseconds", use.Blocked.Nanoseconds);
        json.WriteNumber("never", use.Never);
        json.WriteStartArray("peaks");
        foreach (var peak in use.Peaks)
        {
            json.WriteStartObject();
            LimitJson.WriteName(json, peak.Limit);
            json.WriteString("set", peak.Set);
            LimitJson.WriteCap(json, peak.Cap);
            json.WriteNumber("utilization", peak.Utilization);
            json.WriteString("user", peak.User.Text);
            LimitJson.WriteInstant(json, "at", peak.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDifferences(Utf8JsonWriter json, string name, IEnumerable<Difference> differences)
    {
        json.WriteStartArray(name);
        foreach (var one in differences)
        {
            json.WriteStartObject();
            json.WriteNumber("line", one.Line);
            LimitJson.WriteInstant(json, "at", one.At);
            json.WriteString("scope", one.Scope.Text);
            json.WriteString("request", one.Request);
            WriteAnswer(json, "recorded", one.Recorded);
            WriteAnswer(json, "instead", one.Replayed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAnswer(Utf8JsonWriter json, string name, ReplayedAnswer answer)
    {
        if (answer.Decision is { } decision)
            LimitJson.WriteDecision(json, name, decision);
        else
            json.WriteString(name, SnakeCase.Of(answer.Grant!.Value));
    }
}
