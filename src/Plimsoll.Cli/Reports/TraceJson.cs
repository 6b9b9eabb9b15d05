using System.Text;
using System.Text.Json;
using Plimsoll.Measures;
using Plimsoll.Scenarios.Traces;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Cli.Reports;

/// <summary>What a trace is like, as programs read it; <c>docs/reference/traces.md</c> describes it.</summary>
internal static class TraceJson
{
    public static string Write(TraceFile file, TraceSummary summary)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, SimulationJson.Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", "plimsoll.trace/1");
            json.WriteString("file", file.Path);
            json.WriteString("form", file.Format);
            json.WriteNumber("requests", summary.Requests);
            json.WriteNumber("waiting", summary.Waiting);
            json.WriteNumber("empty", file.Empty);
            json.WriteNumber("shiftSeconds", file.Shift.Seconds);
            json.WriteNumber("firstSeconds", summary.First.UnixNanoseconds / 1e9);
            json.WriteNumber("lastSeconds", summary.Last.UnixNanoseconds / 1e9);
            Number(json, "requestsPerSecond", summary.PerSecond);
            Number(json, "gapVariation", summary.GapVariation);
            Number(json, "dispersion", summary.Dispersion);
            Tokens(json, "input", summary.Input);
            Tokens(json, "output", summary.Output);
            json.WriteNumber("sessions", summary.Sessions);
            json.WriteNumber("longestSession", summary.LongestSession);
            json.WriteNumber("accounts", summary.Accounts);
            Number(json, "topPercent", summary.TopPercent);
            Number(json, "topTenth", summary.TopTenth);
            Number(json, "tailExponent", summary.TailExponent);
            json.WriteNumber("prefixBlock", file.PrefixBlock);
            json.WriteNumber("blocks", summary.Blocks);
            json.WriteNumber("seenBlocks", summary.SeenBlocks);
            Number(json, "seenShare", summary.SeenShare);
            json.WriteStartArray("classes");
            for (var c = 0; c < summary.Classes.Length; c++)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Classes[c]);
                json.WriteNumber("requests", summary.Classes[c]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("intervalSeconds", summary.ProfileInterval.Seconds);
            json.WriteStartArray("profile");
            foreach (var count in summary.Profile)
                json.WriteNumberValue(count);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Tokens(Utf8JsonWriter json, string name, QuantileSketch tokens)
    {
        json.WriteStartObject(name);
        json.WriteNumber("sum", (double)tokens.Sum);
        json.WriteNumber("mean", tokens.Mean);
        foreach (var (quantile, share) in SimulationJson.Quantiles)
            json.WriteNumber(quantile, tokens.Quantile(share));
        json.WriteNumber("min", tokens.Min);
        json.WriteNumber("max", tokens.Max);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
