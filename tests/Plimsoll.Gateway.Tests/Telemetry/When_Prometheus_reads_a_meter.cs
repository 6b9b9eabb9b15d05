using System.Diagnostics.Metrics;
using Plimsoll.Gateway.Telemetry;

namespace Plimsoll.Gateway.Tests.Telemetry;

public sealed class When_Prometheus_reads_a_meter : IDisposable
{
    private readonly Meter meter = new("measured");
    private readonly PrometheusPage page;

    public When_Prometheus_reads_a_meter() => page = new PrometheusPage(meter);

    public void Dispose()
    {
        page.Dispose();
        meter.Dispose();
    }

    [Fact]
    public void Counters_end_in_total_and_have_a_series_for_each_set_of_tags()
    {
        var counter = meter.CreateCounter<long>("a.count", "{request}", "What it counts.");
        counter.Add(2, new KeyValuePair<string, object?>("kind.of", "x"));
        counter.Add(3, new KeyValuePair<string, object?>("kind.of", "y"));
        counter.Add(4, new KeyValuePair<string, object?>("kind.of", "x"));

        Assert.Equal(
            """
            # HELP a_count_total What it counts.
            # TYPE a_count_total counter
            a_count_total{kind_of="x"} 6
            a_count_total{kind_of="y"} 3

            """.ReplaceLineEndings("\n"),
            page.Text());
    }

    [Fact]
    public void Buckets_of_a_histogram_include_all_below_and_their_bounds()
    {
        var histogram = meter.CreateHistogram(
            "wait", "s", "How long.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        histogram.Record(0.25);
        histogram.Record(1);
        histogram.Record(1.5);

        Assert.Equal(
            """
            # HELP wait_seconds How long.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.5"} 1
            wait_seconds_bucket{le="1"} 2
            wait_seconds_bucket{le="+Inf"} 3
            wait_seconds_sum 2.75
            wait_seconds_count 3

            """.ReplaceLineEndings("\n"),
            page.Text());
    }

    [Fact]
    public void A_gauge_has_only_the_series_that_it_was_last_told_of()
    {
        Measurement<long>[] now = [new(1, new KeyValuePair<string, object?>("of", "gone")), new(2)];
        meter.CreateObservableGauge("size", () => now, null, "How much.");
        page.Text();
        now = [new(5)];

        Assert.Equal("# HELP size How much.\n# TYPE size gauge\nsize 5\n", page.Text());
    }

    [Fact]
    public void What_labels_hold_cannot_break_out_of_them()
    {
        meter.CreateCounter<long>("a").Add(1, new KeyValuePair<string, object?>("b", "x\"} 7\nc{d=\"\\"));

        Assert.Contains("a_total{b=\"x\\\"} 7\\nc{d=\\\"\\\\\"} 1\n", page.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_meter_of_the_same_name_is_not_on_the_page()
    {
        using var other = new Meter("measured");
        other.CreateCounter<long>("a").Add(1);

        Assert.Equal("", page.Text());
    }

    [Fact]
    public void Nothing_is_lost_when_many_threads_record()
    {
        var counter = meter.CreateCounter<long>("many");
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 1000; i++)
                counter.Add(1, new KeyValuePair<string, object?>("thread", (i % 4).ToString()));
        });

        Assert.Contains("many_total{thread=\"3\"} 2000\n", page.Text(), StringComparison.Ordinal);
    }
}
