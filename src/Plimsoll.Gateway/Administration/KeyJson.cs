using System.Text.Json;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Administration;

/// <summary>A key as operators see it: everything but what could let somebody in.</summary>
internal static class KeyJson
{
    /// <summary>Writes an entry as a member of the object that is open; null where there is none.</summary>
    public static void Write(Utf8JsonWriter json, string name, GatewayKey? entry, DateTimeOffset now)
    {
        json.WritePropertyName(name);
        if (entry is null)
            json.WriteNullValue();
        else
            Write(json, entry, now);
    }

    /// <summary>Writes an entry.</summary>
    public static void Write(Utf8JsonWriter json, GatewayKey entry, DateTimeOffset now)
    {
        json.WriteStartObject();
        KeyTermsJson.Write(json, entry);
        json.WriteString("created", entry.Created);
        json.WriteString("week_anchor", entry.WeekAnchor);
        json.WriteStartArray("former_until");
        foreach (var former in (entry.Former ?? []).Where(one => one.Until > now))
            json.WriteStringValue(former.Until);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
