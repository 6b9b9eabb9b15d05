using System.Text.Json;
using Plimsoll.Planning.Outages;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Outages;

namespace Plimsoll.Cli.Reports;

/// <summary>An adequacy study as programs read it; <c>docs/reference/adequacy.md</c> describes the document.</summary>
internal static class AdequacyJson
{
    private const string Format = "plimsoll.adequacy/1";

    public static string Write(AdequacyRun run) => JsonText.Write(Format, json =>
    {
        json.WriteString("title", run.Title);
        json.WriteString("unit", run.System.Unit);
        json.WriteNumber("step", run.System.Step);
        json.WriteNumber("hours", run.System.Hours);
        json.WriteNumber("loadMultiple", run.LoadMultiple);
        json.WriteNumber("capacity", run.CapacityAt(0));
        json.WriteNumber("peak", run.System.LoadFrom(0).Max());
        json.WriteStartObject("total");
        WriteIndices(json, run.Report.Total);
        json.WriteEndObject();
        json.WriteStartArray("categories");
        foreach (var category in run.Report.Categories)
        {
            json.WriteStartObject();
            WriteIndices(json, category);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteHours(json, "lossProbability", run.Report.LossProbability);
        WriteHours(json, "unserved", run.Report.Unserved);
        if (run.Worths.Length > 0)
            WriteWorths(json, run);
        if (run.Sample is { } sample)
            WriteSample(json, sample, run.Report.Categories.Select(category => category.Name), run.Seed);
    });

    /// <summary>Writes the members of all indices of a load.</summary>
    public static void WriteIndices(Utf8JsonWriter json, OutageIndices indices)
    {
        json.WriteString("name", indices.Name);
        WriteLoss(json, indices);
        json.WriteNumber("demanded", indices.Demanded);
        json.WriteNumber("energyIndex", indices.EnergyIndex);
        if (indices.Events is { } events)
            json.WriteNumber("events", events);
        else
            json.WriteNull("events");
    }

    /// <summary>Writes the members that tell what is lost.</summary>
    public static void WriteLoss(Utf8JsonWriter json, OutageIndices indices)
    {
        json.WriteNumber("lossHours", indices.LossHours);
        json.WriteNumber("lossDays", indices.LossDays);
        json.WriteNumber("unserved", indices.Unserved);
    }

    /// <summary>Writes a number for every hour.</summary>
    public static void WriteHours(Utf8JsonWriter json, string name, IEnumerable<double> hours)
    {
        json.WriteStartArray(name);
        foreach (var hour in hours)
            json.WriteNumberValue(hour);
        json.WriteEndArray();
    }

    private static void WriteWorths(Utf8JsonWriter json, AdequacyRun run)
    {
        json.WriteStartArray("sources");
        foreach (var worth in run.Worths)
        {
            json.WriteStartObject();
            json.WriteString("name", worth.Name);
            if (worth.Units is { } units)
                json.WriteNumber("units", units);
            else
                json.WriteNull("units");
            json.WriteNumber("capacity", worth.Capacity);
            json.WriteNumber("loadCarried", worth.LoadCarried);
            json.WriteNumber("firmCapacity", worth.FirmCapacity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes what simulated years tell.</summary>
    public static void WriteSample(
        Utf8JsonWriter json, OutageSample sample, IEnumerable<string> categories, ulong seed)
    {
        json.WriteStartObject("monteCarlo");
        json.WriteNumber("seed", seed);
        json.WriteNumber("years", sample.Years);
        WriteMean(json, "lossHours", sample.LossHours);
        WriteMean(json, "lossDays", sample.LossDays);
        WriteMean(json, "unserved", sample.Unserved);
        WriteMean(json, "events", sample.Events);
        json.WriteNumber("yearsWithoutLoss", sample.YearsWithoutLoss);
        json.WriteNumber("worstYearHours", sample.WorstYear);
        json.WriteNumber("meanLossSeconds", sample.Lengths.MeanSeconds);
        json.WriteNumber("longestLossSeconds", sample.Lengths.Count == 0 ? 0 : sample.Lengths.Max.Seconds);
        json.WriteStartArray("categories");
        foreach (var (name, (lossHours, unserved)) in categories.Zip(sample.Categories))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WriteMean(json, "lossHours", lossHours);
            WriteMean(json, "unserved", unserved);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMean(Utf8JsonWriter json, string name, ConfidenceInterval mean)
    {
        json.WriteStartObject(name);
        json.WriteNumber("mean", mean.Value);
        json.WriteNumber("halfWidth95", mean.HalfWidth);
        json.WriteEndObject();
    }
}
