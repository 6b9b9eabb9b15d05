using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// A simulation as programs read it; <c>docs/reference/simulation-json.md</c> describes it. Names and meanings are
/// stable: what is added later is added, and <c>format</c> rises when anything else happens.
/// </summary>
internal static class SimulationJson
{
    private const string Format = "plimsoll.simulation/1";

    internal static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static readonly (string Name, double Share)[] Quantiles =
        [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];

    public static string Write(SimulationRun run)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            var report = run.Report;
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("scenario", run.Scenario);
            json.WriteString("title", run.Title);
            json.WriteNumber("seed", run.Seed);
            json.WriteString("command", run.Command);
            json.WriteString("start", Time(report.Start));
            json.WriteString("measuredFrom", Time(report.MeasuredFrom));
            json.WriteString("end", Time(report.End));
            json.WriteNumber("seconds", report.Total.Seconds);
            WriteRequests(json, "total", report.Total);
            WriteAll(json, "classes", report.Classes, WriteRequests);
            WriteAll(json, "groups", report.Groups, WriteRequests);
            WriteAll(json, "refusals", report.Refusals, WriteRefusal);
            WriteAll(json, "pools", report.Pools, WritePool);
            WriteAll(json, "means", report.Means, WriteMean);
            AgreementJson.Write(json, run);
            WriteSeries(json, report);
            WriteAll(json, "inputs", run.Inputs, WriteInput);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteAll<T>(
        Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, string?, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, null, item);
        json.WriteEndArray();
    }

    private static void Open(Utf8JsonWriter json, string? name)
    {
        if (name is not null)
            json.WritePropertyName(name);
        json.WriteStartObject();
    }

    private static void WriteRequests(Utf8JsonWriter json, string? name, RequestReport requests)
    {
        Open(json, name);
        json.WriteString("name", requests.Name);
        json.WriteNumber("requests", requests.Count);
        json.WriteStartObject("outcomes");
        foreach (var outcome in Enum.GetValues<RequestOutcome>())
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString()), requests.Of(outcome));
        json.WriteEndObject();
        json.WriteNumber("finishedPerSecond", requests.PerSecond(requests.Of(RequestOutcome.Finished)));
        json.WriteNumber("offeredTokens", requests.OfferedTokens);
        json.WriteNumber("inputTokens", requests.InputTokens);
        json.WriteNumber("cachedTokens", requests.CachedTokens);
        json.WriteNumber("cachedShare", requests.CachedShare);
        json.WriteNumber("outputTokens", requests.OutputTokens);
        json.WriteNumber("outputTokensPerSecond", requests.PerSecond(requests.OutputTokens));
        json.WriteNumber("preemptions", requests.Preemptions);
        json.WriteNumber("retries", requests.Retries);
        WriteGoodput(json, requests);
        WriteTimes(json, "ttft", requests.Ttft);
        WriteTimes(json, "tpot", requests.Tpot);
        WriteTimes(json, "endToEnd", requests.EndToEnd);
        WriteTimes(json, "queue", requests.Queue);
        json.WriteEndObject();
    }

    private static void WriteGoodput(Utf8JsonWriter json, RequestReport requests)
    {
        json.WriteStartObject("goodput");
        if (requests.Objective is { } objective)
        {
            json.WriteNumber("ttftSeconds", objective.Ttft.Seconds);
            json.WriteNumber("tpotSeconds", objective.Tpot.Seconds);
        }

        json.WriteNumber("requests", requests.GoodRequests);
        json.WriteNumber("share", requests.GoodShare);
        json.WriteNumber("requestsPerSecond", requests.PerSecond(requests.GoodRequests));
        json.WriteNumber("outputTokensPerSecond", requests.PerSecond(requests.GoodTokens));
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, string name, Distribution times)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", times.Count);
        if (times.Count > 0)
        {
            json.WriteNumber("meanSeconds", times.MeanSeconds);
            json.WriteNumber("minSeconds", times.Min.Seconds);
            foreach (var (quantile, share) in Quantiles)
                json.WriteNumber($"{quantile}Seconds", times.Quantile(share).Seconds);
            json.WriteNumber("maxSeconds", times.Max.Seconds);
        }

        json.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter json, string? name, RefusalCount refusal)
    {
        Open(json, name);
        json.WriteString("class", refusal.Class);
        json.WriteString("group", refusal.Group);
        json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(refusal.Outcome.ToString()));
        json.WriteString("limit", refusal.Limit);
        json.WriteNumber("requests", refusal.Count);
        json.WriteEndObject();
    }

    private static void WritePool(Utf8JsonWriter json, string? name, PoolReport pool)
    {
        Open(json, name);
        json.WriteString("name", pool.Name);
        json.WriteNumber("accelerators", pool.Accelerators);
        json.WriteNumber("replicas", pool.Replicas);
        json.WriteNumber("down", pool.Down);
        json.WriteNumber("utilization", pool.Utilization);
        json.WriteStartObject("batch");
        json.WriteNumber("mean", pool.BatchMean);
        json.WriteNumber("p50", pool.BatchP50);
        json.WriteNumber("p99", pool.BatchP99);
        json.WriteEndObject();
        json.WriteStartObject("kv");
        json.WriteNumber("mean", pool.KvMean);
        json.WriteNumber("peak", pool.KvPeak);
        json.WriteEndObject();
        json.WriteStartObject("queue");
        json.WriteNumber("mean", pool.QueueMean);
        json.WriteNumber("peak", pool.QueuePeak);
        json.WriteEndObject();
        json.WriteNumber("inputTokens", pool.InputTokens);
        json.WriteNumber("outputTokens", pool.OutputTokens);
        json.WriteNumber("joules", pool.Joules);
        json.WriteNumber("watts", pool.Power.Value);
        json.WriteNumber("joulesPerOutputToken", pool.JoulesPerToken);
        WriteTimes(json, "tokenGaps", pool.TokenGaps);
        json.WriteStartObject("series");
        WritePoints(json, pool.Series);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMean(Utf8JsonWriter json, string? name, MeanEstimate mean)
    {
        Open(json, name);
        json.WriteString("name", JsonNamingPolicy.CamelCase.ConvertName(mean.Mean.ToString()));
        json.WriteNumber("mean", mean.Value);
        if (double.IsFinite(mean.HalfWidth))
            json.WriteNumber("halfWidth95", mean.HalfWidth);
        else
            json.WriteNull("halfWidth95");
        json.WriteNumber("clusters", mean.Clusters);
        json.WriteString("clusteredBy", mean.ByAccount ? "account" : "time");
        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, SimulationReport report)
    {
        var series = report.Series;
        json.WriteStartObject("series");
        json.WriteNumber("intervalSeconds", report.Interval.Seconds);
        WriteColumn(json, "arrived", series, (to, p) => to.WriteNumberValue(p.Arrived));
        WriteColumn(json, "finished", series, (to, p) => to.WriteNumberValue(p.Finished));
        WriteColumn(json, "limited", series, (to, p) => to.WriteNumberValue(p.Limited));
        WriteColumn(json, "overloaded", series, (to, p) => to.WriteNumberValue(p.Overloaded));
        WriteColumn(json, "lost", series, (to, p) => to.WriteNumberValue(p.Lost));
        WriteColumn(json, "ttftP50Seconds", series, (to, p) => WriteTime(to, p.TtftP50));
        WriteColumn(json, "ttftP99Seconds", series, (to, p) => WriteTime(to, p.TtftP99));
        WritePoints(json, [.. series.Select(p => p.Pools)]);
        json.WriteEndObject();
    }

    private static void WritePoints(Utf8JsonWriter json, IReadOnlyList<PoolPoint> points)
    {
        WriteColumn(json, "running", points, (to, p) => to.WriteNumberValue(p.Running));
        WriteColumn(json, "waiting", points, (to, p) => to.WriteNumberValue(p.Waiting));
        WriteColumn(json, "kv", points, (to, p) => to.WriteNumberValue(p.Kv));
        WriteColumn(json, "utilization", points, (to, p) => to.WriteNumberValue(p.Utilization));
        WriteColumn(json, "inputTokensPerSecond", points, (to, p) => to.WriteNumberValue(p.InputRate));
        WriteColumn(json, "outputTokensPerSecond", points, (to, p) => to.WriteNumberValue(p.OutputRate));
        WriteColumn(json, "watts", points, (to, p) => to.WriteNumberValue(p.Power.Value));
    }

    private static void WriteColumn<T>(
        Utf8JsonWriter json, string name, IEnumerable<T> points, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var point in points)
            write(json, point);
        json.WriteEndArray();
    }

    private static void WriteInput(Utf8JsonWriter json, string? name, SimulationInput input)
    {
        Open(json, name);
        json.WriteString("name", input.Name);
        json.WriteString("value", input.Value);
        json.WriteString("evidence", input.Evidence);
        json.WriteString("source", input.Source);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, Duration? time)
    {
        if (time is { } known)
            json.WriteNumberValue(known.Seconds);
        else
            json.WriteNullValue();
    }

    private static string Time(Instant at) => InstantText.Of(at);
}
