using Plimsoll.Limits.Replay;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>The limits of a scope as a person reads them.</summary>
internal static class LimitStatesTables
{
    public static void Write(ScopeReading reading, IAnsiConsole console)
    {
        console.WriteLine($"Limits of {reading.Scope} at {InstantText.Of(reading.At)}");
        console.WriteLine(InForce(reading.Changes));
        console.WriteLine();
        if (reading.Limits.IsEmpty)
        {
            console.WriteLine("No scope of the path carries a limit that the policy knows.");
            return;
        }

        var table = ReportTables.New("Every limit, from the organization down");
        table.AddColumn("Kept by, stated by");
        ReportTables.AddNumbers(table, "Limit", "Used", "Reserved", "Left", "Use");
        ReportTables.AddWhole(table, "All of it again at");
        foreach (var limit in reading.Limits)
        {
            var (state, kind) = (limit.State, limit.State.Kind);
            ReportTables.AddRow(
                table,
                LimitText.Lines(limit),
                LimitText.Amount(kind, state.Limit),
                LimitText.Amount(kind, state.Used),
                LimitText.Amount(kind, state.Reserved),
                LimitText.Amount(kind, state.Remaining),
                Figures.Percent(state.Utilization),
                state.ResetsAt == reading.At ? LimitText.None : LimitText.Exact(state.ResetsAt, LimitText.None));
        }

        console.Write(table);
    }

    /// <summary>Which changes of the policy are in force, in words.</summary>
    public static string InForce(IReadOnlyCollection<string> changes) =>
        changes.Count == 0 ? "No change of the policy is in force." : $"In force: {string.Join(", ", changes)}";
}
