using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;

namespace Plimsoll.Cli.Reports;

/// <summary>A horizon as programs read it; <c>docs/reference/horizon.md</c> describes it.</summary>
internal static class HorizonJson
{
    private const string Format = "plimsoll.horizon/1";

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(HorizonReport report, string scenario)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("scenario", scenario);
            json.WriteString("title", report.Model.Title);
            json.WriteNumber("growthAheadSeconds", report.Ahead.Seconds);
            json.WriteNumber("promiseNoticeSeconds", report.Notice.Seconds);
            json.WriteStartArray("months");
            foreach (var month in report.Months)
                WriteMonth(json, month, report);
            json.WriteEndArray();
            WriteEvents(json, report);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteMonth(Utf8JsonWriter json, HorizonMonth month, HorizonReport report)
    {
        json.WriteStartObject();
        json.WriteString("monday", DateOption.Text(month.Monday.Date));
        json.WriteStartArray("conditions");
        foreach (var outlook in month.Conditions)
            WriteCondition(json, outlook, report);
        json.WriteEndArray();
        json.WriteStartArray("supply");
        foreach (var site in month.Supply)
        {
            json.WriteStartObject();
            json.WriteString("site", site.Site);
            json.WriteString("contract", site.Contract);
            json.WriteNumber("accelerators", site.Accelerators);
            json.WriteNumber("watts", site.Power.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("load");
        foreach (var (index, served) in report.Model.Classes.Index())
            json.WriteNumber(served.Name, month.Load[index]);
        json.WriteEndObject();
        json.WriteStartArray("limits");
        foreach (var bundle in month.Bundles)
        {
            json.WriteStartObject();
            json.WriteString("key", bundle.Key);
            json.WriteString("title", bundle.Title);
            json.WriteStartObject("loadLines");
            foreach (var condition in Enum.GetValues<Condition>())
                PlanJson.WriteNumber(json, JsonText.Name(condition), bundle.Of(condition));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, MonthOutlook outlook, HorizonReport report)
    {
        json.WriteStartObject();
        json.WriteString("condition", JsonText.Name(outlook.Condition));
        PlanJson.WriteNumber(json, "loadLine", outlook.Line);
        json.WriteNumber("load", outlook.Load);
        json.WriteNumber("capacity", outlook.Capacity);
        if (outlook.Binding is { } binding)
        {
            json.WriteString("bindingClass", report.Model.Classes[binding.Class].Name);
            json.WriteNumber("hourOfWeek", binding.Hour);
            json.WriteString("feedLost", binding.Outage);
            json.WriteString("curtailed", binding.Curtailed);
            json.WriteStartArray("binding");
            foreach (var resource in binding.Resources)
                json.WriteStringValue(resource.Name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, HorizonReport report)
    {
        json.WriteStartArray("events");
        foreach (var happens in report.Events)
        {
            json.WriteStartObject();
            json.WriteString("date", DateOption.Text(happens.At.Date));
            json.WriteString("kind", JsonText.Name(happens.Kind));
            json.WriteString("subject", happens.Subject);
            json.WriteString("title", happens.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
