using System.Collections.Immutable;
using Plimsoll.Demand;

namespace Plimsoll.Planning.Allocation;

/// <summary>Adds up what the sources of sites give in an allocated week.</summary>
internal sealed class SiteSources
{
    private const int HoursPerDay = 24;

    private readonly AllocationCase week;
    private readonly double[][][] megawatts;

    public SiteSources(AllocationCase week)
    {
        this.week = week;
        megawatts = [.. week.Fleet.Sites.Select(site =>
            site.Site.Sources.Select(_ => new double[WeekShape.Hours]).ToArray())];
    }

    public void Add(WeekColumn column, double value)
    {
        if (column.Kind is WeekColumnKind.Source or WeekColumnKind.Charge or WeekColumnKind.Discharge)
        {
            megawatts[column.Place][column.Item][column.Hour] +=
                column.Kind == WeekColumnKind.Charge ? -value : value;
        }
    }

    public ImmutableArray<SourceWeek> Of(int site) =>
        [.. week.Fleet.Sites[site].Site.Sources.Select((source, k) => new SourceWeek(source, [.. megawatts[site][k]]))];

    /// <summary>US dollars; null: the site states no sources, or of none what it costs.</summary>
    public double? MoneyOf(int site) => week.Fleet.Sites[site].Site.Sources.Any(source => !source.Prices.IsEmpty)
        ? Sum(site, (k, hour) => week.Fleet.Sites[site].Site.Sources[k].PriceAt(hour).DollarsPerMegawattHour) : null;

    /// <summary>Kilograms of CO2; null: the site states no sources.</summary>
    public double? CarbonOf(int site) => week.Fleet.Sites[site].Site.Sources.IsEmpty ? null
        : Sum(site, (k, hour) => week.Fleet.Sites[site].Site.Sources[k].CarbonAt(hour).KilogramsPerMegawattHour);

    /// <summary>What batteries take has been paid where it came from.</summary>
    private double Sum(int site, Func<int, int, double> of) => megawatts[site]
        .Select((hours, k) => hours.Select((mw, hour) => Math.Max(0, mw) * of(k, hour % HoursPerDay)).Sum()).Sum();
}
