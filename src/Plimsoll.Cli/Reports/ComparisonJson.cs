using System.Collections.Immutable;
using System.Text.Json;
using Plimsoll.Planning.Search;

namespace Plimsoll.Cli.Reports;

/// <summary>Two scenarios side by side, as programs read them; described in the reference on what-ifs.</summary>
internal static class ComparisonJson
{
    private const string Format = "plimsoll.comparison/1";

    public static string Write(ScenarioComparison report, string against, string scenario) =>
        JsonText.Write(Format, json =>
        {
            json.WriteString("against", against);
            json.WriteString("scenario", scenario);
            json.WriteStartArray("standings");
            WriteStanding(json, report.Base);
            WriteStanding(json, report.Other);
            json.WriteEndArray();
            json.WriteStartArray("inputs");
            foreach (var difference in report.Inputs)
            {
                json.WriteStartObject();
                json.WriteString("path", difference.Base.Path);
                json.WriteString("unit", difference.Base.Unit);
                json.WriteNumber("against", difference.Base.Mid);
                json.WriteNumber("value", difference.Other.Mid);
                WhatIfJson.Number(json, "ratio", difference.Ratio);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WritePaths(json, "onlyAgainst", report.OnlyBase);
            WritePaths(json, "onlyHere", report.OnlyOther);
            WhatIfJson.Number(json, "stormWithAllInputs", report.AllInputs);
        });

    private static void WritePaths(Utf8JsonWriter json, string name, ImmutableArray<string> paths)
    {
        json.WriteStartArray(name);
        foreach (var path in paths)
            json.WriteStringValue(path);
        json.WriteEndArray();
    }

    private static void WriteStanding(Utf8JsonWriter json, Standing standing)
    {
        json.WriteStartObject();
        json.WriteString("title", standing.Title);
        json.WriteStartArray("days");
        foreach (var day in standing.Days)
        {
            json.WriteStartObject();
            json.WriteString("date", DateOption.Text(day.At.Date));
            json.WriteNumber("accelerators", day.Accelerators);
            json.WriteNumber("watts", day.Power.Value);
            json.WriteNumber("growth", day.Growth);
            foreach (var (condition, margin) in day.Margins)
                WhatIfJson.Number(json, WhatIfJson.Name(condition), margin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("limits");
        foreach (var (dial, line) in standing.Lines)
        {
            json.WriteStartObject();
            json.WriteString("key", dial.Key);
            WhatIfJson.Number(json, "multiple", line.Multiple);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
