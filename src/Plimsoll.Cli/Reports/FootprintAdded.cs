using Plimsoll.Footprint;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>What changes of the policy added to a footprint.</summary>
internal static class FootprintAdded
{
    /// <summary>The same service with and without the changes.</summary>
    public static Table Table(FootprintReport report, FootprintReport without, IReadOnlyList<string> changes)
    {
        var table = ReportTables.New(Title(changes));
        ReportTables.AddWhole(table, Heads[0]);
        ReportTables.AddNumbers(table, Heads[1..]);
        foreach (var row in Rows(report, without))
            ReportTables.AddRow(table, row);
        return table;
    }

    /// <summary>Heads of the columns.</summary>
    public static string[] Heads { get; } = ["Figure", "Without", "With", "Added", "Of it"];

    /// <summary>What the table is called.</summary>
    public static string Title(IReadOnlyList<string> changes) => $"What {string.Join(" and ", changes)} added";

    /// <summary>A row for each figure.</summary>
    public static IEnumerable<string[]> Rows(FootprintReport report, FootprintReport without)
    {
        yield return Row("Energy, MWh", row => row.Joules.MegawattHours);
        yield return Row("Output tokens", row => row.OutputTokens);
        yield return Row("Accelerator-hours at work", row => row.AcceleratorHours, isWork: true);
        foreach (var figure in FootprintFigure.Sums(report))
            yield return Row(figure.Head, row => figure.Amount(report.Footprint.Impacts, row));

        string[] Row(string name, Func<FootprintRow, double> of, bool isWork = false)
        {
            var (before, after) = (Sum(without), Sum(report));
            return
            [
                name, Figures.Amount(before), Figures.Amount(after), Figures.Amount(after - before),
                before == 0 ? "–" : Figures.SignedPercent((after - before) / before, "0.0"),
            ];

            double Sum(FootprintReport one) => isWork
                ? one.Uses.Where(use => use.Key.Use != UseKind.Idle).Sum(of) : of(one.Total);
        }
    }
}
