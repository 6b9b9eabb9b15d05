using System.Text.Json;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Gateway.Administration;

/// <summary>A preview as JSON.</summary>
internal static class PreviewJson
{
    /// <summary>Most decisions that are told one by one.</summary>
    public const int MostDifferences = 100;

    /// <summary>Writes it as members of the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, ReplayReport report)
    {
        json.WriteNumber("events", report.Events);
        json.WriteString("from", report.Events == 0 ? null : InstantText.Of(report.From));
        json.WriteString("to", report.Events == 0 ? null : InstantText.Of(report.To));
        json.WriteBoolean("is_faithful", report.Unfaithful.IsEmpty);
        json.WriteNumber("assumed", report.Assumed);
        Write(json, "total", report.Total);
        json.WriteStartArray("users");
        foreach (var user in report.Users.OrderByDescending(user => MoreRefused(user.Outcomes)))
        {
            json.WriteStartObject();
            json.WriteString("scope", user.User.Text);
            WriteMembers(json, user.Outcomes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("decided_otherwise", report.Differences.Length);
        json.WriteStartArray("differences");
        foreach (var one in report.Differences.Take(MostDifferences))
            Write(json, one);
        json.WriteEndArray();
    }

    private static long MoreRefused(Outcomes outcomes) => Refused(outcomes.Other!) - Refused(outcomes.Recorded);

    private static long Refused(UseSummary use) => use.Refused + use.NotIncluded;

    private static void Write(Utf8JsonWriter json, string name, Outcomes outcomes)
    {
        json.WriteStartObject(name);
        WriteMembers(json, outcomes);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, Outcomes outcomes)
    {
        json.WriteNumber("more_refused", MoreRefused(outcomes));
        Write(json, "recorded", outcomes.Recorded);
        Write(json, "previewed", outcomes.Other!);
    }

    private static void Write(Utf8JsonWriter json, string name, UseSummary use)
    {
        json.WriteStartObject(name);
        json.WriteNumber("asked", use.Asked);
        json.WriteNumber("admitted", use.Admitted);
        json.WriteNumber("overage", use.Overage);
        json.WriteNumber("asked_again", use.AskedAgain);
        json.WriteNumber("not_included", use.NotIncluded);
        json.WriteNumber("refused", use.Refused);
        json.WriteStartArray("refused_by");
        foreach (var (limit, count) in use.RefusedBy)
        {
            json.WriteStartObject();
            Write(json, limit);
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("first_refusal", use.FirstRefusal is { } at ? InstantText.Of(at) : null);
        json.WriteNumber("blocked_seconds", use.Blocked.CeilingSeconds());
        json.WriteNumber("refused_for_good", use.Never);
        json.WriteStartArray("peaks");
        foreach (var peak in use.Peaks)
        {
            json.WriteStartObject();
            Write(json, peak.Limit);
            json.WriteString("set", peak.Set);
            json.WriteString("cap", peak.Cap is { } cap ? SnakeCase.Of(cap) : null);
            json.WriteNumber("utilization", Math.Round(peak.Utilization, 4));
            json.WriteString("scope", peak.User.Text);
            json.WriteString("at", InstantText.Of(peak.At));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Difference one)
    {
        json.WriteStartObject();
        json.WriteNumber("line", one.Line);
        json.WriteString("at", InstantText.Of(one.At));
        json.WriteString("scope", one.Scope.Text);
        json.WriteString("request", one.Request);
        Write(json, "recorded", one.Recorded);
        Write(json, "previewed", one.Replayed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ReplayedAnswer answer)
    {
        json.WriteStartObject(name);
        json.WriteString("outcome", answer switch
        {
            { Grant: { } grant } => SnakeCase.Of(grant),
            { Decision: { } decision } => SnakeCase.Convert(decision.GetType().Name),
            _ => null,
        });
        if (answer.Decision is RecordedDecision.Rejected rejected)
        {
            json.WriteStartObject("binding");
            Write(json, rejected.Binding);
            json.WriteEndObject();
            json.WriteString("retry_at", rejected.RetryAt is { } at ? InstantText.Of(at) : null);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LimitName limit)
    {
        json.WriteString("level", SnakeCase.Of(limit.Level));
        json.WriteString("kind", SnakeCase.Of(limit.Kind));
        json.WriteString("name", limit.Name);
    }
}
