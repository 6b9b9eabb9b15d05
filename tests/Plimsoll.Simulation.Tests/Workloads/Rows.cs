using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Workloads;

/// <summary>Rows of traces, in seconds.</summary>
internal static class Rows
{
    public static TraceRow At(double seconds, long session = -1, int account = -1, params long[] prefix) => new(
        new Arrival
        {
            Id = 0,
            At = new Instant(Duration.FromSeconds(seconds).Nanoseconds),
            Session = session,
            Account = account,
            Input = Math.Max(10, prefix.Length * 64),
            Output = 5,
            Prefix = prefix,
        },
        null);

    public static TraceRow After(double seconds, long session) =>
        At(0, session) with { Think = Duration.FromSeconds(seconds) };

    public static IEnumerable<double> Gaps(IReadOnlyList<TraceRow> rows) =>
        rows.Zip(rows.Skip(1), (one, next) => (next.Arrival.At - one.Arrival.At).Seconds);

    public static double Seconds(this TraceRow row) => row.Arrival.At.UnixNanoseconds / 1e9;

    public static TraceSummary Summary(IEnumerable<TraceRow> rows)
    {
        var statistics = new TraceStatistics(64);
        foreach (var row in rows)
            statistics.Add(row);
        return statistics.Summary();
    }
}
