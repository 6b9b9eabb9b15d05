using Plimsoll.Planning.Search;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>When growth eats the headroom, as a person reads it.</summary>
internal static class HeadroomTables
{
    public static void Write(Headroom report, string title, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        console.WriteLine($"Every day from {Figures.Day(report.From)} to {Figures.Day(report.Until)}; the policy "
            + (report.Scheduled ? "changes as scheduled." : $"stays as on {Figures.Day(report.From)}.")
            + " Under Notice, what may be withdrawn is gone from the first day on which it can be.");
        console.WriteLine();
        console.Write(Crossings(report));
        console.Write(ByGrowth(report));
        console.Write(Borne(report));
    }

    private static Table Crossings(Headroom report)
    {
        var table = ReportTables.New("When the load served falls below what is required, at the growth stated");
        table.AddColumn("Condition");
        ReportTables.AddNumbers(table, "First day");
        table.AddColumns("What happens", "Why");
        foreach (var outlook in report.Conditions)
        {
            var name = $"{outlook.Condition}";
            if (outlook.Crossings.IsEmpty)
                ReportTables.AddRow(table, name, Figures.Percent(outlook.Margin), "enough on every day", "");
            foreach (var (i, crossing) in outlook.Crossings.Index())
            {
                ReportTables.AddRow(
                    table,
                    i == 0 ? name : "",
                    i == 0 ? Figures.Percent(outlook.Margin) : "",
                    $"{(crossing.IsEnough ? "enough again" : "too little")} from {Figures.Day(crossing.At)} "
                        + $"({Figures.Percent(crossing.Margin)})",
                    Why(crossing));
            }
        }

        return table;
    }

    private static string Why(Crossing crossing) => crossing.Cause switch
    {
        CrossingCause.Start => "from the first day on",
        CrossingCause.Growth => "growth",
        CrossingCause.Policy => "a change of the policy",
        _ => $"supply: {string.Join(", ", crossing.Sites)}",
    };

    private static Table ByGrowth(Headroom report)
    {
        var table = ReportTables.New("First day with too little, by growth a year from the first day on");
        ReportTables.AddNumbers(
            table, ["Growth a year", .. report.Conditions.Select(outlook => $"{outlook.Condition}")]);
        ReportTables.AddRow(table, ["as stated", .. report.Conditions.Select(outlook =>
            Day(Headroom.FirstBelow(outlook.Crossings)))]);
        foreach (var (i, (factor, _)) in report.Conditions[0].ByGrowth.Index())
        {
            ReportTables.AddRow(table, [Figures.Multiple(factor), .. report.Conditions.Select(outlook =>
                Day(outlook.ByGrowth[i].Below))]);
        }

        return table;

        static string Day(Quantities.Instant? at) => at is { } day ? Figures.Day(day) : "none";
    }

    private static Table Borne(Headroom report)
    {
        var table = ReportTables.New("Largest growth a year that is borne on every day until then");
        ReportTables.AddNumbers(table, ["Until", .. report.Conditions.Select(outlook => $"{outlook.Condition}")]);
        foreach (var (i, (until, _)) in report.Conditions[0].Borne.Index())
        {
            ReportTables.AddRow(table, [Figures.Day(until), .. report.Conditions.Select(outlook =>
                Figures.Line(outlook.Borne[i].PerYear))]);
        }

        return table;
    }
}
