using System.Text.Json;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>When growth eats the headroom, as programs read it; described in the reference on what-ifs.</summary>
internal static class HeadroomJson
{
    private const string Format = "plimsoll.headroom/1";

    public static string Write(Headroom report, string scenario) => JsonText.Write(Format, json =>
    {
        json.WriteString("scenario", scenario);
        json.WriteString("from", Date(report.From));
        json.WriteString("until", Date(report.Until));
        json.WriteBoolean("scheduled", report.Scheduled);
        json.WriteStartObject("conditions");
        foreach (var outlook in report.Conditions)
            WriteOutlook(json, outlook);
        json.WriteEndObject();
    });

    private static void WriteOutlook(Utf8JsonWriter json, HeadroomOutlook outlook)
    {
        json.WriteStartObject(WhatIfJson.Name(outlook.Condition));
        WhatIfJson.Number(json, "margin", outlook.Margin);
        json.WriteStartArray("crossings");
        foreach (var crossing in outlook.Crossings)
        {
            json.WriteStartObject();
            json.WriteString("date", Date(crossing.At));
            json.WriteBoolean("enough", crossing.IsEnough);
            WhatIfJson.Number(json, "margin", crossing.Margin);
            json.WriteString("cause", WhatIfJson.Name(crossing.Cause));
            json.WriteStartArray("sites");
            foreach (var site in crossing.Sites)
                json.WriteStringValue(site);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("byGrowth");
        foreach (var (perYear, below) in outlook.ByGrowth)
        {
            json.WriteStartObject();
            json.WriteNumber("perYear", perYear);
            json.WriteString("tooLittleFrom", below is { } day ? Date(day) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("borne");
        foreach (var (until, perYear) in outlook.Borne)
        {
            json.WriteStartObject();
            json.WriteString("until", Date(until));
            WhatIfJson.Number(json, "perYear", perYear);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Date(Instant at) => DateOption.Text(at.Date);
}
