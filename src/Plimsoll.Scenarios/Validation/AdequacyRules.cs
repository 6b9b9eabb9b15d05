using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of one record of an adequacy study.</summary>
internal static class AdequacyRules
{
    private const double MostUnits = 1e6;
    private const double MostSteps = 1e6;
    private const double LeastStep = 1e-9;
    private const double MostLoad = 1e15;
    private const int HoursOfADay = 24;
    private const int DaysOfAWeek = 7;

    /// <summary>What a load may be, in words.</summary>
    public const string Loads = "a number from 0 to 1e15";

    /// <summary>Whether a number may be a load: all sums of such are finite.</summary>
    public static bool IsLoad(double load) => load is >= 0 and <= MostLoad;

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All => [.. OfStep, .. OfUnits, .. OfLoad];

    private static IEnumerable<Rule> OfStep =>
    [
        For<AdequacySpec>(["step"], (spec, at) =>
        {
            if (spec.Step.Value.Value < LeastStep)
                at.Report($"found {at.Found("step")}; expected 1e-9 or more, or another unit", "step");
        }),
        For<AdequacySpec>(["step", "units"], (spec, at) =>
        {
            var capacity = spec.Units.Values.Sum(units => units.Count.Value.Value * units.Capacity.Value.Value);
            if (capacity / spec.Step.Value.Value > MostSteps)
            {
                at.Report($"found {at.Found("step")}, of which all units are more than {Number(MostSteps)}; expected "
                    + $"{Number(capacity / MostSteps)} or more", "step");
            }
        }),
    ];

    private static IEnumerable<Rule> OfUnits =>
    [
        For<UnitGroupSpec>(["count"], (spec, at) => Whole(spec.Count.Value, 1, MostUnits, at, "count")),
        For<UnitGroupSpec>(["repair-time"], (_, at) =>
        {
            if (!at.Mapping.Keys.Contains("forced-outage-rate"))
                at.Report("says how long an outage lasts, but there is none; state 'forced-outage-rate' too",
                    "repair-time");
        }),
        For<UnitGroupSpec>(["forced-outage-rate"], OutagesLeaveTime),
        For<UnitGroupSpec>(["deratings"], OutagesLeaveTime),
        For<UnitGroupSpec>(["capacity", "deratings"], (spec, at) =>
        {
            for (var i = 0; i < spec.Deratings.Count; i++)
            {
                if (spec.Deratings[i].Left.Value is var left && left >= spec.Capacity.Value)
                {
                    at.Report($"found {Number(left.Value)}; expected less than the capacity ({at.Found("capacity")})",
                        "deratings", $"{i}", "left");
                }
            }
        }),
        For<UnitGroupSpec>(["count", "planned"], (spec, at) =>
            AtMost([.. spec.Planned.Select(p => p.Units.Value)], spec.Count.Value, at, "planned")),
        For<UnitGroupSpec>(["count", "ramp"], (spec, at) =>
            AtMost([.. spec.Ramp.Select(p => p.Units.Value)], spec.Count.Value, at, "ramp")),
        For<UnitGroupSpec>(["ramp"], (spec, at) =>
        {
            for (var i = 1; i < spec.Ramp.Count; i++)
            {
                if (spec.Ramp[i].From.Value <= spec.Ramp[i - 1].From.Value)
                    at.Report("expected a later time than at the point before it", "ramp", $"{i}", "from");
            }
        }),
        For<UnitRampSpec>(["from"], (spec, at) => WholeHours(spec.From.Value, at, "from")),
        For<UnitRampSpec>(["units"], (spec, at) => Whole(spec.Units.Value, 0, MostUnits, at, "units")),
        For<PlannedOutageSpec>(["from"], (spec, at) => WholeHours(spec.From.Value, at, "from")),
        For<PlannedOutageSpec>(["length"], (spec, at) => WholeHours(spec.Length.Value, at, "length")),
        For<PlannedOutageSpec>(["units"], (spec, at) => Whole(spec.Units.Value, 1, MostUnits, at, "units")),
        For<CommonModeSpec>(["probability"], (spec, at) =>
        {
            if (spec.Probability.Value.Fraction >= 1)
                at.Report("expected below 100 %", "probability");
        }),
        For<CommonModeSpec>(["members"], (spec, at) =>
        {
            if (spec.Members.Count == 0)
                at.Report("found an empty list, which nothing takes out; name groups of units", "members");
        }),
    ];

