using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>
/// All series of one instrument, one for each set of tags. Recording into a series that exists allocates nothing. Safe
/// to share between threads.
/// </summary>
internal sealed class MetricFamily
{
    private const int Latest = 64;

    private readonly ConcurrentDictionary<int, MetricSeries[]> byHash = [];
    private readonly Lock adding = new();

    // Tags are mostly the very objects that they were before, whose own hashes cost less than those of their text.
    private readonly MetricSeries?[] latest = new MetricSeries?[Latest];
    private readonly double[] bounds;
    private readonly bool isGauge;
    private readonly string type;
    private readonly string help;

    /// <summary>A family without series.</summary>
    public MetricFamily(Instrument instrument)
    {
        bounds = instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } given } => [.. given],
            Histogram<long> { Advice.HistogramBucketBoundaries: { } given } =>
                [.. given.Select(bound => (double)bound)],
            _ => [],
        };
        isGauge = instrument is ObservableGauge<long> or ObservableGauge<double>;
        type = bounds.Length > 0 ? "histogram" : isGauge ? "gauge" : "counter";
        help = instrument.Description ?? "";
        Name = NameOf(instrument, type == "counter");
    }

    /// <summary>Name in Prometheus' form: <c>plimsoll_tokens_total</c>.</summary>
    public string Name { get; }

    /// <summary>Adds a measurement to the series of its tags; of a gauge, it takes the place of the last.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (isGauge)
            series.Set(value);
        else
            series.Add(value);
    }

    /// <summary>Writes it, its series in the order of their labels.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# HELP ").Append(Name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(type).Append('\n');
        var series = byHash.Values.SelectMany(same => same);
        foreach (var one in series.OrderBy(one => one.Labels, StringComparer.Ordinal))
            one.Write(text, Name);
    }

    /// <summary>Forgets what a gauge was told: what is not told again is no more.</summary>
    public void BeginScrape()
    {
        if (isGauge)
            byHash.Clear();
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var slot = 0u;
        foreach (ref readonly var tag in tags)
            slot = unchecked((slot * 31) + (uint)RuntimeHelpers.GetHashCode(tag.Value));
        ref var last = ref latest[slot % Latest];
        var same = Volatile.Read(ref last);
        if (same?.Has(tags) == true)
            return same;
        var found = Look(tags);
        if (!isGauge)
            Volatile.Write(ref last, found);
        return found;
    }

    private MetricSeries Look(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = new HashCode();
        foreach (var (_, value) in tags)
            hash.Add(value);
        var key = hash.ToHashCode();
        if (Among(byHash.GetValueOrDefault(key, []), tags) is { } known)
            return known;
        lock (adding)
        {
            var same = byHash.GetValueOrDefault(key, []);
            if (Among(same, tags) is { } added)
                return added;
            var series = new MetricSeries(tags, bounds);
            byHash[key] = [.. same, series];
            return series;
        }
    }

    private static MetricSeries? Among(MetricSeries[] same, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var series in same)
        {
            if (series.Has(tags))
                return series;
        }

        return null;
    }

    /// <summary>OpenTelemetry's rules for Prometheus: dots become underscores, the unit and the kind end it.</summary>
    private static string NameOf(Instrument instrument, bool isCounter)
    {
        var name = new StringBuilder(instrument.Name).Replace('.', '_');
        if (instrument.Unit == "s")
            name.Append("_seconds");
        if (isCounter)
            name.Append("_total");
        return name.ToString();
    }
}
