using System.Text;
using System.Text.Encodings.Web;
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
    private const string Format = "plimsoll.plan/1";

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PlanStudy study, string scenario)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            var report = study.Report;
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("scenario", scenario);
            json.WriteString("title", report.Model.Title);
            WriteQuestion(json, report.Model);
            WriteVerdict(json, study.Verdict);
            WriteFleets(json, report);
            WriteLines(json, study, isChange: true);
            WriteLines(json, study, isChange: false);
            WritePools(json, report);
            WriteLoad(json, report);
            WriteObservations(json, report);
            WriteEvidence(json, study.Sensitivity);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

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
        json.WriteString("backing", JsonNamingPolicy.CamelCase.ConvertName(verdict.Backing.ToString()));
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
            WriteBinding(json, outlook.Binding, report);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLines(Utf8JsonWriter json, PlanStudy study, bool isChange)
    {
        var dials = isChange ? study.Report.Changes : study.Report.Bundles;
        json.WriteStartArray(isChange ? "changes" : "bundles");
        foreach (var outlook in dials)
        {
            json.WriteStartObject();
            json.WriteString("key", outlook.Dial.Key);
            json.WriteString("title", outlook.Dial.Title);
            WriteSteps(json, outlook.Dial.Steps);
            json.WriteNumber("multiple", outlook.Dial.AfterMultiple);
            json.WriteStartObject("loadLines");
            if (outlook.Without is { } without)
                WriteLine(json, Name(OutlookKind.Without), without, study.Report);
            WriteLine(json, Name(OutlookKind.After), outlook.After, study.Report);
            WriteLine(json, Name(OutlookKind.Ramped), outlook.Ramped, study.Report);
            WriteLine(json, "rampedNormal", outlook.RampedNormal, study.Report);
            json.WriteEndObject();
            WriteNumber(json, "headroom", outlook.Headroom);
            if (isChange)
                WriteRange(json, outlook.Dial.Key, study.Sensitivity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSteps(Utf8JsonWriter json, IReadOnlyList<LimitStep> steps)
    {
        json.WriteStartArray("limits");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("holder", step.Holder);
            json.WriteString("limit", step.Limit);
            json.WriteString("unit", step.Unit);
            json.WriteNumber("before", step.Before);
            json.WriteNumber("after", step.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRange(Utf8JsonWriter json, string dial, Sensitivity sensitivity)
    {
        json.WriteStartObject("range");
        if (sensitivity.LowLines.TryGetValue(dial, out var low))
            WriteNumber(json, "low", low);
        if (sensitivity.HighLines.TryGetValue(dial, out var high))
            WriteNumber(json, "high", high);
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, string name, LoadLine line, PlanReport report)
    {
        json.WriteStartObject(name);
        WriteNumber(json, "multiple", line.Multiple);
        json.WriteBoolean("unbounded", double.IsPositiveInfinity(line.Multiple));
        WriteBinding(json, line.Binding, report);
        json.WriteEndObject();
    }

    private static void WriteBinding(Utf8JsonWriter json, Binding? binding, PlanReport report)
    {
        if (binding is null)
        {
            json.WriteNull("binding");
            return;
        }

        json.WriteStartObject("binding");
        json.WriteString("class", report.Model.Classes[binding.Class].Name);
        json.WriteNumber("hourOfWeek", binding.Hour);
        json.WriteString("hour", Figures.Hour(binding.Hour));
        json.WriteString("feedLost", binding.Outage);
        json.WriteStartArray("resources");
        foreach (var resource in binding.Resources)
        {
            json.WriteStartObject();
            json.WriteString("name", resource.Name);
            json.WriteNumber("weight", resource.Weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
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

    private static void WriteEvidence(Utf8JsonWriter json, Sensitivity sensitivity)
    {
        json.WriteStartObject("evidence");
        json.WriteStartObject("shares");
        foreach (var (kind, share) in sensitivity.Shares)
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), share);
        json.WriteEndObject();
        json.WriteStartObject("firmRange");
        WriteNumber(json, "low", sensitivity.LowMargin);
        WriteNumber(json, "high", sensitivity.HighMargin);
        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (var (input, elasticity) in sensitivity.Effects)
        {
            json.WriteStartObject();
            json.WriteString("path", input.Path);
            json.WriteString("unit", input.Unit);
            json.WriteNumber("low", input.Low);
            json.WriteNumber("mid", input.Mid);
            json.WriteNumber("high", input.High);
            json.WriteString("evidence", JsonNamingPolicy.CamelCase.ConvertName(input.Provenance.Kind.ToString()));
            json.WriteString("source", input.Provenance.Source);
            json.WriteString("date", input.Provenance.Date is { } date ? DateOption.Text(date) : null);
            json.WriteString("note", input.Provenance.Note);
            json.WriteNumber("elasticity", elasticity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Name(OutlookKind kind) => kind switch
    {
        OutlookKind.Before => "before",
        OutlookKind.Without => "withoutNewSites",
        OutlookKind.After => "onTheDay",
        _ => "ramped",
    };

    /// <summary>JSON has no infinity: null stands for "without end".</summary>
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static string Date(Instant at) => DateOption.Text(at.Date);
}
