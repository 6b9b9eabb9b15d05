using System.Text.Json;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Usage;

/// <summary>The resets that an account may make itself, as JSON.</summary>
internal static class GrantReport
{
    /// <summary>Writes all of them as the member <c>grants</c> of the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, AccountReading reading)
    {
        json.WriteStartArray("grants");
        foreach (var (grant, state) in reading.Grants)
        {
            json.WriteStartObject();
            json.WriteString("id", grant.Id);
            json.WriteString("label", grant.Label);
            json.WriteNumber("resets_total", grant.Count);
            json.WriteNumber("resets_left", state.Left);
            json.WriteString("starts_at", WireTime.Rfc3339(grant.StartsAt));
            json.WriteString("ends_at", WireTime.Rfc3339(grant.EndsAt));
            json.WriteStartArray("clears");
            foreach (var limit in grant.Clears.Limits)
                json.WriteStringValue(limit);
            json.WriteEndArray();
            json.WriteBoolean("use_requires_limit", grant.NeedsLimit);
            json.WriteBoolean("usable_now", reading.IsUsable(grant, state));
            json.WriteBoolean("paused", grant.IsPaused);
            json.WriteString("cooldown_until", state.CooldownUntil is { } until ? WireTime.Rfc3339(until) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
