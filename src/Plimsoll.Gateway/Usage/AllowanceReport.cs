using System.Text.Json;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Usage;

/// <summary>One multiplied allowance as JSON: no factor is hidden.</summary>
internal static class AllowanceReport
{
    /// <summary>Writes it, and whether it applies at <paramref name="now"/>.</summary>
    public static void Write(Utf8JsonWriter json, Allowance allowance, Instant now)
    {
        json.WriteStartObject();
        json.WriteString("name", allowance.Name);
        json.WriteString("change", allowance.Change);
        json.WriteString("window", LimitNames.Of(allowance.Window));
        json.WriteString("product", allowance.Product);
        json.WriteString("class", allowance.Class);
        json.WriteString("lane", allowance.Lane is { } lane ? LimitNames.Of(lane) : null);
        json.WriteString("trait", allowance.Trait);
        json.WriteNumber("factor", allowance.Factor.Value);
        json.WriteBoolean("applies_now", allowance.When?.Contains(now) ?? true);
        if (allowance.When is { } hours)
        {
            json.WriteStartObject("hours");
            json.WriteStartArray("days");
            foreach (var day in hours.Days)
                json.WriteStringValue(day.ToString());
            json.WriteEndArray();
            json.WriteString("from", WeeklyHours.ClockTime(hours.From));
            json.WriteString("to", WeeklyHours.ClockTime(hours.To));
            json.WriteString("zone", hours.Zone.Id);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
