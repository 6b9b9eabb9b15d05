using System.Globalization;
using System.Text;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>What one instrument has measured under one set of tags. Safe to share between threads.</summary>
internal sealed class MetricSeries
{
    private readonly KeyValuePair<string, object?>[] tags;
    private readonly double[] bounds;
    private readonly long[] counts;
    private readonly Lock gate = new();
    private double sum;

    /// <summary>A series of which nothing was measured.</summary>
    /// <param name="tags">Its tags.</param>
    /// <param name="bounds">Upper bounds of a histogram's buckets but the last; none: a counter or gauge.</param>
    public MetricSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags, double[] bounds)
    {
        this.tags = tags.ToArray();
        this.bounds = bounds;
        counts = new long[bounds.Length + 1];
        Labels = string.Join(',', this.tags.Select(tag => $"{NameOf(tag.Key)}=\"{Escaped(tag.Value)}\""));
    }

    /// <summary>Its labels: <c>a="x",b="y"</c>.</summary>
    public string Labels { get; }

    /// <summary>Whether it is the series of these tags.</summary>
    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != tags.Length)
            return false;
        for (var i = 0; i < others.Length; i++)
        {
            ref readonly var other = ref others[i];
            ref readonly var own = ref tags[i];
            if (other.Key != own.Key || !(ReferenceEquals(other.Value, own.Value) || Equals(other.Value, own.Value)))
                return false;
        }

        return true;
    }

    /// <summary>Adds a measurement.</summary>
    public void Add(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
            bucket++;
        lock (gate)
        {
            counts[bucket]++;
            sum += value;
        }
    }

    /// <summary>Puts a measurement in the place of the last.</summary>
    public void Set(double value)
    {
        lock (gate)
            sum = value;
    }

    /// <summary>Writes its samples as lines of Prometheus' text format.</summary>
    public void Write(StringBuilder text, string name)
    {
        lock (gate)
        {
            if (bounds.Length == 0)
            {
                Line(text, name, Labels, sum);
                return;
            }

            var count = 0L;
            var comma = Labels.Length == 0 ? "" : ",";
            for (var i = 0; i < counts.Length; i++)
            {
                count += counts[i];
                var bound = i < bounds.Length ? bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                Line(text, name + "_bucket", $"{Labels}{comma}le=\"{bound}\"", count);
            }

            Line(text, name + "_sum", Labels, sum);
            Line(text, name + "_count", Labels, count);
        }
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string NameOf(string tag) => tag.Replace('.', '_');

    private static string Escaped(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