    private static IEnumerable<Rule> OfLoad =>
    [
        For<HourlyLoadSpec>([], OneWay),
        For<HourlyLoadSpec>(["hours"], (spec, at) => EachLoad(spec.Hours!, null, at, "hours")),
        For<HourlyLoadSpec>(["forecast-deviation"], (spec, at) =>
        {
            if (spec.ForecastDeviation!.Value.Value.Fraction >= 1.0 / 3)
                at.Report($"found {at.Found("forecast-deviation")}; expected below a third", "forecast-deviation");
        }),
        For<HourlyLoadSpec>(["categories"], (spec, at) => AddUp(spec.Categories, at, "categories")),
        For<LoadTablesSpec>(["peak"], (spec, at) =>
        {
            if (!IsLoad(spec.Peak.Value.Value))
                at.Report($"found {at.Found("peak")}; expected {Loads}", "peak");
        }),
        For<LoadTablesSpec>(["weeks"], (spec, at) => EachLoad(spec.Weeks, null, at, "weeks")),
        For<LoadTablesSpec>(["days"], (spec, at) => EachLoad(spec.Days, DaysOfAWeek, at, "days")),
        For<LoadTablesSpec>(["weeks", "seasons"], EveryWeekOnce),
        For<SeasonSpec>(["weekday"], (spec, at) => EachLoad(spec.Weekday, HoursOfADay, at, "weekday")),
        For<SeasonSpec>(["weekend"], (spec, at) => EachLoad(spec.Weekend, HoursOfADay, at, "weekend")),
    ];

    private static void OutagesLeaveTime(UnitGroupSpec spec, RuleScope at)
    {
        var all = (spec.ForcedOutageRate?.Value.Fraction ?? 0) + spec.Deratings.Sum(d => d.Probability.Value.Fraction);
        if (all >= 1)
            at.Report("a unit is out or derated all the time; expected all such states together to be below 100 %");
    }

    private static void OneWay(HourlyLoadSpec spec, RuleScope at)
    {
        string[] ways = ["tables", "hours", "csv"];
        var written = ways.Where(at.Mapping.Keys.Contains).ToList();
        if (written.Count != 1)
        {
            at.Report(written.Count == 0
                ? $"states no load; state one of {string.Join(", ", ways)}"
                : $"has {string.Join(" and ", written)}: keep one of them");
        }
    }

    private static void EveryWeekOnce(LoadTablesSpec spec, RuleScope at)
    {
        var seasonOf = new Dictionary<int, string>();
        foreach (var (name, season) in spec.Seasons)
        {
            for (var i = 0; i < season.Weeks.Count; i++)
            {
                var week = season.Weeks[i];
                if (week < 1 || week > spec.Weeks.Count)
                    at.Report($"found {week}; expected a week from 1 to {spec.Weeks.Count}", Path(name, i));
                else if (!seasonOf.TryAdd(week, name))
                    at.Report($"week {week} is in '{seasonOf[week]}' already; name it once", Path(name, i));
            }
        }

        var missing = Enumerable.Range(1, spec.Weeks.Count).Where(week => !seasonOf.ContainsKey(week)).ToList();
        if (missing.Count > 0)
            at.Report($"no season holds week {string.Join(", ", missing)}; every week belongs to one", "seasons");

        static string[] Path(string name, int i) => ["seasons", name, "weeks", $"{i}"];
    }

    private static void EachLoad(IReadOnlyList<double> loads, int? expected, RuleScope at, string key)
    {
        if (expected is { } count && loads.Count != count)
            at.Report($"found {loads.Count} values; expected {count}", key);
        else if (loads.Count == 0)
            at.Report("found an empty list; expected at least one value", key);
        for (var i = 0; i < loads.Count; i++)
        {
            if (!IsLoad(loads[i]))
                at.Report($"expected {Loads}", key, $"{i}");
        }
    }

    private static void AtMost(Count[] units, Count all, RuleScope at, string key)
    {
        for (var i = 0; i < units.Length; i++)
        {
            if (units[i] > all)
            {
                at.Report($"found {Number(units[i].Value)}; expected at most all of them ({at.Found("count")})",
                    key, $"{i}", "units");
            }
        }
    }

    /// <summary>Reports a number that is not whole or out of range.</summary>
    internal static void Whole(Count count, double least, double most, RuleScope at, string key)
    {
        if (count.Value < least || count.Value > most || count.Value % 1 != 0)
            at.Report($"found {at.Found(key)}; expected a whole number, {Number(least)} to {Number(most)}", key);
    }

    private static void WholeHours(Duration time, RuleScope at, string key)
    {
        if (time.Nanoseconds % Duration.FromHours(1).Nanoseconds != 0)
            at.Report($"found {at.Found(key)}; expected whole hours, such as 10 weeks", key);
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
