using System.Collections.Immutable;

namespace Plimsoll.Footprint;

/// <summary>What of a site's impacts falls on one of its uses, hour by hour.</summary>
/// <param name="site">What the site takes in all.</param>
/// <param name="lines">Its impacts, in the order in which amounts are given; null: not known.</param>
/// <param name="use">The use.</param>
internal sealed class UseShares(SiteTotals site, ImmutableArray<ImpactLine?> lines, UseLine use)
{
    private readonly double[] amounts = new double[lines.Length];

    /// <summary>Amounts of an hour by impact; overwritten by the next.</summary>
    public ReadOnlySpan<double> At(int hour)
    {
        var ofEnergy = site.Joules[hour] == 0 ? 0 : use.Joules[hour] / (double)site.Joules[hour];
        var ofAccelerators = site.Accelerators[hour] <= 0 ? 0 : use.Accelerators[hour] / site.Accelerators[hour];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = lines[i] is { } line
                ? line.Amounts[hour] * (line.Basis == ImpactBasis.Energy ? ofEnergy : ofAccelerators) : 0;
        }

        return amounts;
    }
}

/// <summary>What the uses of a site take together in each hour.</summary>
/// <param name="Joules">Joules at its meter.</param>
/// <param name="Accelerators">Accelerators, idle ones included.</param>
internal sealed record SiteTotals(long[] Joules, double[] Accelerators)
{
    public static SiteTotals Of(SiteMeter meter)
    {
        var totals = new SiteTotals(new long[meter.Hours], new double[meter.Hours]);
        foreach (var use in meter.Uses)
        {
            for (var hour = 0; hour < meter.Hours; hour++)
            {
                totals.Joules[hour] += use.Joules[hour];
                totals.Accelerators[hour] += use.Accelerators[hour];
            }
        }

        return totals;
    }
}
