using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>
/// When growth, ramps, ends of contracts and changes of the policy use up what a service has to spare.
/// </summary>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Scheduled">Whether later changes of the policy take effect; or it stays as after the change.</param>
/// <param name="Conditions">The answer under each condition.</param>
public sealed record Headroom(
    Instant From, Instant Until, bool Scheduled, ImmutableArray<HeadroomOutlook> Conditions)
{
    /// <summary>Growth is what is asked for, so that it is no condition here.</summary>
    private static readonly ImmutableArray<Condition> Asked =
        [Condition.Normal, Condition.Peak, Condition.Storm, Condition.Notice];

    /// <summary>Yearly factors of growth that are looked at beside the stated ones.</summary>
    private static readonly ImmutableArray<double> Growths = [1, 1.5, 2, 3, 5, 10, 20];

    /// <summary>Months until which it is told what growth can be borne.</summary>
    private static readonly ImmutableArray<int> Months = [1, 3, 6, 12, 24];

    /// <summary>Looks at every day of a horizon at midnight UTC.</summary>
    /// <param name="service">The service.</param>
    /// <param name="from">First day, at midnight UTC.</param>
    /// <param name="until">Last day, later.</param>
    /// <param name="scheduled">Whether later changes of the policy take effect.</param>
    public static Headroom Of(ServiceMargins service, Instant from, Instant until, bool scheduled)
    {
        var days = new HeadroomDays(service, from, until, scheduled);
        ImmutableArray<Instant> dates =
        [
            .. Months.Select(months => Instant.FromDate(from.Date.AddMonths(months))).Where(date => date < until),
            until,
        ];
        return new Headroom(from, until, scheduled, [.. Asked.Select(OutlookOf)]);

        HeadroomOutlook OutlookOf(Condition condition)
        {
            var capacity = days.CapacityUnder(condition);
            return new HeadroomOutlook(
                condition,
                capacity[0] / days.GrowthAt(0, null),
                days.Crossings(capacity, null),
                [.. Growths.Select(factor => (factor, FirstBelow(days.Crossings(capacity, factor))))],
                [.. dates.Select(date => (date, days.GrowthBorne(capacity, date)))]);
        }
    }

    /// <summary>The first day on which a margin is below 1; null: none.</summary>
    public static Instant? FirstBelow(ImmutableArray<Crossing> crossings) =>
        crossings.FirstOrDefault(crossing => !crossing.IsEnough)?.At;
}

/// <summary>The answer under one condition.</summary>
/// <param name="Condition">
/// The condition; under <see cref="Condition.Notice"/> what may be withdrawn is gone from the first day on which it can
/// be.
/// </param>
/// <param name="Margin">Served over required on the first day.</param>
/// <param name="Crossings">
/// Every day on which the margin falls below 1 or comes back, at the stated growth; the first day where it is below.
/// </param>
/// <param name="ByGrowth">First day below 1 by yearly factor of growth from the first day on; null: none.</param>
/// <param name="Borne">
/// By day, the largest yearly factor of growth from the first day on at which the margin stays at 1 or more until then;
/// 0: none, because it is below on the first day.
/// </param>
public sealed record HeadroomOutlook(
    Condition Condition,
    double Margin,
    ImmutableArray<Crossing> Crossings,
    ImmutableArray<(double PerYear, Instant? Below)> ByGrowth,
    ImmutableArray<(Instant Until, double PerYear)> Borne);

/// <summary>A day on which a margin falls below 1 or comes back.</summary>
/// <param name="At">The day.</param>
/// <param name="IsEnough">Whether the margin is 1 or more from that day on.</param>
/// <param name="Margin">Served over required on it.</param>
/// <param name="Cause">What moved it.</param>
/// <param name="Sites">Sites whose supply changed from the day before, where that is the cause.</param>
public sealed record Crossing(
    Instant At, bool IsEnough, double Margin, CrossingCause Cause, ImmutableArray<string> Sites);

/// <summary>What moves a margin across 1. Numbered and append-only.</summary>
public enum CrossingCause
{
    /// <summary>It is below from the first day on.</summary>
    Start = 1,

    /// <summary>Demand.</summary>
    Growth = 2,

    /// <summary>A ramp, an expansion, an end or a withdrawal.</summary>
    Supply = 3,

    /// <summary>A change of the policy.</summary>
    Policy = 4,
}
