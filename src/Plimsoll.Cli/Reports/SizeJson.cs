using System.Text.Json;
using Plimsoll.Planning.Search;

namespace Plimsoll.Cli.Reports;

/// <summary>How much of what makes a limit hold, as programs read it; described in the reference on what-ifs.</summary>
internal static class SizeJson
{
    private const string Format = "plimsoll.size/1";

    public static string Write(SizeReport report, string scenario) => JsonText.Write(Format, json =>
    {
        json.WriteString("scenario", scenario);
        json.WriteString("limit", report.Target.Key);
        json.WriteString("title", report.Target.Title);
        json.WriteNumber("multiple", report.Target.Multiple);
        json.WriteString("date", DateOption.Text(report.At.Date));
        json.WriteStartObject("now");
        foreach (var (condition, margin) in report.Now)
            WhatIfJson.Number(json, WhatIfJson.Name(condition), margin);
        json.WriteEndObject();
        json.WriteStartArray("additions");
        foreach (var row in report.Rows)
            WriteRow(json, row);
        json.WriteEndArray();
    });

    private static void WriteRow(Utf8JsonWriter json, SizeRow row)
    {
        var candidate = row.Candidate;
        json.WriteStartObject();
        json.WriteString("accelerator", candidate.Kind.Name);
        json.WriteString("site", candidate.IsNew ? null : candidate.Place.Name);
        json.WriteNumber("wattsEach", candidate.PowerEach.Value);
        foreach (var answer in row.Answers)
        {
            json.WriteStartObject(WhatIfJson.Name(answer.Condition));
            WhatIfJson.Number(json, "accelerators", answer.Accelerators);
            WhatIfJson.Number(json, "watts", answer.Power?.Value);
            WhatIfJson.Number(json, "dollarsPerMonth", answer.PricePerMonth?.Dollars);
            WhatIfJson.Number(json, "margin", answer.At);
            WhatIfJson.Number(json, "marginWithFewer", answer.Below);
            json.WriteString("obstacle", answer.Obstacle);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
