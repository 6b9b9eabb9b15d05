using Plimsoll.Footprint.Carbon;
using Plimsoll.Quantities;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Carbon and water of a service as tables.</summary>
internal static class CarbonTables
{
    private const double KilogramsPerTon = 1000;
    private const double LitresPerMegalitre = 1e6;

    /// <summary>Meteorological seasons of the north: months from January.</summary>
    private static readonly (string Name, int[] Months)[] Seasons =
        [("Dec–Feb", [11, 0, 1]), ("Mar–May", [2, 3, 4]), ("Jun–Aug", [5, 6, 7]), ("Sep–Nov", [8, 9, 10])];

    public static void Write(CarbonReport report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{report.Metered.Model.Title}[/]");
        console.WriteLine($"{FootprintText.Period(report.Metered)}, UTC; load is spread evenly, as routers do.");
        console.WriteLine();
        console.Write(Sites(report));
        foreach (var rate in report.Sites.GroupBy(site => site.Carbon.Uncovered).Where(rate => rate.Key is not null))
        {
            console.WriteLine($"Energy that no contract covers counts at {Rate(rate.Key!.Value)}: "
                + $"{string.Join(", ", rate.Select(site => site.Meter.Site.Name))}.");
        }

        console.WriteLine();
        console.Write(Scores(report));
        console.Write(Boundary(report));
        console.Write(Water(report));
        foreach (var site in report.Sites.Where(site => !site.Unstated.IsEmpty))
        {
            console.WriteLine($"Not stated for {site.Meter.Site.Name}, and counted as nothing: "
                + $"{string.Join(", ", site.Unstated)}.");
        }
    }

    private static string Rate(UncoveredRate rate) => rate switch
    {
        UncoveredRate.Supplier => "the rate of the supplier",
        UncoveredRate.Residual => "the residual mix",
        _ => "the average of the location, assumed, since no residual mix is stated",
    };

    private static Table Sites(CarbonReport report)
    {
        var table = ReportTables.New("t CO2e; scope 2 by location, by contracts over the period, and hour by hour");
        ReportTables.AddWhole(table, "Site");
        ReportTables.AddNumbers(
            table, "Scope 1", "2 location", "2 contracts", "2 hourly", "3", "Ours", "Carbon-free");
        foreach (var site in report.Sites)
        {
            var runs = site.Carbon.ScopesOfSite(CarbonBasis.Location);
            var ours = site.Carbon.ScopesOf(CarbonBasis.Location);
            ReportTables.AddRow(
                table,
                site.Meter.Site.Name,
                Tons(runs.Direct),
                Tons(runs.Purchased),
                Tons(site.Carbon.MarketKilograms.Sum()),
                Tons(site.Carbon.HourlyKilograms.Sum()),
                Tons(runs.Chain),
                site.Carbon.Terms.IsOwn ? "as here" : $"3: {Tons(ours.Chain)}",
                Figures.Percent(site.Carbon.CarbonFreeShare));
        }

        table.Caption = new TableTitle("Scopes of who runs the site; leased, all of it is our scope 3.");
        return table;
    }

    private static Table Scores(CarbonReport report)
    {
        var table = ReportTables.New("SCI for AI: grams of CO2e for each unit, by location; contracts do not count");
        ReportTables.AddWhole(table, "Score", "Of");
        ReportTables.AddNumbers(table, "Units", "t of energy", "t of making", "g");
        ReportTables.AddWhole(table, "for each");
        foreach (var (name, score) in report.Scores.Consumer)
            AddRow("consumer", name, score);
        AddRow("provider", "training, possible", report.Scores.ProviderGross);
        AddRow("provider", "training, achieved", report.Scores.ProviderEffective);
        return table;

        void AddRow(string kind, string name, SciScore score) => ReportTables.AddRow(
            table,
            kind,
            name,
            Figures.Amount(score.Units),
            Tons(score.OperationalKilograms),
            Tons(score.EmbodiedKilograms),
            score.GramsPerUnit is { } grams ? Figures.Amount(grams) : "–",
            score.Unit);
    }

    private static Table Boundary(CarbonReport report)
    {
        var boundary = report.Boundary;
        var table = ReportTables.New("Boundaries of serving and batches; training is in neither");
        ReportTables.AddWhole(table, "Part");
        ReportTables.AddNumbers(table, "MWh", "of all");
        AddRow("accelerators at work: the narrow boundary", boundary.Narrow);
        AddRow("their hosts and network", boundary.Hosts);
        AddRow("standing by and idle", boundary.Idle);
        AddRow("cooling and losses", boundary.Overhead);
        AddRow($"the comprehensive boundary: {Figures.Multiple(boundary.Ratio)}", boundary.Comprehensive);
        return table;

        void AddRow(string part, double joules) => ReportTables.AddRow(
            table,
            part,
            Figures.Amount(joules / Joules.PerMegawattHour),
            boundary.Comprehensive > 0 ? Figures.Percent(joules / boundary.Comprehensive) : "–");
    }

    private static Table Water(CarbonReport report)
    {
        var table = ReportTables.New("Water used up, megalitres");
        ReportTables.AddWhole(table, "Site");
        ReportTables.AddNumbers(table, ["At the source", "On the site", .. Seasons.Select(season => season.Name)]);
        foreach (var site in report.Sites)
        {
            ReportTables.AddRow(
                table,
                [
                    site.Meter.Site.Name,
                    Megalitres(site.Water.SourceLitres.Sum()),
                    Megalitres(site.Water.OnSiteLitres.Sum()),
                    .. Seasons.Select(season =>
                        Megalitres(season.Months.Sum(month => site.Water.OnSiteLitresByMonth[month]))),
                ]);
        }

        return table;
    }

    private static string Tons(double kilograms) => Figures.Amount(kilograms / KilogramsPerTon);

    private static string Megalitres(double litres) => Figures.Amount(litres / LitresPerMegalitre);
}
