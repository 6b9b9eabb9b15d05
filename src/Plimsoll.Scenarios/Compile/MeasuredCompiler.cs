using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps measured loads to the mean requests that they stand for.</summary>
internal static class MeasuredCompiler
{
    private const long Hour = 3600 * Duration.NanosecondsPerSecond;

    /// <summary>Each measured load by the names of its groups.</summary>
    public static Dictionary<string, MeasuredLoad> ByGroup(
        ScenarioSpec spec, ImmutableArray<ModelClass> classes, PolicyTimeline timeline, Growth growth)
    {
        var loads = new Dictionary<string, MeasuredLoad>();
        foreach (var (name, measured) in spec.Demand.Measured)
        {
            var at = Instant.FromDate(measured.Date);
            var load = new MeasuredLoad
            {
                Name = name,
                Requests = Requests(
                    Rows(spec, measured), classes, measured.Scale.Value.Value / growth.At(at)),
                MeasuredUnder = measured.FollowsLimits ? timeline.At(at) : null,
            };
            foreach (var group in measured.Groups)
                loads.Add(group, load);
        }

        return loads;
    }

    /// <summary>Why a file says nothing about a week of its groups; null: it does.</summary>
    public static string? Problem(ScenarioSpec spec, MeasuredSpec measured)
    {
        var rows = Rows(spec, measured);
        if (rows.Count == 0)
        {
            return $"{measured.File.Path} has no row of {string.Join(", ", Holders(spec, measured))}; expected one at "
                + "least, or no plans at all";
        }

        var (first, hours) = Period(rows);
        return hours >= WeekShape.Hours ? null
            : $"{measured.File.Path} covers {hours} h from {first.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ}; expected a "
                + $"week, {WeekShape.Hours} h, or more";
    }

    /// <summary>
    /// Rows of the plans and tiers of its groups; all of a file that names none. A ledger names the limit sets of a
    /// scope beside its plan.
    /// </summary>
    private static List<HourUsage> Rows(ScenarioSpec spec, MeasuredSpec measured)
    {
        var holders = Holders(spec, measured);
        return [.. measured.File.Rows.Select(row => row.Usage)
            .Where(usage => usage.Plan.Length == 0 || usage.Plan.Split('+').Any(holders.Contains))];
    }

    private static List<string> Holders(ScenarioSpec spec, MeasuredSpec measured) =>
    [
        .. measured.Groups.Select(group => spec.Demand.Populations.TryGetValue(group, out var population)
            ? population.Plan : spec.Demand.Organizations[group].Tier).Distinct(),
    ];

    /// <summary>When the first row begins, and hours to the end of the last.</summary>
    private static (Instant First, int Hours) Period(List<HourUsage> rows)
    {
        var (first, last) = (rows.Min(row => row.Hour), rows.Max(row => row.Hour));
        var isAnyWeek = last < HourUsage.AnyMonday + Duration.FromDays(7);
        return isAnyWeek
            ? (HourUsage.AnyMonday, WeekShape.Hours)
            : (first, (int)((last - first).Nanoseconds / Hour) + 1);
    }

    /// <summary>
    /// Mean requests per second by hour of the week and class: as many as it takes to have every kind of token that was
    /// measured, so that none is understated.
    /// </summary>
    private static ImmutableArray<double> Requests(
        List<HourUsage> rows, ImmutableArray<ModelClass> classes, double multiple)
    {
        var (first, hours) = Period(rows);
        var monday = WeekShape.MondayOf(first);
        var start = (int)((first - monday).Nanoseconds / Hour);
        var times = new int[WeekShape.Hours];
        for (var hour = 0; hour < hours; hour++)
            times[(start + hour) % WeekShape.Hours]++;
        var sums = new (double Input, double Cached, double Output)[WeekShape.Hours * classes.Length];
        var numbers = classes.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i);
        foreach (var row in rows)
        {
            var hour = (int)((row.Hour - monday).Nanoseconds / Hour % WeekShape.Hours);
            ref var sum = ref sums[(hour * classes.Length) + numbers[row.Class]];
            sum = (sum.Input + row.Input, sum.Cached + row.Cached, sum.Output + row.Output);
        }

        return [.. sums.Select((sum, i) =>
        {
            var traffic = classes[i % classes.Length].Traffic;
            var inputs = Math.Max(Part(sum.Input, traffic.Input), Part(sum.Cached, traffic.Cached));
            var requests = Math.Max(inputs, sum.Output / traffic.Output);
            return requests * multiple / times[i / classes.Length] / 3600;
        })];

        static double Part(double tokens, double ofRequest) => ofRequest > 0 ? tokens / ofRequest : 0;
    }
}
