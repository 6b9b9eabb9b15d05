using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>How far figures of a footprint may be off, and what they rest on: one week, varied.</summary>
internal static class FootprintRanges
{
    private const int WeekHours = 168;
    private const int Strongest = 4;

    /// <summary>
    /// Varies every input in the week in the middle of a period, its load spread evenly: hundreds of allocations would
    /// take an hour, and some of the varied weeks have none.
    /// </summary>
    public static FootprintSensitivity Of(ScenarioDocument document, Instant from, int hours) =>
        FootprintSensitivity.Of(document.Inputs, values =>
        {
            var model = FootprintCompiler.Compile(document.Variant(values));
            var start = from + Duration.FromHours(Math.Max(0, (hours - WeekHours) / 2));
            var metered = MeteredService.Of(
                model.Service, start, Math.Min(hours, WeekHours), objective: null, out _)!;
            return FiguresOf(FootprintReport.Of(new ServiceFootprint(metered, model.ImpactsOf)));
        });

    /// <summary>What is varied: names and units.</summary>
    public static IEnumerable<(string What, string Unit)> Names(FootprintReport report)
    {
        yield return ("all sites", "MW");
        foreach (var figure in FootprintFigure.Sums(report))
            yield return ($"all sites, {figure.Name}", $"{figure.Unit}/h");
        foreach (var part in report.Classes.Where(part => part.Own.OutputTokens > 0))
        {
            yield return ($"{part.Name}, a million tokens", "kWh");
            foreach (var figure in FootprintFigure.Parts(report))
                yield return ($"{part.Name}, a million tokens, {figure.Name}", figure.Unit);
        }

        foreach (var part in report.Plans.Where(part => part.Users > 0))
        {
            yield return ($"{part.Name}, a user's month", "kWh");
            foreach (var figure in Headlines(report))
                yield return ($"{part.Name}, a user's month, {figure.Name}", figure.Unit);
        }
    }

    /// <summary>The ranges as a table.</summary>
    public static Table Table(FootprintReport report, FootprintSensitivity sensitivity)
    {
        var table = ReportTables.New("Ranges where sources disagree, of the week in the middle");
        ReportTables.AddWhole(table, Heads[0]);
        ReportTables.AddNumbers(table, Heads[1..^1]);
        table.AddColumn(Heads[^1]);
        foreach (var row in Rows(report, sensitivity))
            ReportTables.AddRow(table, row);
        return table;
    }

    /// <summary>Heads of the columns.</summary>
    public static string[] Heads { get; } = ["Figure", "Low", "Mid", "High", "Assumed", "Moved most by"];

    /// <summary>What is to be known about them.</summary>
    public const string Note = "Of the week in the middle: all disputed inputs at the end that makes a figure smaller, "
        + "or larger. Assumed: the part that rests on inputs that nobody published.";

    /// <summary>A row for each figure.</summary>
    public static IEnumerable<string[]> Rows(FootprintReport report, FootprintSensitivity sensitivity) =>
        Names(report).Zip(sensitivity.Figures).Select(one => (string[])
        [
            $"{one.First.What}, {one.First.Unit}",
            Figures.Amount(one.Second.Low),
            Figures.Amount(one.Second.Mid),
            Figures.Amount(one.Second.High),
            Figures.Percent(one.Second.AssumedShare),
            string.Join(", ", one.Second.Inputs.Take(Strongest)
                .Select(input => $"{input.Input.Path} {Figures.Amount(input.Elasticity)}")),
        ]);

    /// <summary>Of the figures of parts, those of carbon, water and money.</summary>
    private static IEnumerable<FootprintFigure> Headlines(FootprintReport report) => FootprintFigure.Parts(report)
        .Where(figure => figure.Impacts[0] is Impact.LocationCarbon or Impact.SiteWater or Impact.EnergyMoney);

    private static ImmutableArray<double> FiguresOf(FootprintReport report)
    {
        var (footprint, hours) = (report.Footprint, report.Footprint.Metered.Hours);
        return
        [
            report.Total.Joules.MegawattHours / hours,
            .. FootprintFigure.Sums(report).Select(figure => figure.Amount(footprint.Impacts, report.Total) / hours),
            .. report.Classes.Where(part => part.Own.OutputTokens > 0).SelectMany(part => (double[])
            [
                part.Joules.MegawattHours * 1e9 / part.Own.OutputTokens,
                .. FootprintFigure.Parts(report).Select(figure =>
                    figure.Amount(footprint.Impacts, part) * 1e6 / part.Own.OutputTokens),
            ]),
            .. report.Plans.Where(part => part.Users > 0).SelectMany(part => (double[])
            [
                part.Joules.MegawattHours * 1e3 / part.Users * FootprintText.HoursPerMonth / hours,
                .. Headlines(report).Select(figure => figure.Amount(footprint.Impacts, part)
                    / part.Users * FootprintText.HoursPerMonth / hours),
            ]),
        ];
    }
}
