using System.Text.Json;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>The cheapest mix for a target, as programs read it; described in the reference on what-ifs.</summary>
internal static class MixJson
{
    private const string Format = "plimsoll.mix/1";

    public static string Write(MixReport report, string scenario) => JsonText.Write(Format, json =>
    {
        json.WriteString("scenario", scenario);
        json.WriteString("limit", report.Target.Key);
        json.WriteNumber("multiple", report.Target.Multiple);
        json.WriteString("date", DateOption.Text(report.At.Date));
        json.WriteString("condition", WhatIfJson.Name(report.Condition));
        WhatIfJson.Number(json, "dollarsPerMonth", report.Best.Price?.Dollars);
        switch (report.Best)
        {
            case MixAnswer.Found found:
                WriteFound(json, found);
                break;
            case MixAnswer.None none:
                json.WriteStartArray("conflict");
                foreach (var constraint in none.Conflict)
                    json.WriteStringValue(constraint);
                json.WriteEndArray();
                break;
        }

        WritePrices(json, "without", report.Without);
        WritePrices(json, "alone", report.Alone);
    });

    private static void WriteFound(Utf8JsonWriter json, MixAnswer.Found found)
    {
        json.WriteStartArray("supply");
        foreach (var part in found.Supply)
        {
            json.WriteStartObject();
            json.WriteString("offer", part.Offer);
            json.WriteNumber("accelerators", part.Accelerators);
            json.WriteNumber("watts", part.Power.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("power");
        foreach (var power in found.Power)
        {
            json.WriteStartObject();
            json.WriteString("offer", power.Offer);
            json.WriteNumber("watts", power.Capacity.Value);
            json.WriteNumber("meanWatts", power.Mean.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("hours");
        foreach (var (hour, price) in found.Hours)
        {
            json.WriteStartObject();
            json.WriteNumber("hourOfWeek", hour.Hour);
            json.WriteString("lost", hour.Outage);
            json.WriteNumber("dollarsPerPercent", price.Dollars);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("usedUp");
        foreach (var (offer, price) in found.Limits)
            json.WriteNumber(offer, price.Dollars);
        json.WriteEndObject();
    }

    private static void WritePrices(
        Utf8JsonWriter json, string name, IEnumerable<(string Offer, Usd? Price)> prices)
    {
        json.WriteStartObject(name);
        foreach (var (offer, price) in prices)
            WhatIfJson.Number(json, offer, price?.Dollars);
        json.WriteEndObject();
    }
}
