using System.Text.Json;

namespace Plimsoll.Gateway.Keys;

/// <summary>What a key is called, entitled to and part of, as operators send it and are told of it.</summary>
public static class KeyTermsJson
{
    /// <summary>Writes it as members of the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, GatewayKey entry)
    {
        json.WriteString("name", entry.Name);
        json.WriteString("plan", entry.Plan);
        json.WriteString("tier", entry.Tier);
        json.WriteString("product", entry.Product);
        json.WriteString("organization", entry.Organization);
        json.WriteString("workspace", entry.Workspace);
        json.WriteString("user", entry.User);
        json.WriteStartArray("limits");
        foreach (var set in entry.Limits ?? [])
            json.WriteStringValue(set);
        json.WriteEndArray();
    }
}
