using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint;

/// <summary>Hours for which one week stands: the week in the middle of them.</summary>
/// <param name="First">First hour of the period.</param>
/// <param name="Hours">Number of hours.</param>
/// <param name="Middle">Instant whose supply, policy and growth are taken.</param>
public readonly record struct PeriodSegment(int First, int Hours, Instant Middle)
{
    /// <summary>Hour of the week of an instant, 0 is Monday 00:00 UTC.</summary>
    public static int HourOfWeek(Instant at) =>
        (int)((at - WeekShape.MondayOf(at)).Nanoseconds / Duration.FromHours(1).Nanoseconds);

    /// <summary>
    /// A period cut where a calendar month begins, where a version of the policy does, and where a ramp bends or a
    /// contract begins or ends.
    /// </summary>
    public static ImmutableArray<PeriodSegment> Of(ServiceModel model, Instant from, int hours)
    {
        var end = from + Duration.FromHours(hours);
        var cuts = MonthsBetween(from, end)
            .Concat(model.Timeline.Versions.Select(version => version.EffectiveFrom))
            .Concat(model.Sites.SelectMany(site => site.Ramp.Points))
            .Concat(model.Sites.SelectMany(site => ContractDates(site.Contract)))
            .Where(cut => from < cut && cut < end)
            .Select(cut => (int)((cut - from).Nanoseconds / Duration.FromHours(1).Nanoseconds))
            .Append(0).Append(hours).Distinct().Order().ToArray();
        return
        [
            .. cuts.Zip(cuts.Skip(1), (first, next) => new PeriodSegment(
                first, next - first, from + Duration.FromMinutes((first + next) * 30L))),
        ];
    }

    private static IEnumerable<Instant> MonthsBetween(Instant from, Instant end)
    {
        var date = from.Date;
        var next = new DateOnly(date.Year, date.Month, 1).AddMonths(1);
        for (; Instant.FromDate(next) < end; next = next.AddMonths(1))
            yield return Instant.FromDate(next);
    }

    private static IEnumerable<Instant> ContractDates(Contract contract)
    {
        if (contract.Start is not { } start)
            yield break;
        yield return start;
        if (contract.Term is { } term)
            yield return start + term;
    }
}
