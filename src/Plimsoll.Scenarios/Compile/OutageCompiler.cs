using System.Collections.Immutable;
using Plimsoll.Planning.Outages;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Turns a valid adequacy file into the system that is computed with.</summary>
internal static class OutageCompiler
{
    private const double Percent = 100;
    private const int HoursOfADay = 24;
    private const int WorkDays = 5;

    /// <summary>Compiles it.</summary>
    /// <param name="spec">What was written.</param>
    /// <param name="fromCsv">The loads of the file that it names; null: it names none.</param>
    public static OutageSystem Compile(AdequacySpec spec, IReadOnlyList<double>? fromCsv)
    {
        var inner = spec.CommonModes.Values.SelectMany(mode => mode.Members).ToHashSet();
        double[] load = [.. fromCsv ?? spec.Load.Hours ?? Hours(spec.Load.Tables!)];
        return new()
        {
            Unit = spec.Unit,
            Step = spec.Step.Value.Value,
            Sources =
            [
                .. spec.Units.Keys.Concat(spec.CommonModes.Keys).Where(name => !inner.Contains(name))
                    .Select(name => Source(name, spec)),
            ],
            Categories = Categories(spec.Load, load),
            Forecast = LoadForecast.Normal(spec.Load.ForecastDeviation?.Value.Fraction ?? 0),
        };
    }

    private static CapacitySource Source(string name, AdequacySpec spec)
    {
        if (spec.CommonModes.TryGetValue(name, out var mode))
        {
            return new CommonMode
            {
                Name = name,
                Members = [.. mode.Members.Select(member => Source(member, spec))],
                Outage = new(0, mode.Probability.Value.Fraction, mode.RepairTime?.Value),
            };
        }

        var units = spec.Units[name];
        var outages = units.Deratings
            .Select(d => new Outage(d.Left.Value.Value, d.Probability.Value.Fraction, d.RepairTime?.Value));
        return new UnitGroup
        {
            Name = name,
            Count = Whole(units.Count),
            Capacity = units.Capacity.Value.Value,
            Outages = units.ForcedOutageRate is { } rate
                ? [new(0, rate.Value.Fraction, units.RepairTime?.Value), .. outages]
                : [.. outages],
            Service = Service(units),
        };
    }

    /// <summary>Ramp and planned outages as one: how many are in service wherever that changes.</summary>
    private static ImmutableArray<ServiceStep> Service(UnitGroupSpec units)
    {
        var hours = units.Ramp.Select(point => Hour(point.From))
            .Concat(units.Planned.SelectMany(p => new[] { Hour(p.From), Hour(p.From) + Hour(p.Length) }));
        return
        [
            .. hours.Distinct().Order().Select(hour =>
            {
                var ramped = units.Ramp.LastOrDefault(point => Hour(point.From) <= hour);
                var outage = units.Planned
                    .Where(p => Hour(p.From) <= hour && hour < Hour(p.From) + Hour(p.Length))
                    .Sum(p => Whole(p.Units));
                return new ServiceStep(hour, Math.Max(0, Whole(ramped?.Units ?? units.Count) - outage));
            }),
        ];
    }

    private static IEnumerable<double> Hours(LoadTablesSpec tables)
    {
        var seasonOf = tables.Seasons.Values.SelectMany(season => season.Weeks.Select(week => (week, season)))
            .ToDictionary();
        return
            from week in Enumerable.Range(0, tables.Weeks.Count)
            from day in Enumerable.Range(0, tables.Days.Count)
            from hour in Enumerable.Range(0, HoursOfADay)
            let season = seasonOf[week + 1]
            let ofDay = (day < WorkDays ? season.Weekday : season.Weekend)[hour]
            // Multiplied before it is divided: whole percents of a whole peak then give whole loads exactly.
            select tables.Peak.Value.Value * tables.Weeks[week] * tables.Days[day] * ofDay
                / (Percent * Percent * Percent);
    }

    private static ImmutableArray<LoadCategory> Categories(HourlyLoadSpec spec, double[] load) =>
        spec.Categories.Count == 0
            ? [new("all", [.. load])]
            :
            [
                .. spec.Categories.Select(category => new LoadCategory(
                    category.Key, [.. load.Select(asked => asked * category.Value.Value.Fraction)])),
            ];

    private static int Whole(Input<Count> count) => (int)count.Value.Value;

    private static int Hour(Input<Duration> time) =>
        (int)(time.Value.Nanoseconds / Duration.FromHours(1).Nanoseconds);
}
