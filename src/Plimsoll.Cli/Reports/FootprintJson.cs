using System.Collections.Immutable;
using System.Text.Json;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Money;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Cli.Reports;

/// <summary>A footprint as programs read it; docs/reference/footprint.md describes it.</summary>
internal static class FootprintJson
{
    private const string Format = "plimsoll.footprint/1";

    public static string Write(FootprintAnswer answer, FootprintColumns? columns) =>
        JsonText.Write(Format, json =>
        {
            var (report, footprint) = (answer.Report, answer.Report.Footprint);
            var metered = footprint.Metered;
            json.WriteString("scenario", answer.Scenario);
            json.WriteString("title", metered.Model.Title);
            json.WriteString("from", InstantText.Of(metered.From));
            json.WriteNumber("hours", metered.Hours);
            json.WriteNumber("unservedOutputTokens", metered.Unserved.Sum());
            json.WriteNumber("notServedJoules", metered.Sites.Sum(meter => meter.NotServed.Sum()));
            json.WriteNumber("unborneIdleJoules", report.Unborne.Value);
            json.WriteString("unstated", answer.Unstated);
            Write(json, "total", report.Total, footprint.Impacts);
            if (answer.Without is { } without)
                Write(json, "totalWithoutChanges", without.Total, footprint.Impacts);
            if (answer.Ranges is { } ranges)
                WriteRanges(json, report, ranges);
            json.WriteStartObject("unservedShares");
            foreach (var (served, _, share) in report.Unserved())
                json.WriteNumber(served, share);
            json.WriteEndObject();
            if (columns is { } by)
            {
                FootprintRows.Of(footprint, by).WriteJson(json, "rows");
                return;
            }

            new FootprintRows(footprint.Impacts, FootprintColumns.Site, report.Sites).WriteJson(json, "sites");
            new FootprintRows(footprint.Impacts, FootprintColumns.Use, report.Uses).WriteJson(json, "uses");
            WriteParts(json, "classes", report.Classes, footprint.Impacts, []);
            WriteParts(json, "plans", report.Plans, footprint.Impacts, answer.Margins);
            WriteSources(json, metered);
        });

    private static void WriteRanges(Utf8JsonWriter json, FootprintReport report, FootprintSensitivity sensitivity)
    {
        json.WriteStartArray("ranges");
        foreach (var ((what, unit), range) in FootprintRanges.Names(report).Zip(sensitivity.Figures))
        {
            json.WriteStartObject();
            json.WriteString("figure", what);
            json.WriteString("unit", unit);
            json.WriteNumber("low", range.Low);
            json.WriteNumber("mid", range.Mid);
            json.WriteNumber("high", range.High);
            json.WriteNumber("assumedShare", range.AssumedShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParts(
        Utf8JsonWriter json,
        string name,
        ImmutableArray<FootprintPart> parts,
        ImmutableArray<Impact> impacts,
        ImmutableArray<PlanMargin> margins)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteNumber("users", part.Users);
            if (margins.FirstOrDefault(one => one.Plan == part.Name) is { } margin)
            {
                WhatIfJson.Number(json, "pricePerMonthUsd", margin.Price);
                json.WriteNumber("costPerMonthUsd", margin.Cost);
                WhatIfJson.Number(json, "leftPerMonthUsd", margin.Left);
            }

            Write(json, "own", part.Own, impacts);
            Write(json, "idle", part.Idle, impacts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSources(Utf8JsonWriter json, MeteredService metered)
    {
        json.WriteStartArray("sources");
        foreach (var meter in metered.Sites)
        {
            foreach (var line in meter.Sources)
            {
                json.WriteStartObject();
                json.WriteString("site", meter.Site.Name);
                json.WriteString("source", line.Source.Name);
                json.WriteNumber("joules", line.Joules.Sum());
                json.WriteNumber("starts", line.Starts.Sum());
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, FootprintRow row, ImmutableArray<Impact> impacts)
    {
        json.WriteStartObject(name);
        FootprintRows.WriteMembers(json, row, impacts);
        json.WriteEndObject();
    }
}
