using System.Text.Json;
using Plimsoll.Planning.Outages;
using Plimsoll.Planning.Reliability;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// An adequacy study of a service as programs read it; <c>docs/reference/adequacy.md</c> describes the document.
/// </summary>
internal static class ServiceAdequacyJson
{
    private const string Format = "plimsoll.service-adequacy/1";

    public static string Write(ServiceAdequacyRun run) => JsonText.Write(Format, json =>
    {
        json.WriteString("scenario", run.Scenario);
        json.WriteString("title", run.Title);
        json.WriteString("from", DateOption.Text(run.DateAt(0)));
        json.WriteNumber("hours", run.System.Hours);
        json.WriteBoolean("growing", run.Study.Period.Grows);
        json.WriteNumber("loadMultiple", run.Study.Period.LoadMultiple);
        json.WriteString("unit", run.System.Unit);
        json.WriteStartObject("prices");
        foreach (var (name, price) in run.Study.Classes.Zip(run.Study.Worth.Prices))
            json.WriteNumber(name, price);
        json.WriteEndObject();
        json.WriteStartObject("total");
        WriteIndices(json, run.Report.Total, run.Bounds[0]);
        json.WriteEndObject();
        json.WriteStartArray("categories");
        foreach (var (category, bounds) in run.Report.Categories.Zip(run.Bounds))
        {
            json.WriteStartObject();
            WriteIndices(json, category, bounds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        AdequacyJson.WriteHours(json, "lossProbability", run.Report.LossProbability);
        AdequacyJson.WriteHours(json, "unserved", run.Report.Unserved);
        WriteStates(json, run);
        WriteMonths(json, run);
        if (run.Worths.Length > 0)
            WriteWorths(json, run);
        if (run.Sample is { } sample)
            AdequacyJson.WriteSample(json, sample, run.Study.Load.Categories, run.Seed);
    });

    private static void WriteIndices(Utf8JsonWriter json, OutageIndices indices, OutageBounds bounds)
    {
        AdequacyJson.WriteIndices(json, indices);
        json.WriteStartObject("atLeast");
        AdequacyJson.WriteLoss(json, bounds.AtLeast);
        json.WriteEndObject();
        json.WriteStartObject("atMost");
        AdequacyJson.WriteLoss(json, bounds.AtMost);
        json.WriteEndObject();
    }

    private static void WriteStates(Utf8JsonWriter json, ServiceAdequacyRun run)
    {
        json.WriteStartArray("states");
        foreach (var state in run.LikelyStates(int.MaxValue))
        {
            json.WriteStartObject();
            json.WriteString("state", state.Text);
            json.WriteNumber("probability", state.Probability);
            json.WriteNumber("servesAtLeast", state.Serves.Least);
            json.WriteNumber("servesAtMost", state.Serves.Most);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("statesLeftOut", run.Study.StatesAt(0).LeftOut);
    }

    private static void WriteMonths(Utf8JsonWriter json, ServiceAdequacyRun run)
    {
        json.WriteStartArray("months");
        foreach (var month in run.ByMonth())
        {
            json.WriteStartObject();
            json.WriteString("from", DateOption.Text(month.First));
            json.WriteNumber("capacity", month.Capacity);
            json.WriteNumber("peak", month.Peak);
            json.WriteNumber("lossHours", month.LossHours);
            json.WriteNumber("unserved", month.Unserved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWorths(Utf8JsonWriter json, ServiceAdequacyRun run)
    {
        json.WriteStartArray("sources");
        foreach (var worth in run.Worths)
        {
            json.WriteStartObject();
            json.WriteString("name", worth.AsItIs.Name);
            json.WriteNumber("capacity", worth.AsItIs.Capacity);
            json.WriteNumber("loadCarried", worth.AsItIs.LoadCarried);
            json.WriteNumber("firmCapacity", worth.AsItIs.FirmCapacity);
            json.WriteNumber("marginalLoadCarried", Part(worth.Margin));
            json.WriteNumber("independentLoadCarried", worth.Independent.LoadCarried);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        static double Part(CarryingCapability margin) =>
            margin.Capacity > 0 ? margin.LoadCarried / margin.Capacity : 0;
    }
}
