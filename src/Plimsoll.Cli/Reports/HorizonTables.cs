using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A horizon as tables.</summary>
internal static class HorizonTables
{
    public static void Write(HorizonReport report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{report.Model.Title}[/]");
        console.WriteLine(HorizonText.Terms(report));
        console.WriteLine("Each month is its first full week, as supply, policy and demand stand when it begins.");
        console.WriteLine();
        console.Write(Months(report));
        console.Write(Bundles(report));
        if (!report.Events.IsEmpty)
            console.Write(Events(report));
        foreach (var sentence in HorizonText.Sentences(report))
            console.WriteLine(sentence);
    }

    private static Table Months(HorizonReport report)
    {
        var table = SimulationTables.New("Load line of the whole policy: the part of all load that is served");
        table.AddColumn(new TableColumn("Week of") { Width = 13, NoWrap = true });
        SimulationTables.AddNumbers(table, "Accel.", "MW", "Load, tok/s");
        SimulationTables.AddNumbers(table, Enum.GetNames<Condition>());
        table.AddColumn("What stops Storm");
        foreach (var month in report.Months)
        {
            table.AddRow(
            [
                Figures.Day(month.Monday),
                Figures.Amount(month.Supply.Sum(site => site.Accelerators)),
                (month.Supply.Sum(site => site.Power.Value) / 1e6).ToString("#,0", CultureInfo.InvariantCulture),
                Figures.Amount(month.Load.Sum()),
                .. month.Conditions.Select(outlook => Colored(outlook.Line >= 1, Figures.Percent(outlook.Line))),
                Markup.Escape(Stop(month.Of(Condition.Storm), report)),
            ]);
        }

        return table;
    }

    private static string Stop(MonthOutlook outlook, HorizonReport report)
    {
        if (outlook.Binding is not { } binding)
            return "nothing";
        var resource = binding.Resources.IsEmpty ? "nothing can run it" : binding.Resources[0].Name;
        return $"{resource}; {report.Model.Classes[binding.Class].Name}, {HourName.Of(binding.Hour)}";
    }

    private static Table Bundles(HorizonReport report)
    {
        var table = SimulationTables.New("Load lines of limits in Storm: the largest multiple of what is in force");
        table.AddColumn(new TableColumn("Week of") { Width = 13, NoWrap = true });
        SimulationTables.AddNumbers(table, [.. report.Months[0].Bundles.Select(bundle => Markup.Escape(bundle.Title))]);
        foreach (var month in report.Months)
        {
            table.AddRow(
            [
                Figures.Day(month.Monday),
                .. month.Bundles.Select(bundle => bundle.Of(Condition.Storm))
                    .Select(line => Colored(line >= 1, Figures.Line(line))),
            ]);
        }

        return table;
    }

    private static Table Events(HorizonReport report)
    {
        var table = SimulationTables.New("On the way");
        table.AddColumns("Date", "What happens");
        foreach (var happens in report.Events)
            table.AddRow(Figures.Day(happens.At), Markup.Escape(happens.Title));
        return table;
    }

    private static string Colored(bool good, string text) => good ? $"[green]{text}[/]" : $"[red]{text}[/]";
}
