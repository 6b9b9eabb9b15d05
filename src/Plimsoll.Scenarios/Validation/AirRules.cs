using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of what units emit and of permits.</summary>
internal static class AirRules
{
    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<AirSpec>(["controls"], (spec, at) =>
        {
            if (!at.Mapping.Keys.Contains("unit"))
                at.Report("counts only where 'unit' names factors that it reduces; name it or remove this", "controls");
        }),
        For<AirSpec>(["exhaust", "heat"], (spec, at) =>
        {
            foreach (var twice in spec.Exhaust.Stated().Select(one => one.Key)
                .Intersect(spec.Heat.Stated().Select(one => one.Key)).Select(Key))
                at.Report("'exhaust' states it already; keep one of them", "heat", twice);
        }),
        For<AirFactorsSpec>(["controls"], (spec, at) =>
        {
            foreach (var (name, control) in spec.Controls.Where(control => !control.Value.Stated().Any()))
                at.Report("holds nothing back; expected a pollutant with a part such as {nox: 90 %}", "controls", name);
        }),
        For<PermitSpec>(["from", "until"], (spec, at) => Ascend(
            spec.From!.Value, spec.Until!.Value, "'until' has to be later than 'from'", at, "until")),
        For<PermitSpec>(["caps"], (spec, at) =>
        {
            foreach (var none in spec.Caps.Stated().Where(cap => cap.Value.Kilograms == 0).Select(cap => Key(cap.Key)))
                at.Report("expected more than zero; leave out what it does not limit", "caps", none);
        }),
        For<PermitSpec>(["before"], Before),
        For<SiteSpec>(["permits"], Permits),
    ];

    private static void Before(PermitSpec spec, RuleScope at)
    {
        var seen = new HashSet<DateOnly>();
        for (var i = 0; i < spec.Before.Count; i++)
        {
            var month = spec.Before[i].Month;
            if (month.Day != 1)
                at.Report($"found {Day(month)}; expected the first day of a month",
                    "before", $"{i}", "month");
            else if (!seen.Add(month))
                at.Report("stands there already; add the two up", "before", $"{i}", "month");
        }
    }

    private static void Permits(SiteSpec spec, RuleScope at)
    {
        if (spec.Sources is null && at.Mapping.Keys.Contains("sources"))
            return;
        var burning = spec.Sources?.Generators.Keys ?? [];
        foreach (var (name, permit) in spec.Permits)
        {
            if (!burning.Any() && IsLimit(permit))
            {
                at.Report("limits what burns fuel, of which the site has none: name it under 'sources.generators'",
                    "permits", name);
                continue;
            }

            foreach (var (unknown, i) in (permit.Sources ?? []).Select((source, i) => (source, i))
                .Where(source => !burning.Contains(source.source)))
            {
                at.Report($"found '{unknown}'; expected one of the site's 'sources.generators'"
                    + NearestName.Hint(unknown, burning), "permits", name, "sources", $"{i}");
            }
        }
    }

    private static bool IsLimit(PermitSpec permit) => permit.Caps.Stated().Any() || permit.Starts is not null
        || permit.Stops is not null || permit.StartAndStopTime is not null || permit.RunningTime is not null;

    private static string Key(Pollutant pollutant) => $"{pollutant}".ToLowerInvariant();
}
