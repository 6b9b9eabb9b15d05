using System.Text.Json;
using Plimsoll.Planning;

namespace Plimsoll.Cli.Reports;

/// <summary>Conditions, contracts, load lines and the operator's order of a plan, as programs read them.</summary>
internal static class PlanLinesJson
{
    public static void Write(Utf8JsonWriter json, PlanStudy study)
    {
        WriteConditions(json, study);
        WriteSplits(json, study.Report);
        WriteContracts(json, study.Report);
        WriteLines(json, study, isChange: true);
        WriteLines(json, study, isChange: false);
        WriteOrder(json, study.Report);
    }

    private static void WriteConditions(Utf8JsonWriter json, PlanStudy study)
    {
        var (report, sensitivity) = (study.Report, study.Sensitivity);
        json.WriteStartArray("conditions");
        foreach (var outlook in report.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("condition", PlanJson.Name(outlook.Condition));
            json.WriteString("date", PlanJson.Date(outlook.At));
            json.WriteNumber("accelerators", outlook.Accelerators);
            json.WriteNumber("watts", outlook.Power.Value);
            PlanJson.WriteNumber(json, "served", outlook.Served);
            json.WriteBoolean("holds", outlook.Holds);
            WriteRange(
                json, "range", sensitivity.Worse.Under(outlook.Condition), sensitivity.Better.Under(outlook.Condition));
            WriteNames(json, "withdrawn", outlook.Withdrawn);
            WriteBinding(json, outlook.Binding, report);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSplits(Utf8JsonWriter json, PlanReport report)
    {
        json.WriteStartArray("splits");
        foreach (var split in report.Splits)
        {
            json.WriteStartObject();
            json.WriteString("from", PlanJson.Date(split.From));
            json.WriteString("to", PlanJson.Date(split.To));
            PlanJson.WriteNumber(json, "before", split.Before);
            PlanJson.WriteNumber(json, "withDemand", split.WithDemand);
            PlanJson.WriteNumber(json, "withSupply", split.WithSupply);
            PlanJson.WriteNumber(json, "withPolicy", split.WithPolicy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteContracts(Utf8JsonWriter json, PlanReport report)
    {
        PlanJson.WriteDays(json, "longestNoticeDays", report.LongestNotice);
        json.WriteStartArray("contracts");
        foreach (var outlook in report.Contracts)
        {
            json.WriteStartObject();
            json.WriteString("contract", outlook.Contract.Name);
            json.WriteString("counterparty", outlook.Contract.Counterparty);
            json.WriteString("withdrawalFrom", outlook.Withdrawal is { } from ? PlanJson.Date(from) : null);
            PlanJson.WriteNumber(json, "servedWithout", outlook.ServedWithout);
            json.WriteBoolean("needed", outlook.IsNeeded);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOrder(Utf8JsonWriter json, PlanReport report)
    {
        json.WriteStartArray("order");
        foreach (var outlook in report.Order)
        {
            json.WriteStartObject();
            json.WriteString("condition", PlanJson.Name(outlook.Condition));
            PlanJson.WriteNumber(json, "servedBefore", outlook.Start);
            json.WriteNumber("carried", outlook.Carried);
            json.WriteStartArray("steps");
            foreach (var step in outlook.Steps)
            {
                json.WriteStartObject();
                json.WriteString("name", step.Step.Name);
                json.WriteString("title", step.Step.Title);
                json.WriteBoolean("inForce", step.Step.InForce);
                PlanJson.WriteDays(json, "noticeDays", step.Step.Notice);
                json.WriteNumber("part", step.Part);
                PlanJson.WriteNumber(json, "served", step.Served);
                if (outlook.Condition == Condition.Storm)
                    WriteNames(json, "backedBy", step.BackedBy);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> names)
    {
        json.WriteStartArray(name);
        foreach (var each in names)
            json.WriteStringValue(each);
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
                WriteLine(json, PlanJson.Name(OutlookKind.Without), without, study.Report);
            WriteLine(json, PlanJson.Name(OutlookKind.After), outlook.After, study.Report);
            WriteLine(json, PlanJson.Name(OutlookKind.Ramped), outlook.Ramped, study.Report);
            json.WriteEndObject();
            json.WriteStartObject("conditions");
            foreach (var condition in Enum.GetValues<Condition>())
                WriteLine(json, PlanJson.Name(condition), outlook.Under(condition), study.Report);
            json.WriteEndObject();
            PlanJson.WriteDays(json, "noticeDays", outlook.Notice);
            PlanJson.WriteNumber(json, "headroom", outlook.Headroom);
            if (isChange)
                WriteRanges(json, outlook.Dial.Key, study.Sensitivity);
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

    private static void WriteRanges(Utf8JsonWriter json, string dial, Sensitivity sensitivity)
    {
        Write("range", Condition.Storm);
        json.WriteStartObject("ranges");
        foreach (var condition in Enum.GetValues<Condition>())
            Write(PlanJson.Name(condition), condition);
        json.WriteEndObject();

        void Write(string name, Condition condition) => WriteRange(
            json, name, sensitivity.Worse.LineOf(dial, condition), sensitivity.Better.LineOf(dial, condition));
    }

    private static void WriteRange(Utf8JsonWriter json, string name, double? low, double? high)
    {
        json.WriteStartObject(name);
        if (low is { } worse)
            PlanJson.WriteNumber(json, "low", worse);
        if (high is { } better)
            PlanJson.WriteNumber(json, "high", better);
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, string name, LoadLine line, PlanReport report)
    {
        json.WriteStartObject(name);
        PlanJson.WriteNumber(json, "multiple", line.Multiple);
        json.WriteBoolean("unbounded", double.IsPositiveInfinity(line.Multiple));
        WriteBinding(json, line.Binding, report);
        WritePrices(json, line);
        json.WriteEndObject();
    }

    /// <summary>How far the line rises with more of each resource that binds it.</summary>
    private static void WritePrices(Utf8JsonWriter json, LoadLine line)
    {
        json.WriteStartArray("shadowPrices");
        foreach (var resource in line.Binding is { } binding ? binding.Resources : [])
        {
            if (line.RiseWith(resource, resource.Unit) is not { } rise)
                continue;
            json.WriteStartObject();
            json.WriteString("resource", resource.Name);
            json.WriteString("unit", resource.UnitName);
            json.WriteNumber("rise", rise);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteBinding(Utf8JsonWriter json, Binding? binding, PlanReport report)
    {
        if (binding is null)
        {
            json.WriteNull("binding");
            return;
        }

        json.WriteStartObject("binding");
        json.WriteString("class", report.Model.Classes[binding.Class].Name);
        json.WriteNumber("hourOfWeek", binding.Hour);
        json.WriteString("hour", HourName.Of(binding.Hour));
        json.WriteString("feedLost", binding.Outage);
        json.WriteString("curtailed", binding.Curtailed);
        json.WriteBoolean("ofWeek", binding.IsOfWeek);
        json.WriteStartArray("resources");
        foreach (var resource in binding.Resources)
        {
            json.WriteStartObject();
            json.WriteString("name", resource.Name);
            json.WriteNumber("weight", resource.Weight);
            json.WriteString("kind", PlanJson.Name(resource.Kind));
            json.WriteNumber("amount", resource.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
