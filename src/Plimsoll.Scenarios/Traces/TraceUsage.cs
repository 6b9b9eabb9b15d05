using Plimsoll.Demand;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>A trace as usage by hour of the week, the form in which a load is measured.</summary>
public static class TraceUsage
{
    private const double NanosecondsPerHour = 3600.0 * Duration.NanosecondsPerSecond;

    /// <summary>Adds up a trace.</summary>
    /// <param name="file">The trace. A week of it or more is folded onto one week, less is repeated until it is full.
    /// One without dates begins on Monday 00:00 UTC.</param>
    /// <param name="plan">Plan or tier that it is used on; empty: none is told.</param>
    /// <param name="classOf">The class of each of the trace's.</param>
    /// <returns>Rows of hours 0 to 167.</returns>
    /// <remarks>
    /// What is named before in the trace counts as cached, and a request that waits for an answer arrives as if answers
    /// took no time. Hours are as long as the trace has whole ones, so that none is left half empty at its end.
    /// </remarks>
    public static IEnumerable<HourUsage> Of(TraceFile file, string plan, IReadOnlyList<string> classOf)
    {
        var bins = (int)Math.Max(1, Math.Round(file.Period.Nanoseconds / NanosecondsPerHour));
        var length = (double)file.Period.Nanoseconds / bins;
        var sums = Sums(file, bins, length);
        var first = file.IsDated
            ? (int)((file.Shift.Nanoseconds - WeekShape.MondayOf(new Instant(file.Shift.Nanoseconds)).UnixNanoseconds)
                / NanosecondsPerHour)
            : 0;
        var classes = classOf.Select((name, i) => (name, i)).GroupBy(c => c.name, c => c.i).ToList();
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            var from = ((hour - first) % WeekShape.Hours + WeekShape.Hours) % WeekShape.Hours;
            var those = bins < WeekShape.Hours
                ? [from % bins]
                : Enumerable.Range(0, bins).Where(bin => bin % WeekShape.Hours == from).ToList();
            foreach (var one in classes)
            {
                var rows = those.SelectMany(bin => one.Select(c => sums[bin, c])).ToList();
                var scale = NanosecondsPerHour / length / those.Count;
                if (rows.Sum(row => row.Requests) > 0)
                {
                    yield return new HourUsage(
                        HourUsage.AnyMonday + Duration.FromHours(hour), "", plan, one.Key,
                        rows.Sum(row => row.Requests) * scale)
                    {
                        Input = rows.Sum(row => row.Input) * scale,
                        Cached = rows.Sum(row => row.Cached) * scale,
                        Output = rows.Sum(row => row.Output) * scale,
                    };
                }
            }
        }
    }

    private static (double Requests, double Input, double Cached, double Output)[,] Sums(
        TraceFile file, int bins, double length)
    {
        var sums = new (double Requests, double Input, double Cached, double Output)[bins, file.Classes.Length];
        var blocks = new SeenBlocks(Math.Max(1, file.PrefixBlock));
        var lastOf = new Dictionary<long, long>();
        var last = 0L;
        foreach (var (arrival, think) in file.Rows())
        {
            var at = think is { } wait
                ? lastOf.GetValueOrDefault(arrival.Session, last) + wait.Nanoseconds
                : arrival.At.UnixNanoseconds;
            lastOf[arrival.Session] = last = at;
            var cached = Math.Max(arrival.Held, blocks.Take(arrival));
            ref var sum = ref sums[(int)(at / length) % bins, arrival.Class];
            sum = (sum.Requests + 1, sum.Input + arrival.Input - cached, sum.Cached + cached,
                sum.Output + arrival.Output);
        }

        return sums;
    }
}
