using System.Text.Json;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Usage;

/// <summary>
/// The same usage in the shape that clients of subscriptions know: percent from 0 to 100, ISO 8601 resets, money in
/// cents.
/// </summary>
internal static class AccountDocument
{
    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter json, AccountReading reading)
    {
        var windows = new LimitReport(reading.States.AsMemory(), new WarningThresholds(), reading.Now).Windows();
        json.WriteStartObject();
        foreach (var (name, kind) in new[] { ("five_hour", LimitKind.Session), ("seven_day", LimitKind.Week) })
        {
            var ofKind = windows.Where(window => window.Kind == kind).ToList();
            if (!ofKind.Exists(window => window.Class is null))
                json.WriteNull(name);
            foreach (var window in ofKind)
                Write(json, window.Class is null ? name : $"{name}_{window.Class}", window);
        }

        WriteExtraUsage(json, reading);
        json.WriteStartArray("limits");
        foreach (var window in windows)
            WriteLimit(json, window);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, in LimitState window)
    {
        json.WriteStartObject(name);
        json.WriteNumber("utilization", WireAmount.Percent(window));
        WriteReset(json, window);
        json.WriteEndObject();
    }

    private static void WriteExtraUsage(Utf8JsonWriter json, AccountReading reading)
    {
        var caps = LimitNames.All(reading.States).Zip(reading.States)
            .Where(entry => entry.First == LimitNames.MonthlyOverage).Select(entry => entry.Second).ToArray();
        if (LimitState.MostUtilized(caps) is not { } month)
        {
            json.WriteNull("extra_usage");
            return;
        }

        var isUnlimited = WireAmount.IsUnlimited(month);
        json.WriteStartObject("extra_usage");
        json.WriteBoolean("is_enabled", reading.Overage is not (OverageStatus.NotOffered or OverageStatus.Disabled));
        if (isUnlimited)
            json.WriteNull("monthly_limit");
        else
            json.WriteNumber("monthly_limit", WireAmount.Cents(new(month.Limit)));
        json.WriteNumber("used_credits", WireAmount.Cents(new(month.Used + month.Reserved)));
        if (isUnlimited)
            json.WriteNull("utilization");
        else
            json.WriteNumber("utilization", WireAmount.Percent(month));
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, in LimitState window)
    {
        json.WriteStartObject();
        var kind = window.Kind == LimitKind.Session ? "session" : "weekly";
        json.WriteString("kind", window.Class is null ? kind : $"{kind}_scoped");
        json.WriteNumber("percent", WireAmount.Percent(window));
        json.WriteBoolean("is_active", window.Used + window.Reserved > 0);
        if (window.Class is { } only)
        {
            json.WriteStartObject("scope");
            json.WriteStartObject("model");
            json.WriteString("display_name", only);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("scope");
        }

        WriteReset(json, window);
        json.WriteEndObject();
    }

    private static void WriteReset(Utf8JsonWriter json, in LimitState window) =>
        json.WriteString("resets_at", window.ResetsAt is { } reset ? WireTime.Rfc3339(reset) : null);
}
