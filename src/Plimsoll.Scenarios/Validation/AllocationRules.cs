using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of what an allocation heeds.</summary>
internal static class AllocationRules
{
    private const int HoursOfADay = 24;
    private const int HoursOfAWeek = 168;

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        For<AllocationSpec>(["batch", "training"], (spec, at) =>
        {
            foreach (var name in spec.Training.Keys.Where(spec.Batch.ContainsKey))
                at.Report("a batch has this name already; jobs are told apart by their names", "training", name);
        }),
        For<BatchJobSpec>(["from"], (spec, at) =>
        {
            if (spec.From.Minutes % 60 != 0 || spec.From.Minutes >= HoursOfADay * 60)
                at.Report($"found {at.Found("from")}; expected a full hour from 00:00 to 23:00", "from");
        }),
        For<BatchJobSpec>(["within"], (spec, at) =>
        {
            var hours = spec.Within!.Value.Value.Seconds / 3600;
            if (hours % 1 != 0 || hours is < 1 or > HoursOfAWeek)
                at.Report($"found {at.Found("within")}; expected whole hours, 1 h to 168 h", "within");
        }),
        For<BatchJobSpec>(["on"], (spec, at) =>
        {
            if (spec.Every != Recurrence.Week)
                at.Report("counts only where it comes once a week; write 'every: week' or remove it", "on");
        }),
        For<TrainingJobSpec>(["gang", "most"], (spec, at) =>
        {
            if (spec.Gang!.Value.Value > spec.Most!.Value.Value)
                at.Report($"found {at.Found("most")}; expected 'gang' or more", "most");
        }),
        For<EnergySpec>(["price-by-hour"], (spec, at) => Hours(spec.PriceByHour, at, "price-by-hour", "price")),
        For<EnergySpec>(["carbon-by-hour"], (spec, at) => Hours(spec.CarbonByHour, at, "carbon-by-hour", "carbon")),
        For<SiteSpec>(["power", "energy"], (spec, at) =>
        {
            if (spec.Energy!.LeastDraw?.Value is { } least && least > spec.Power.Value)
                at.Report("expected at most the site's 'power'", "energy", "least-draw");
        }),
        For<TakeOrPaySpec>([], (spec, at) =>
        {
            var written = at.Mapping.Keys.Where(key => key is "share" or "accelerator-hours").ToList();
            if (written.Count != 1)
            {
                at.Report(written.Count == 0
                    ? "has neither 'share' nor 'accelerator-hours': state the minimum in one of them"
                    : "has both 'share' and 'accelerator-hours': keep one of them");
            }
        }),
    ];

    /// <summary>Reports multiples by hour of the day that are no 24, negative, or of nothing.</summary>
    internal static void Hours(IReadOnlyList<double> hours, RuleScope at, string key, string of)
    {
        if (!at.Mapping.Keys.Contains(of))
            at.Report($"is a multiple of '{of}', which is missing", key);
        if (hours.Count != HoursOfADay)
            at.Report($"found {hours.Count} values; expected {HoursOfADay}, one for each hour from midnight UTC", key);
        for (var i = 0; i < hours.Count; i++)
        {
            if (hours[i] < 0)
                at.Report("expected zero or more", key, $"{i}");
        }
    }
}
