using System.Text;
using System.Text.Json;
using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// Replays as programs read them; <c>docs/reference/measured-engines.md</c> describes it. Names and meanings are
/// stable: what is added later is added, and <c>format</c> rises when anything else happens.
/// </summary>
internal static class VllmJson
{
    private const string Format = "plimsoll.vllm/1";

    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    public static string Write(IEnumerable<(string Name, ReplayedRun Run)> replays)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartArray("runs");
            foreach (var (name, run) in replays)
                Write(json, name, run);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, string name, ReplayedRun run)
    {
        var recorded = run.Recorded;
        json.WriteStartObject();
        json.WriteString("run", name);
        json.WriteString("model", recorded.Model);
        json.WriteString("hardware", recorded.Hardware);
        json.WriteString("version", recorded.Version);
        json.WriteNumber("ranks", recorded.Kernels.Ranks);
        json.WriteNumber("blocks", recorded.Blocks);
        json.WriteBoolean("blocksRecorded", recorded.BlocksRecorded);
        json.WriteBoolean("formsAhead", recorded.Ahead);
        json.WriteNumber("requests", run.Requests.Count);
        json.WriteNumber("steps", run.Steps);
        json.WriteNumber("preemptions", run.Requests.Sum(request => (long)request.Preemptions));
        json.WriteStartObject("errors");
        foreach (var metric in ReplayComparison.Of(run).Metrics)
        {
            json.WriteStartObject(metric.Time.Key);
            json.WriteNumber("requests", metric.Requests);
            json.WriteNumber("recordedMean", metric.RecordedMean);
            Write(json, "ours", metric.Ours);
            if (metric.Other is { } other)
                Write(json, "llmServingSim", other);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("states");
        foreach (var (ours, theirs) in run.States.Zip(recorded.States))
            Write(json, ours, theirs);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ErrorSummary errors)
    {
        json.WriteStartObject(name);
        json.WriteNumber("mean", errors.Mean);
        json.WriteNumber("bias", errors.Bias);
        json.WriteNumber("p50", errors.Median);
        json.WriteNumber("p90", errors.P90);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EngineState ours, EngineState recorded)
    {
        json.WriteStartObject();
        json.WriteNumber("second", ours.Second);
        json.WriteNumber("running", ours.Running);
        json.WriteNumber("waiting", ours.Waiting);
        json.WriteNumber("blocksHeld", ours.CacheUse);
        json.WriteNumber("recordedRunning", recorded.Running);
        json.WriteNumber("recordedWaiting", recorded.Waiting);
        json.WriteNumber("recordedBlocksHeld", recorded.CacheUse);
        json.WriteEndObject();
    }
}
