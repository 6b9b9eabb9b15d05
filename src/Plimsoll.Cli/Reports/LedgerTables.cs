using Plimsoll.Limits.Ledger;
using Plimsoll.Scenarios.Loads;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Usage that was added up, as a person reads it in a terminal.</summary>
internal static class LedgerTables
{
    public static void Write(GroupedUsage usage, IAnsiConsole console)
    {
        var groups = usage.InOrder();
        if (groups.IsEmpty)
        {
            console.WriteLine("Nothing was used.");
            return;
        }

        var table = ReportTables.New("Usage");
        foreach (var column in usage.Columns)
            table.AddColumn(new TableColumn(Capital(LedgerFile.Name(column))).NoWrap());
        ReportTables.AddNumbers(table, "Requests", "Input", "Cached", "Output", "Credits", "USD");
        foreach (var (names, sum) in groups)
        {
            var shown = names.Select((name, at) => Shown(usage.Columns[at], name));
            ReportTables.AddRow(table, [.. shown, .. Amounts(sum)]);
        }

        console.Write(table);
        var total = groups.Select(group => group.Sum).Aggregate((all, one) => all.Plus(one));
        console.WriteLine($"{SimulationText.Count(total.Requests)} requests, "
            + $"{SimulationText.Count(total.Estimated)} of them with estimated tokens and "
            + $"{SimulationText.Count(total.CutOff)} cut off; "
            + $"{LedgerFile.Amount(total.Credits)} credits, USD {LedgerFile.Amount(total.Cost)}.");
    }

    private static string[] Amounts(in UsageSum sum) =>
    [
        SimulationText.Count(sum.Requests), SimulationText.Count(LedgerFile.ComputedInput(sum).Value),
        SimulationText.Count(sum.Usage.CacheRead.Value), SimulationText.Count(sum.Usage.Output.Value),
        LedgerFile.Amount(sum.Credits), LedgerFile.Amount(sum.Cost),
    ];

    private static string Shown(UsageColumn column, string name) => column switch
    {
        // Up to the minutes, such as 2026-05-06 14:00.
        UsageColumn.Hour => name[..16].Replace('T', ' '),
        _ => name.Length == 0 ? LimitText.None : name,
    };

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
