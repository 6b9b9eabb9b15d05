using System.Text.Json;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Usage;

/// <summary>An explanation as JSON.</summary>
internal sealed class ExplanationReport(
    Account account, string modelClass, LimitRequest asked, Explanation explanation, Instant now)
{
    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("as_of", WireTime.Rfc3339(now));
        json.WriteString("class", modelClass);
        json.WriteString("asked_lane", LimitNames.Of(asked.Lane));
        json.WriteString("lane", LimitNames.Of(explanation.Lane));
        WriteEstimate(json);
        json.WriteBoolean("is_admitted", explanation.IsAdmitted);
        json.WriteBoolean("is_overage", explanation.IsOverage);
        json.WriteString("overage", LimitNames.Of(explanation.Overage));
        json.WriteString("not_included", explanation.NotIncluded);
        json.WriteString("retry_at", explanation.RetryAt is { } at ? WireTime.Rfc3339(at) : null);
        var isRefused = explanation is { IsAdmitted: false, RetryAt: not null };
        WriteNumber(json, "retry_after", isRefused ? (explanation.RetryAt!.Value - now).CeilingSeconds() : null);
        WriteBinding(json);
        json.WriteStartArray("limits");
        var names = LimitNames.All(explanation.Limits.Select(limit => limit.Before));
        foreach (var (name, limit) in names.Zip(explanation.Limits))
            Write(json, name, limit);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteEstimate(Utf8JsonWriter json)
    {
        json.WriteStartObject("estimate");
        json.WriteNumber("input", asked.Estimate.Input.Value);
        json.WriteNumber("cache_write", asked.Estimate.CacheWrite.Value);
        json.WriteNumber("cache_write_long", asked.Estimate.CacheWriteLong.Value);
        json.WriteNumber("cache_read", asked.Estimate.CacheRead.Value);
        json.WriteNumber("output", asked.Estimate.Output.Value);
        json.WriteEndObject();
    }

    private void WriteBinding(Utf8JsonWriter json)
    {
        if (explanation.Binding is not { Before: var state })
        {
            json.WriteNull("binding");
            return;
        }

        json.WriteStartObject("binding");
        json.WriteString("name", LimitNames.Of(state));
        json.WriteString("level", LimitNames.Of(state.Level));
        json.WriteString("scope", account.At(state.Level)?.Path.Name);
        json.WriteString("set", state.Set);
        json.WriteString("limit_name", state.Terms.Name);
        json.WriteString("class", state.Class);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, string name, ConsideredLimit limit)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        LimitJson.Write(json, limit.Before, account);
        json.WriteNumber("charge", WireAmount.InUnit(limit.Before.Kind, limit.Charge));
        json.WriteBoolean("has_room", limit.HasRoom);
        json.WriteBoolean("is_counted", limit.IsCounted);
        json.WriteString("passes_at", limit.PassesAt is { } at ? WireTime.Rfc3339(at) : null);
        json.WriteStartArray("allowances");
        foreach (var allowance in limit.Allowances)
            json.WriteStringValue(allowance);
        json.WriteEndArray();
        json.WriteNumber("reserved_after", WireAmount.InUnit(limit.Before.Kind, limit.After.Reserved));
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
