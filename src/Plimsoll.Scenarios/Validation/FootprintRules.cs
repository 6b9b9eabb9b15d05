using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values that carbon and water are accounted with.</summary>
internal static class FootprintRules
{
    private const int HoursOfADay = 24;
    private const int MonthsOfAYear = 12;

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<CarbonFactorsSpec>(["grid-loss"], (spec, at) =>
        {
            if (spec.GridLoss!.Value.Value.Fraction >= 1)
                at.Report("expected below 100 %", "grid-loss");
        }),
        For<CarbonFactorsSpec>(["hardware"], (spec, at) =>
        {
            if (spec.Hardware.Count > 0 && !at.Mapping.Keys.Contains("hardware-life"))
                at.Report("needs 'hardware-life' beside it: over which time its emissions are spread", "hardware");
        }),
        For<AccountingSpec>(["water-by-month"], (spec, at) =>
        {
            if (!at.Mapping.Keys.Contains("water"))
                at.Report("is a multiple of 'water', which is missing", "water-by-month");
            Multiples(spec.WaterByMonth, MonthsOfAYear, "month, January first", at, "water-by-month");
        }),
        For<InstrumentSpec>(["by-hour"], (spec, at) =>
            Multiples(spec.ByHour, HoursOfADay, "hour from midnight UTC", at, "by-hour")),
        For<InstrumentSpec>(["by-month"], (spec, at) =>
            Multiples(spec.ByMonth, MonthsOfAYear, "month, January first", at, "by-month")),
        For<InstrumentSpec>(["from", "until"], (spec, at) =>
            Ascend(spec.From!.Value, spec.Until!.Value, "'until' has to be later than 'from'", at, "until")),
    ];

    private static void Multiples(IReadOnlyList<double> values, int count, string each, RuleScope at, string key)
    {
        if (values.Count != count)
            at.Report($"found {values.Count} values; expected {count}, one for each {each}", key);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] < 0)
                at.Report("expected zero or more", key, $"{i}");
        }

        if (values.Count > 0 && values.All(value => value == 0))
            at.Report("every value is zero; expected at least one above zero", key);
    }
}
