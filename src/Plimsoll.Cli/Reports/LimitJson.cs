using System.Text.Json;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>What documents about limits have in common. Names of kinds, levels and lanes are those of logs.</summary>
internal static class LimitJson
{
    /// <summary>Writes the members that say which limit it is and how it stands.</summary>
    public static void WriteState(Utf8JsonWriter json, PlacedLimit limit)
    {
        var state = limit.State;
        json.WriteString("level", SnakeCase.Of(state.Level));
        json.WriteString("scope", limit.Keeper.Text);
        json.WriteString("set", limit.State.Set);
        json.WriteString("name", state.Terms.Name);
        json.WriteString("kind", SnakeCase.Of(state.Kind));
        WriteCap(json, limit.Cap);
        json.WriteString("unit", LimitUnit.Of(state.Kind).Name);
        json.WriteNumber("limit", state.Limit);
        json.WriteNumber("used", state.Used);
        json.WriteNumber("reserved", state.Reserved);
        json.WriteNumber("remaining", state.Remaining);
        json.WriteNumber("utilization", state.Utilization);
        WriteInstant(json, "resetsAt", state.ResetsAt);
    }

    /// <summary>Writes an instant or null.</summary>
    public static void WriteInstant(Utf8JsonWriter json, string name, Instant? at)
    {
        if (at is { } one)
            json.WriteString(name, InstantText.Of(one));
        else
            json.WriteNull(name);
    }

    /// <summary>Writes a list of names.</summary>
    public static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>Writes which limit it is.</summary>
    public static void WriteName(Utf8JsonWriter json, LimitName limit)
    {
        json.WriteString("level", SnakeCase.Of(limit.Level));
        json.WriteString("kind", SnakeCase.Of(limit.Kind));
        json.WriteString("name", limit.Name);
    }

    /// <summary>Writes which limit of overage it is; nothing for limits of other kinds.</summary>
    public static void WriteCap(Utf8JsonWriter json, OverageCap? cap)
    {
        if (cap is { } one)
            json.WriteString("cap", SnakeCase.Of(one));
    }

    /// <summary>Writes a decision as an object.</summary>
    public static void WriteDecision(Utf8JsonWriter json, string name, RecordedDecision decision)
    {
        json.WriteStartObject(name);
        json.WriteString("outcome", SnakeCase.Convert(decision.GetType().Name));
        switch (decision)
        {
            case RecordedDecision.Admitted admitted:
                json.WriteString("lane", SnakeCase.Of(admitted.Served));
                json.WriteBoolean("isOverage", admitted.IsOverage);
                break;
            case RecordedDecision.Rejected rejected:
                json.WriteStartObject("binding");
                WriteName(json, rejected.Binding);
                json.WriteEndObject();
                WriteInstant(json, "retryAt", rejected.RetryAt);
                json.WriteString("overage", SnakeCase.Of(rejected.Overage));
                break;
            default:
                break;
        }

        json.WriteEndObject();
    }
}
