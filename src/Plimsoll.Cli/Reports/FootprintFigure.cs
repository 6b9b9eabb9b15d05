using System.Collections.Immutable;
using Plimsoll.Footprint;

namespace Plimsoll.Cli.Reports;

/// <summary>A figure that tables show: one impact, or the sum of some.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="PerUnit">That unit for the base unit.</param>
/// <param name="Impacts">The impacts that it adds up.</param>
internal sealed record FootprintFigure(string Name, string Unit, double PerUnit, ImmutableArray<Impact> Impacts)
{
    private const double SameToRounding = 1e-9;

    private static readonly ImmutableArray<FootprintFigure> OfSums =
    [
        new("CO2e", "t", 1e-3, [Impact.LocationCarbon]),
        new("market", "t", 1e-3, [Impact.MarketCarbon]),
        new("hourly", "t", 1e-3, [Impact.HourlyCarbon]),
        new("own fuel", "t", 1e-3, [Impact.FuelCarbon]),
        new("embodied", "t", 1e-3, [Impact.EmbodiedCarbon]),
        new("Water", "m3", 1e-3, [Impact.SiteWater, Impact.SourceWater]),
        new("on site", "m3", 1e-3, [Impact.SiteWater]),
        new("NOx", "kg", 1, [Impact.Nox]),
        new("Energy", "USD", 1, [Impact.EnergyMoney]),
        new("Capacity", "USD", 1, [Impact.CapacityMoney]),
    ];

    private static readonly ImmutableArray<FootprintFigure> OfParts =
    [
        new("CO2e", "g", 1e3, [Impact.LocationCarbon]),
        new("market", "g", 1e3, [Impact.MarketCarbon]),
        new("hourly", "g", 1e3, [Impact.HourlyCarbon]),
        new("embodied", "g", 1e3, [Impact.EmbodiedCarbon]),
        new("Water", "L", 1, [Impact.SiteWater, Impact.SourceWater]),
        new("NOx", "mg", 1e6, [Impact.Nox]),
        new("Cost", "USD", 1, [Impact.EnergyMoney, Impact.CapacityMoney]),
    ];

    /// <summary>Head of its column.</summary>
    public string Head => $"{Name}, {Unit}";

    /// <summary>Figures of large sums.</summary>
    public static ImmutableArray<FootprintFigure> Sums(FootprintReport report) =>
        Known(OfSums, report.Footprint.Impacts, report.Sites);

    /// <summary>Figures of large sums, without those that are a part of another: rows have many columns.</summary>
    /// <param name="impacts">Impacts that are known.</param>
    /// <param name="rows">Rows that have them.</param>
    public static ImmutableArray<FootprintFigure> WholeSums(
        ImmutableArray<Impact> impacts, ImmutableArray<FootprintRow> rows) =>
    [
        .. Known(OfSums, impacts, rows)
            .Where(figure => figure.Impacts is not [Impact.FuelCarbon or Impact.SiteWater]),
    ];

    /// <summary>Figures of small parts.</summary>
    public static ImmutableArray<FootprintFigure> Parts(FootprintReport report) =>
        Known(OfParts, report.Footprint.Impacts, report.Sites);

    /// <summary>Figures of small parts.</summary>
    /// <param name="impacts">Impacts that are known.</param>
    /// <param name="rows">Rows that have them.</param>
    public static ImmutableArray<FootprintFigure> Parts(
        ImmutableArray<Impact> impacts, ImmutableArray<FootprintRow> rows) => Known(OfParts, impacts, rows);

    /// <summary>Its amount in a row.</summary>
    public double Amount(ImmutableArray<Impact> impacts, FootprintRow row) =>
        PerUnit * Impacts.Sum(impact => row.Impacts[impacts.IndexOf(impact)]);

    /// <summary>Its amount in a part.</summary>
    public double Amount(ImmutableArray<Impact> impacts, FootprintPart part) =>
        PerUnit * Impacts.Sum(impact => part.ImpactAt(impacts.IndexOf(impact)));

    /// <summary>What is known, without the methods for carbon that only repeat the first.</summary>
    private static ImmutableArray<FootprintFigure> Known(
        ImmutableArray<FootprintFigure> figures, ImmutableArray<Impact> impacts, ImmutableArray<FootprintRow> rows) =>
    [
        .. figures.Where(figure => figure.Impacts.All(impacts.Contains)).Where(figure =>
            figure.Impacts[0] is not (Impact.MarketCarbon or Impact.HourlyCarbon)
            || rows.Any(row => Differ(
                row.Impacts[impacts.IndexOf(figure.Impacts[0])],
                row.Impacts[impacts.IndexOf(Impact.LocationCarbon)]))),
    ];

    private static bool Differ(double one, double other) =>
        Math.Abs(one - other) > SameToRounding * Math.Max(Math.Abs(one), Math.Abs(other));
}
