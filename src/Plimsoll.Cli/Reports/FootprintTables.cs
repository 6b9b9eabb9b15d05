using System.Collections.Immutable;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Money;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A footprint as tables.</summary>
internal static class FootprintTables
{
    private const double TokensPerUnit = 1e6;

    public static void Write(FootprintAnswer answer, IAnsiConsole console)
    {
        var report = answer.Report;
        console.MarkupLineInterpolated($"[bold]{report.Footprint.Metered.Model.Title}[/]");
        foreach (var sentence in FootprintText.Terms(report))
            console.WriteLine(sentence);
        console.WriteLine();
        console.Write(Energy(report));
        var sources = FootprintSources.Rows(report.Footprint.Metered).ToArray();
        if (sources.Length > 0)
            console.Write(Sources(sources));
        if (!report.Footprint.Impacts.IsEmpty)
            console.Write(Impacts(report));
        console.Write(Classes(report));
        console.Write(Plans(report));
        if (answer.Margins.Any(one => one.Price is not null))
            console.Write(Margins(answer.Margins));
        if (answer.Unstated is { } unstated)
            console.WriteLine(unstated);
    }

    private static Table Energy(FootprintReport report)
    {
        var metered = report.Footprint.Metered;
        var table = ReportTables.New("Energy at the meter of each site");
        ReportTables.AddWhole(table, "Site");
        ReportTables.AddNumbers(table, "MWh", "Mean MW", "Peak MW", "Serving", "Batch", "Training", "Held", "Idle");
        var uses = report.Footprint.By(FootprintColumns.Site | FootprintColumns.Use);
        for (var site = 0; site < metered.Sites.Length; site++)
        {
            var (meter, row) = (metered.Sites[site], report.Sites[site]);
            var peak = Enumerable.Range(0, meter.Hours).Max(hour => meter.At(hour).MegawattHours);
            AddRow(row, meter.Site.Name, FootprintText.Megawatts(peak), uses.Where(u => u.Key.Site == row.Key.Site));
        }

        AddRow(report.Total, "all", FootprintText.Megawatts(Enumerable.Range(0, metered.Hours).Max(hour =>
            metered.Sites.Sum(meter => meter.At(hour).MegawattHours))), report.Uses);
        return table;

        void AddRow(FootprintRow row, string name, string peak, IEnumerable<FootprintRow> parts) => table.AddRow(
        [
            name,
            Figures.Amount(row.Joules.MegawattHours),
            FootprintText.Megawatts(row.Joules.MegawattHours / metered.Hours),
            peak,
            .. Enum.GetValues<UseKind>().Select(kind => parts.FirstOrDefault(part => part.Key.Use == kind) is { } part
                ? Figures.Percent((double)part.Joules.Value / row.Joules.Value) : "–"),
        ]);
    }

    private static Table Sources(string[][] rows)
    {
        var table = ReportTables.New("Where it came from, at sites with several sources");
        ReportTables.AddWhole(table, FootprintSources.Heads[..2]);
        ReportTables.AddNumbers(table, FootprintSources.Heads[2..]);
        foreach (var row in rows)
            ReportTables.AddRow(table, row);
        return table;
    }

    private static Table Impacts(FootprintReport report)
    {
        var table = ReportTables.New("What it causes");
        ReportTables.AddWhole(table, "Site");
        var figures = FootprintFigure.Sums(report);
        ReportTables.AddNumbers(table, [.. figures.Select(figure => figure.Head)]);
        foreach (var row in report.Sites.Append(report.Total))
        {
            table.AddRow(
            [
                row.Key.Site ?? "all",
                .. figures.Select(figure => Figures.Amount(figure.Amount(report.Footprint.Impacts, row))),
            ]);
        }

        return table;
    }

    private static Table Classes(FootprintReport report)
    {
        var served = report.Classes.Where(part => part.Own.OutputTokens > 0).ToImmutableArray();
        var table = ReportTables.New("For a million output tokens, with their part in what is idle");
        ReportTables.AddWhole(table, "Class");
        ReportTables.AddNumbers(table, "Output tokens", "kWh", "of it idle");
        AddParts(table, report, served, part => part.Own.OutputTokens / TokensPerUnit, part =>
            [part.Name, Figures.Amount(part.Own.OutputTokens)]);
        return table;
    }

    private static Table Plans(FootprintReport report)
    {
        var months = report.Footprint.Metered.Hours / FootprintText.HoursPerMonth;
        var table = ReportTables.New("For a user in a month of 730 hours, with the part in what is idle");
        ReportTables.AddWhole(table, "Plan");
        ReportTables.AddNumbers(table, "Users", "kWh", "of it idle");
        AddParts(table, report, [.. report.Plans.Where(part => part.Users > 0)], part => part.Users * months, part =>
            [part.Name, Figures.Amount(part.Users)]);
        return table;
    }

    private static Table Margins(ImmutableArray<PlanMargin> margins)
    {
        var table = ReportTables.New("What a user's list price of a month leaves, in USD; training is not in the cost");
        ReportTables.AddWhole(table, "Plan");
        ReportTables.AddNumbers(table, "Price", "Cost", "Left");
        foreach (var margin in margins)
            table.AddRow(FootprintText.Margin(margin));
        return table;
    }

    private static void AddParts(
        Table table,
        FootprintReport report,
        ImmutableArray<FootprintPart> parts,
        Func<FootprintPart, double> unitsOf,
        Func<FootprintPart, string[]> headsOf)
    {
        var figures = FootprintFigure.Parts(report);
        ReportTables.AddNumbers(table, [.. figures.Select(figure => figure.Head)]);
        foreach (var part in parts)
        {
            var units = unitsOf(part);
            table.AddRow(
            [
                .. headsOf(part),
                Figures.Amount(part.Joules.MegawattHours * 1000 / units),
                Figures.Percent((double)part.Idle.Joules.Value / part.Joules.Value),
                .. figures.Select(figure =>
                    Figures.Amount(figure.Amount(report.Footprint.Impacts, part) / units)),
            ]);
        }
    }
}
