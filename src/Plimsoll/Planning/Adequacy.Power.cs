using Plimsoll.Demand;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <content>What the sources of sites leave of their power, and what accelerators do in a curtailment.</content>
public sealed partial class Adequacy
{
    private readonly List<(int Column, int Site)> slow = [];

    /// <summary>
    /// The margin where air permits stop the load sooner than any hour; null: they do not. They limit the sum of the
    /// week with everything in service: an outage is short beside twelve months.
    /// </summary>
    private Margin? OfPermits(double[] load, double required, Margin tightest, double enough)
    {
        if (permits is null || tightest.Multiple <= 0 || double.IsPositiveInfinity(tightest.Multiple))
            return null;

        // Where it is enough, it does not matter by how much.
        var start = enough > 0 ? Math.Min(enough, tightest.Multiple) : tightest.Multiple;
        return permits.Of(load, required, start) is { } margin && margin.Multiple < tightest.Multiple ? margin : null;
    }

    /// <summary>The multiple of a load that permits, and hours with everything in service, let be served.</summary>
    private double UnderPermits(double[] load, double required)
    {
        var most = WorstHours(fleet, load).Min(hour => Solve(load, required, hour, SingleOutage.None));
        return most > 0 && !double.IsPositiveInfinity(most)
            ? permits!.Of(load, required, most)?.Multiple ?? most : most;
    }

    private double PartOf(int site, int hour, bool isCurtailed) =>
        fleet.Sites[site].Supply?.PartAt(hour, isCurtailed) ?? 1;

    /// <summary>What is left of a site's power in the hour in which its sources give least.</summary>
    private double LeastPartOf(int site) => fleet.Sites[site].Supply is { } supply
        ? Enumerable.Range(0, WeekShape.Hours / 7).Min(hour => supply.PartAt(hour, false)) : 1;

    private Site? SiteOf(int index) => index < 0 ? null : fleet.Sites[index].Site;

    private int IndexOf(Site? site)
    {
        var index = fleet.Sites.Length - 1;
        while (index >= 0 && fleet.Sites[index].Site.Name != site?.Name)
            index--;
        return index;
    }

    /// <summary>
    /// Hours that no other dominates, earliest first: another that asks for as much and in which sources give no more.
    /// </summary>
    internal static List<int> WorstHours(Fleet fleet, double[] load)
    {
        var varying = fleet.Sites.Select(site => site.Supply).OfType<SiteSupply>()
            .Where(supply => supply.VariesByHour).ToArray();
        if (varying.Length == 0)
            return WorstHours(load, fleet.Classes);
        var asked = new List<double>();
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            asked.AddRange(load.AsSpan(hour * fleet.Classes, fleet.Classes));
            foreach (var supply in varying)
                asked.AddRange([-supply.PartAt(hour, false), -supply.PartAt(hour, true)]);
        }

        return WorstHours([.. asked], asked.Count / WeekShape.Hours);
    }

    /// <summary>Adds what accelerators do at lower clocks where a curtailment may lower them.</summary>
    private void AddClocks()
    {
        for (var p = 0; p < fleet.Pools.Length; p++)
        {
            var site = fleet.Pools[p].Site;
            if (fleet.Sites[site].Supply?.Curtailment is not { Clocks: { } clocks } terms
                || !terms.Order.Contains(ShedStep.Clocks))
                continue;
            for (var c = 0; c < classes; c++)
            {
                var column = programme.AddVariable($"class {c} on pool {p} at lower clocks", 0, 0);
                SetServing(programme, p, c, column, clocks.Speed, clocks.Power);
                slow.Add((column, site));
            }
        }
    }

    /// <summary>Clocks are lowered only where the grid is curtailed.</summary>
    private void SetClocks(SingleOutage outage)
    {
        foreach (var (column, site) in slow)
            programme.SetBounds(column, 0, site == outage.Curtailed ? double.PositiveInfinity : 0);
    }
}
