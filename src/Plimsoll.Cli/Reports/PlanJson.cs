using System.Text.Json;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// A plan as programs read it; <c>docs/reference/plan-json.md</c> describes it. Names and meanings are stable: what is
/// added later is added, and <c>format</c> rises when anything else happens.
/// </summary>
internal static class PlanJson
{
    private const string Format = "plimsoll.plan/2";

    public static string Write(PlanStudy study, string scenario) => JsonText.Write(Format, json =>
    {
        var report = study.Report;
        json.WriteString("scenario", scenario);
        json.WriteString("title", report.Model.Title);
        WriteQuestion(json, report.Model);
        WriteVerdict(json, study.Verdict);
        WriteFleets(json, report);
        PlanLinesJson.Write(json, study);
        WritePools(json, report);
        WriteLoad(json, report);
        WriteObservations(json, report);
        PlanEvidenceJson.Write(json, study.Sensitivity);
    });

    private static void WriteQuestion(Utf8JsonWriter json, ServiceModel model)
    {
        json.WriteStartObject("compare");
        json.WriteString("before", Date(model.Compare.Before));
        json.WriteString("after", Date(model.Compare.After));
        json.WriteString("ramped", Date(model.Compare.Ramped));
        json.WriteEndObject();
        json.WriteStartObject("criterion");
        json.WriteNumber("demandPercentile", model.Criterion.DemandPercentile);
        json.WriteNumber("demandMultiple", model.Criterion.DemandMultiple);
        json.WriteNumber("feedsLost", model.Criterion.FeedsLost);
        json.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject("verdict");
        json.WriteString("backing", Name(verdict.Backing));
        json.WriteBoolean("needsNewSites", verdict.NeedsNewSites);
        json.WriteStartArray("sentences");
        foreach (var sentence in verdict.Sentences)
            json.WriteStringValue(sentence);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFleets(Utf8JsonWriter json, PlanReport report)
    {
        json.WriteStartArray("newSites");
        foreach (var site in report.NewSites)
            json.WriteStringValue(site);
        json.WriteEndArray();
        json.WriteStartArray("fleets");
        foreach (var outlook in report.Outlooks)
        {
            json.WriteStartObject();
            json.WriteString("fleet", Name(outlook.Kind));
            json.WriteString("date", Date(outlook.At));
            json.WriteNumber("accelerators", outlook.Accelerators);
            json.WriteNumber("watts", outlook.Power.Value);
            WriteNumber(json, "normal", outlook.Normal);
            WriteNumber(json, "firm", outlook.Firm);
            WriteNumber(json, "headroom", outlook.Headroom);
            PlanLinesJson.WriteBinding(json, outlook.Binding, report);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePools(Utf8JsonWriter json, PlanReport report)
    {
        json.WriteStartArray("pools");
        foreach (var pool in report.Pools)
        {
            json.WriteStartObject();
            json.WriteString("site", pool.Site);
            json.WriteString("pool", pool.Pool);
            json.WriteString("accelerator", pool.Kind);
            json.WriteNumber("accelerators", pool.Accelerators);
            json.WriteStartArray("classes");
            foreach (var yield in pool.Yields)
                WriteYield(json, yield);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteYield(Utf8JsonWriter json, ClassYield yield)
    {
        json.WriteStartObject();
        json.WriteString("class", yield.Class);
        json.WriteNumber("outputTokensPerSecond", yield.OutputTokensPerSecond);
        json.WriteNumber("poweredShare", yield.PoweredShare);
        json.WriteString("obstacle", yield.Obstacle);
        if (yield.Point is { } point)
        {
            json.WriteNumber("acceleratorsPerReplica", point.Width);
            json.WriteNumber("batch", point.Batch);
            json.WriteNumber("tpotSeconds", point.Tpot.Seconds);
            json.WriteNumber("ttftSeconds", point.Ttft.Seconds);
            json.WriteNumber("wattsPerAccelerator", point.PowerPerAccelerator.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteLoad(Utf8JsonWriter json, PlanReport report)
    {
        json.WriteStartObject("load");
        json.WriteString("monday", Date(report.Monday));
        json.WriteStartObject("outputTokensPerSecond");
        var classes = report.Model.Classes;
        for (var c = 0; c < classes.Length; c++)
        {
            json.WriteStartArray(classes[c].Name);
            for (var hour = 0; hour < WeekShape.Hours; hour++)
                json.WriteNumberValue(report.OutputLoad[(hour * classes.Length) + c]);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteObservations(Utf8JsonWriter json, PlanReport report)
    {
        json.WriteStartArray("observations");
        foreach (var (observation, modelled) in report.Observations)
        {
            json.WriteStartObject();
            json.WriteString("name", observation.Name);
            json.WriteString("unit", observation.Kind == ObservationKind.ActivePerWeek ? "hours" : "share of users");
            json.WriteNumber("published", observation.Published);
            json.WriteNumber("modelled", modelled);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Name of a fleet.</summary>
    public static string Name(OutlookKind kind) => kind switch
    {
        OutlookKind.Before => "before",
        OutlookKind.Without => "withoutNewSites",
        OutlookKind.After => "onTheDay",
        _ => "ramped",
    };

    /// <summary>JSON has no infinity: null stands for "without end".</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    /// <summary>Whole or broken days; null: not known, or without end.</summary>
    public static void WriteDays(Utf8JsonWriter json, string name, Duration? length)
    {
        if (length is { } known)
            json.WriteNumber(name, known.Seconds / Duration.FromDays(1).Seconds);
        else
            json.WriteNull(name);
    }

    /// <summary>Name of a value of an enumeration.</summary>
    public static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName($"{value}");

    /// <summary>A day as <c>yyyy-MM-dd</c>.</summary>
    public static string Date(Instant at) => DateOption.Text(at.Date);
}
