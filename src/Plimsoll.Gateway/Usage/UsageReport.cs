using System.Text.Json;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Footprints;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Usage;

/// <summary>An account's usage in absolute amounts, as JSON, read at one instant.</summary>
internal static class UsageReport
{
    /// <summary>Writes the report.</summary>
    public static void Write(Utf8JsonWriter json, AccountReading reading)
    {
        var (key, policy) = (reading.Account.Key, reading.Policy);
        json.WriteStartObject();
        json.WriteString("as_of", WireTime.Rfc3339(reading.Now));
        json.WriteString("key", key.Name);
        json.WriteString("organization", key.Organization);
        json.WriteString("workspace", key.Workspace);
        json.WriteString("user", key.User);
        json.WriteString("plan", key.Plan);
        json.WriteString("tier", key.Tier);
        json.WriteString("product", key.Product);
        WritePolicy(json, policy);
        json.WriteStartArray("limits");
        WriteLimits(json, reading);
        json.WriteEndArray();
        WriteNext(json, reading);
        WriteOverage(json, reading);
        json.WriteStartArray("allowances");
        foreach (var allowance in policy.Allowances)
        {
            if (allowance.Plans.Any(reading.Account.Carries) && (allowance.Product ?? key.Product) == key.Product)
                AllowanceReport.Write(json, allowance, reading.Now);
        }

        json.WriteEndArray();
        GrantReport.Write(json, reading);
        WriteEstimates(json, reading);
        if (reading.Rates is { } rates)
            FootprintWords.Write(json, rates, reading.Footprint);
        json.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter json, Policy policy)
    {
        json.WriteStartObject("policy");
        json.WriteString("effective_from", WireTime.Rfc3339(policy.EffectiveFrom));
        json.WriteStartArray("changes");
        foreach (var change in policy.Changes)
            json.WriteStringValue(change);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, AccountReading reading)
    {
        foreach (var (name, state) in LimitNames.All(reading.States).Zip(reading.States))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            LimitJson.Write(json, state, reading.Account);
            json.WriteEndObject();
        }
    }

    private static void WriteNext(Utf8JsonWriter json, AccountReading reading)
    {
        json.WriteStartArray("next");
        foreach (var next in reading.Next)
        {
            json.WriteStartObject();
            json.WriteString("class", next.Class);
            json.WriteBoolean("is_admitted", next.IsAdmitted);
            json.WriteBoolean("is_overage", next.IsOverage);
            json.WriteString("retry_at", next.RetryAt is { } at ? WireTime.Rfc3339(at) : null);
            json.WriteString("binding", next.Binding);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOverage(Utf8JsonWriter json, AccountReading reading)
    {
        json.WriteStartObject("overage");
        json.WriteString("status", LimitNames.Of(reading.Overage));
        json.WriteEndObject();
    }

    private static void WriteEstimates(Utf8JsonWriter json, AccountReading reading)
    {
        json.WriteStartArray("estimates");
        foreach (var (name, error) in reading.Estimates)
        {
            json.WriteStartObject();
            json.WriteString("class", name);
            json.WriteNumber("samples", error.Samples);
            json.WriteNumber("target", error.Target);
            WriteNumber(json, "coverage", error.Coverage);
            WriteNumber(json, "estimated_over_written", error.Ratio);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, Math.Round(number, 4));
        else
            json.WriteNull(name);
    }
}
