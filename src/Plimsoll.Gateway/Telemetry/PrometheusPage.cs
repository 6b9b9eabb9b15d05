using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>
/// What a meter has measured, as a page in Prometheus' text format. It listens from its creation on. Safe to share
/// between threads.
/// </summary>
internal sealed class PrometheusPage : IDisposable
{
    /// <summary>Content type of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private readonly MeterListener listener = new();

    /// <summary>Listens to a meter.</summary>
    public PrometheusPage(Meter meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter != meter)
                return;
            var family = new MetricFamily(instrument);
            families[family.Name] = family;
            listening.EnableMeasurementEvents(instrument, family);
        };
        listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.Start();
    }

    /// <summary>The page as it is now: families and series in alphabetical order.</summary>
    public string Text()
    {
        lock (listener)
        {
            foreach (var family in families.Values)
                family.BeginScrape();
            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
                family.Write(text);
            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
