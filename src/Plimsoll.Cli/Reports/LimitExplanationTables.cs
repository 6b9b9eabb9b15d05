using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Why a request was decided as it was, as a person reads it.</summary>
internal static class LimitExplanationTables
{
    public static void Write(IEnumerable<ExplainedRequest> explained, IAnsiConsole console)
    {
        var isFirst = true;
        foreach (var one in explained)
        {
            if (!isFirst)
                console.WriteLine();
            isFirst = false;
            WriteOne(one, console);
        }
    }

    private static void WriteOne(ExplainedRequest explained, IAnsiConsole console)
    {
        var asked = explained.Asked;
        console.WriteLine($"{asked.Request} of {asked.Scope}, line {explained.Line}, at {InstantText.Of(asked.At)}");
        console.WriteLine($"Asked: {Asked(asked)}");
        console.WriteLine($"Recorded: {LimitText.Decision(asked.Decision)}");
        console.WriteLine(LimitStatesTables.InForce(explained.Changes));
        console.WriteLine();
        if (!explained.Explanation.Limits.IsEmpty)
            console.Write(Limits(explained));
        foreach (var sentence in LimitSentences.Of(explained))
            console.WriteLine(sentence);
    }

    private static string Asked(RequestAsked asked) => string.Join(", ", new[]
    {
        asked.Class,
        asked.Product,
        $"{SnakeCase.Of(asked.Lane)} lane",
        asked.Traits.IsEmpty ? null : string.Join(" ", asked.Traits),
        asked.Requests == 0 ? null : $"a batch of {asked.Requests}",
        $"estimated {LimitText.Usage(asked.Estimate)}",
        asked.Consents ? "overage agreed to" : null,
    }.OfType<string>());

    private static Table Limits(ExplainedRequest explained)
    {
        var table = ReportTables.New("Every limit considered, from the organization down");
        table.AddColumn("Kept by, stated by");
        ReportTables.AddNumbers(table, "Limit", "Used", "Reserved", "Left", "Charge", "Left after");
        ReportTables.AddWhole(table, "Room");
        foreach (var (limit, placed) in explained.Explanation.Limits.Zip(explained.Placed))
        {
            var (before, kind) = (limit.Before, limit.Before.Kind);
            ReportTables.AddRow(
                table,
                Lines(limit, placed),
                LimitText.Amount(kind, before.Limit),
                LimitText.Amount(kind, before.Used),
                LimitText.Amount(kind, before.Reserved),
                LimitText.Amount(kind, before.Remaining),
                LimitText.Amount(kind, limit.Charge),
                explained.Explanation.IsAdmitted ? LimitText.Amount(kind, limit.After.Remaining) : LimitText.None,
                Room(limit));
        }

        return table;
    }

    private static string Lines(ConsideredLimit limit, PlacedLimit placed)
    {
        var lines = limit.Allowances.Select(name => $"by {name}").Prepend(LimitText.Lines(placed));
        return string.Join('\n', limit.HasRoom ? lines
            : lines.Append(limit.PassesAt is { } at ? $"passes at {InstantText.Of(at)}" : "never passes"));
    }

    private static string Room(ConsideredLimit limit) =>
        !limit.IsCounted ? "passed by" : limit.HasRoom ? "yes" : "no";
}
