using Plimsoll.Quantities;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of a site's sources and of what its grid may take back.</summary>
internal static class PowerRules
{
    private const int Months = 12;
    private const int MostUnits = 1000;
    private const int MinutesPerHour = 60;
    private static readonly Duration Year = Duration.FromDays(365);
    private static readonly Duration Week = Duration.FromDays(7);

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<EnergySourcesSpec>([], OneNameEach),
        .. OfSources<GridSourceSpec>(),
        .. OfSources<GeneratorsSpec>(),
        .. OfSources<SolarSpec>(),
        .. OfSources<BatterySpec>(),
        For<GridSourceSpec>(["carbon-by-hour"], (spec, at) =>
            AllocationRules.Hours(spec.CarbonByHour, at, "carbon-by-hour", "carbon")),
        For<GeneratorsSpec>(["units"], (spec, at) =>
            AdequacyRules.Whole(spec.Units.Value, 1, MostUnits, at, "units")),
        For<GeneratorsSpec>(["capacity", "units", "least-load", "ramp-per-minute"], (spec, at) =>
        {
            var least = (spec.LeastLoad?.Value.Fraction ?? 0) * spec.Capacity.Value.Value / spec.Units.Value.Value;
            if (spec.RampPerMinute!.Value.Value.Value * MinutesPerHour < least)
                at.Report($"found {at.Found("ramp-per-minute")}; expected at least 1/60 of the least load of a unit "
                    + $"({least / MinutesPerHour / 1e6:0.###} MW): with less no unit could start within an hour",
                    "ramp-per-minute");
        }),
        For<SolarSpec>(["by-hour"], (spec, at) => Rhythm(spec.ByHour, at, "by-hour")),
        For<SolarSpec>(["by-month"], (spec, at) =>
        {
            if (spec.ByMonth.Count != Months)
                at.Report($"found {spec.ByMonth.Count} values; expected {Months}, from January", "by-month");
            if (spec.ByMonth.Any(month => month < 0) || spec.ByMonth.All(month => month == 0))
                at.Report("expected weights of zero or more, at least one of them above zero", "by-month");
        }),
        For<BatterySpec>(["least-output"], (_, at) =>
            at.Report("a battery gives what no other source can; remove it", "least-output")),
        For<BatterySpec>(["rank"], (_, at) =>
            at.Report("a battery gives what no other source can; remove it", "rank")),
        .. OfCurtailment,
    ];

    private static IEnumerable<Rule> OfCurtailment =>
    [
        For<GridCurtailmentSpec>(["per-year"], (spec, at) =>
        {
            if (spec.PerYear.Value >= Year)
                at.Report($"found {at.Found("per-year")}; expected less than a year", "per-year");
        }),
        For<GridCurtailmentSpec>(["length"], (spec, at) => Within(spec.Length, at, "length")),
        For<GridCurtailmentSpec>(["length", "longest"], (spec, at) =>
        {
            if (spec.Longest!.Value.Value < spec.Length.Value || spec.Longest.Value.Value > Week)
                at.Report($"found {at.Found("longest")}; expected 'length' or more, up to a week", "longest");
        }),
        For<GridCurtailmentSpec>(["from"], (spec, at) =>
        {
            if (spec.From!.Value.Minutes % 60 != 0 || spec.From >= ClockTime.EndOfDay)
                at.Report($"found {at.Found("from")}; expected a full hour from 00:00 to 23:00", "from");
        }),
        For<GridCurtailmentSpec>(["order"], (spec, at) =>
        {
            if (spec.Order.Count == 0 || spec.Order[^1] != ShedStep.Limits)
                at.Report("expected 'limits' as the last: nothing is given up after what is promised", "order");
            for (var i = 1; i < spec.Order.Count; i++)
            {
                if (spec.Order.Take(i).Contains(spec.Order[i]))
                    at.Report($"'{KebabCase.Of($"{spec.Order[i]}")}' stands before already; name it once",
                        "order", $"{i}");
            }
        }),
    ];

    private static IEnumerable<Rule> OfSources<T>()
        where T : EnergySourceSpec =>
    [
        For<T>(["price-by-hour"], (spec, at) =>
            AllocationRules.Hours(spec.PriceByHour, at, "price-by-hour", "price")),
        For<T>(["capacity", "least-output"], (spec, at) =>
        {
            if (spec.LeastOutput!.Value.Value > spec.Capacity.Value)
                at.Report($"found {at.Found("least-output")}; expected at most 'capacity'", "least-output");
        }),
        For<T>(["from", "until"], (spec, at) =>
            Ascend(spec.From!.Value, spec.Until!.Value, "'until' has to be later than 'from'", at, "until")),
    ];

    private static void OneNameEach(EnergySourcesSpec spec, RuleScope at)
    {
        var first = new Dictionary<string, string>();
        foreach (var (kind, names) in new (string, IEnumerable<string>)[]
        {
            ("grid", spec.Grid.Keys), ("generators", spec.Generators.Keys), ("solar", spec.Solar.Keys),
            ("storage", spec.Storage.Keys),
        })
        {
            foreach (var name in names)
            {
                if (!first.TryAdd(name, kind))
                    at.Report($"'{first[name]}' has a source of this name already; choose another", kind, name);
            }
        }

        if (first.Values.All(kind => kind == "storage") && at.Mapping.Keys.All(key => key is "storage" or "evidence"))
            at.Report("names nothing that gives energy; expected 'grid', 'generators' or 'solar' with a source each");
    }
}
