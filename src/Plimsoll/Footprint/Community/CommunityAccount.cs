using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Community;

/// <summary>What a site does to those around it over the hours of its meter, and what was done about it.</summary>
/// <remarks>
/// What is drawn from public grids and not matched in the same hour by generation that was added raises the price of
/// the others: Σ over hours of slope · unmatched load · load of the others. The slope is a straight line through what
/// is not known better, and the load of the others their mean.
/// </remarks>
public sealed record CommunityAccount
{
    private const double HoursPerYear = 8760;
    private const double Negligible = 1e-9;

    /// <summary>What passed the meter.</summary>
    public required SiteMeter Meter { get; init; }

    /// <summary>What was done.</summary>
    public required SiteDeeds Deeds { get; init; }

    /// <summary>Megawatt-hours from public grids, by hour.</summary>
    public required ImmutableArray<double> GridMegawattHours { get; init; }

    /// <summary>Of these, what generation that was added gave in the same hour.</summary>
    public required ImmutableArray<double> MatchedMegawattHours { get; init; }

    /// <summary>What the rest costs the others, in US dollars by hour; empty: nothing is stated about it.</summary>
    public required ImmutableArray<double> PriceEffectUsd { get; init; }

    /// <summary>What the upgrades of its grid cost; null: of one of them it is not known.</summary>
    public Usd? UpgradeCost => SumOf(Deeds.Upgrades.Select(upgrade => upgrade.Cost));

    /// <summary>What its operator paid for them and did not get back; null: of one of them it is not known.</summary>
    public Usd? UpgradePaid => SumOf(Deeds.Upgrades.Select(upgrade => upgrade.Paid));

    /// <summary>Hours of curtailment that were delivered while the meter ran.</summary>
    public double CurtailedHours => Delivered.Sum(one => one.Length.Seconds / 3600);

    /// <summary>Megawatt-hours that were not drawn in them.</summary>
    public double CurtailedMegawattHours => Delivered.Sum(one => one.MegawattHours);

    /// <summary>What was paid to cover the effect on the price, for the hours of the meter; null: not known.</summary>
    public double? PriceEffectPaidUsd => Deeds.PriceEffect?.PaidPerYear?.Dollars * Meter.Hours / HoursPerYear;

    private IEnumerable<DeliveredCurtailment> Delivered =>
        Deeds.Curtailments.Where(one => one.At >= Meter.From && one.At < Meter.StartOf(Meter.Hours));

    /// <summary>Computes it.</summary>
    public static CommunityAccount Of(SiteMeter meter, SiteDeeds deeds)
    {
        var grid = ByHour(hour => meter.Sources.Where(line => line.Source is EnergySource.Grid)
            .Sum(line => new Joules(Math.Max(0, line.Joules[hour])).MegawattHours));
        var matched = ByHour(hour =>
            Math.Min(grid[hour], deeds.Generation.Sum(one => one.MegawattsAt(meter.StartOf(hour)))));
        return new CommunityAccount
        {
            Meter = meter,
            Deeds = deeds,
            GridMegawattHours = grid,
            MatchedMegawattHours = matched,
            PriceEffectUsd = deeds.PriceEffect is { } effect
                ? ByHour(hour => effect.UsdOf(grid[hour] - matched[hour])) : [],
        };

        ImmutableArray<double> ByHour(Func<int, double> of) => [.. Enumerable.Range(0, meter.Hours).Select(of)];
    }

    /// <summary>How far a promise of a pledge is kept here.</summary>
    public Fulfilment Of(Pledge pledge, Promise promise) => pledge.Of(Meter.Site.Name).Coverage switch
    {
        Coverage.NotCovered => Fulfilment.NotCovered,
        Coverage.NotKnown => Fulfilment.NotKnown,
        _ => promise.Kind switch
        {
            PromiseKind.GridUpgrades => Deeds.Upgrades.IsEmpty
                ? Fulfilment.NotKnown : Part(UpgradePaid?.Dollars, UpgradeCost?.Dollars),
            PromiseKind.NewGeneration => OfGeneration(),
            PromiseKind.Curtailment => CurtailedHours > 0 ? Fulfilment.Kept : Fulfilment.NotKnown,
            _ => Fulfilment.NotKnown,
        },
    };

    private Fulfilment OfGeneration()
    {
        var (drawn, matched) = (GridMegawattHours.Sum(), MatchedMegawattHours.Sum());
        if (drawn - matched <= Negligible * drawn)
            return Fulfilment.Kept;
        var covered = Part(PriceEffectPaidUsd, PriceEffectUsd.IsEmpty ? null : PriceEffectUsd.Sum());
        return covered is Fulfilment.Open && matched > 0 ? Fulfilment.Partly : covered;
    }

    private static Fulfilment Part(double? paid, double? cost) => (paid, cost) switch
    {
        (null, _) or (_, null) => Fulfilment.NotKnown,
        ({ } done, { } due) when done >= due => Fulfilment.Kept,
        ({ } done, _) => done > 0 ? Fulfilment.Partly : Fulfilment.Open,
    };

    private static Usd? SumOf(IEnumerable<Usd?> amounts) =>
        amounts.ToArray() is var all && Array.TrueForAll(all, one => one is not null)
            ? new Usd(all.Sum(one => one!.Value.Dollars)) : null;
}
