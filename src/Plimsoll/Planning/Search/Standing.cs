using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>How a service stands: what its fleet bears, and how far each limit could be raised.</summary>
/// <param name="Title">What the scenario is about.</param>
/// <param name="Days">On the day of the change, and at the end of the ramp where that is later.</param>
/// <param name="Lines">
/// Load lines under Storm at the end of the ramp, of the limits that change and of those in force turned together.
/// </param>
public sealed record Standing(
    string Title, ImmutableArray<DayStanding> Days, ImmutableArray<(Dial Dial, LoadLine Line)> Lines)
{
    /// <summary>
    /// Served over required under Storm at the end of the ramp: the figure that explanations are about.
    /// </summary>
    public double Ramped => Days[^1].Under(Condition.Storm);

    /// <summary>That figure alone.</summary>
    public static double MarginOf(ServiceMargins service) =>
        service.Of(service.Model.Compare.Ramped, Condition.Storm, service.LoadUnder(service.Policy)).Multiple;

    /// <summary>Computes it.</summary>
    public static Standing Of(ServiceMargins service)
    {
        var compare = service.Model.Compare;
        var at = compare.Ramped;
        var adequacy = service.AdequacyAt(at, Condition.Storm);
        var growth = service.Model.Growth.At(at);
        return new Standing(
            service.Model.Title,
            [.. new[] { compare.After, at }.Distinct().Select(day => DayStanding.Of(service, day))],
            [
                .. Target.Dials(service.Model).Select(dial =>
                    (dial, LoadLine.Of(dial, adequacy, service.LoadUnder, growth))),
            ]);
    }
}

/// <summary>What the fleet of a day bears of the policy after the change.</summary>
/// <param name="At">The day.</param>
/// <param name="Accelerators">Working accelerators that serve users.</param>
/// <param name="Power">Power that serves users.</param>
/// <param name="Growth">Demand over that of the day on which it was counted.</param>
/// <param name="Margins">By condition, served over required.</param>
public sealed record DayStanding(
    Instant At,
    double Accelerators,
    Watts Power,
    double Growth,
    ImmutableArray<(Condition Condition, double Margin)> Margins)
{
    /// <summary>The margin under a condition.</summary>
    public double Under(Condition condition) => Margins.First(margin => margin.Condition == condition).Margin;

    /// <summary>Computes it.</summary>
    public static DayStanding Of(ServiceMargins service, Instant at)
    {
        var fleet = service.FleetAt(at, Condition.Normal);
        var load = service.LoadUnder(service.Policy);
        return new DayStanding(
            at,
            fleet.Pools.Sum(pool => pool.Accelerators),
            new Watts(fleet.Sites.Sum(site => site.Power.Value)),
            service.Model.Growth.At(at),
            [.. Enum.GetValues<Condition>().Select(c => (c, service.Of(at, c, load).Multiple))]);
    }
}
