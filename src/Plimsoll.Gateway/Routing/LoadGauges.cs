using System.Globalization;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Routing;

/// <summary>
/// The gauges of load in an inference server's metrics, in Prometheus' text form. Of several lines of one gauge, one a
/// rank or model, counts are added and of parts in use the highest counts.
/// </summary>
internal static class LoadGauges
{
    /// <summary>Reads them; null when the text has none of them.</summary>
    public static LoadReport? Read(string text, LoadReading kind)
    {
        var (running, waiting, use, formerUse) = NamesOf(kind);
        double? runs = null, waits = null, used = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!TryRead(line, out var name, out var value))
                continue;
            if (name.SequenceEqual(running))
                runs = (runs ?? 0) + value;
            else if (name.SequenceEqual(waiting))
                waits = (waits ?? 0) + value;
            else if (name.SequenceEqual(use) || name.SequenceEqual(formerUse))
                used = Math.Max(used ?? 0, Math.Min(1, value));
        }

        return runs is null && waits is null && used is null
            ? null
            : new LoadReport(Whole(runs), Whole(waits), used);
    }

    private static (string Running, string Waiting, string Use, string? FormerUse) NamesOf(LoadReading kind) =>
        kind switch
        {
            // The second of its names for the use of its cache is that of older servers.
            LoadReading.Vllm => ("vllm:num_requests_running", "vllm:num_requests_waiting",
                "vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"),
            LoadReading.Sglang => ("sglang:num_running_reqs", "sglang:num_queue_reqs", "sglang:token_usage", null),

            // Newer servers no longer tell the use of their cache.
            LoadReading.LlamaCpp => ("llamacpp:requests_processing", "llamacpp:requests_deferred",
                "llamacpp:kv_cache_usage_ratio", null),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It has no metrics."),
        };

    /// <summary>Reads <c>name{labels} value [timestamp]</c>; labels may contain anything between quotes.</summary>
    private static bool TryRead(ReadOnlySpan<char> line, out ReadOnlySpan<char> name, out double value)
    {
        value = 0;
        var end = line.IndexOfAny('{', ' ');
        name = end > 0 ? line[..end] : default;
        if (end <= 0 || line[0] == '#')
            return false;
        var rest = line[end] == '{' ? line[(line.LastIndexOf('}') + 1)..] : line[end..];
        rest = rest.Trim();
        var space = rest.IndexOf(' ');
        return double.TryParse(
                space < 0 ? rest : rest[..space], NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && value >= 0;
    }

    private static int? Whole(double? count) => count is { } some ? (int)Math.Min(int.MaxValue, some) : null;
}
