using System.Globalization;
using Plimsoll.Planning.Backtest;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A region as a person reads it.</summary>
internal static class RegionTables
{
    public static void Write(RegionReport report, IAnsiConsole console)
    {
        var compare = report.Model.Compare;
        console.MarkupLineInterpolated($"[bold]{report.Model.Title}[/]");
        console.WriteLine(
            $"Right at once: to reduce on {Figures.Day(report.Reduction.Effective)}, to take it back and raise limits "
            + $"on {Figures.Day(compare.After)}, and to add {string.Join(", ", report.NewSites)} for it.");
        console.WriteLine("Fleets are parts of the one before; only its ratio to demand counts.");
        console.WriteLine();
        console.Write(Conditions(report));
        console.Write(Parts(report));
        foreach (var sentence in RegionSentences.Of(report))
            console.WriteLine(sentence);
    }

    private static Table Conditions(RegionReport report)
    {
        var table = ReportTables.New("Fleets between which each decision is right, with the new sites as they are");
        table.AddColumn("Condition");
        ReportTables.AddNumbers(
            table, "Reduction\nsufficed from", "needed\nbelow", "New limits\nborne from", "\nramped",
            "Sites needed\nbelow", "\nramped", "All right,\non the day", "\nramped");
        foreach (var condition in report.Conditions)
        {
            var (bounds, row) = (condition.Bounds, condition.Row);
            table.AddRow(
                condition.Name,
                Percent(bounds.Sufficed),
                Percent(bounds.Needed),
                Percent(row.BorneOnTheDay),
                Percent(row.BorneRamped),
                Percent(bounds.NeededOnTheDay),
                Percent(bounds.NeededRamped),
                Points(row.OnTheDay),
                Points(row.Ramped));
        }

        return table;
    }

    private static Table Parts(RegionReport report)
    {
        var table = ReportTables.New("Storm, by what the new sites yield");
        ReportTables.AddNumbers(table, "New sites", "Fleets right on the day", "Width", "once ramped", "Width");
        foreach (var row in report.Rows.Where((_, i) => i % 10 == 0))
        {
            table.AddRow(
                Figures.Percent(row.Added), Range(row.OnTheDay), Points(row.OnTheDay), Range(row.Ramped),
                Points(row.Ramped));
        }

        table.AddRow("all shown", "", Percent(report.Area(isRamped: false)), "", Percent(report.Area(isRamped: true)));
        return table;
    }

    private static string Range(FleetInterval interval) =>
        interval.IsEmpty ? "none" : $"{Percent(interval.From)} to {Percent(interval.To)}";

    private static string Points(FleetInterval interval) => interval.IsEmpty
        ? "none" : (100 * interval.Width).ToString("0.0", CultureInfo.InvariantCulture) + " points";

    private static string Percent(double fraction) => double.IsFinite(fraction)
        ? fraction.ToString("0.0%", CultureInfo.InvariantCulture) : "any";
}
