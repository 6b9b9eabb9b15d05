using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Backtest;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A backtest as a person reads it.</summary>
internal static class BacktestTables
{
    public static void Write(BacktestReport report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{report.Model.Title}[/]");
        console.WriteLine(
            "Each change of limits by itself, against the fleet and the demand of its day and of the end of the ramp. "
            + "Peak and Normal: on the day, after it. Line: its load line.");
        console.WriteLine();
        console.Write(Steps(report));
        console.Write(Loads(report));
        if (report.Steps.Any(s => s.Evidence is not null))
            console.Write(Flips(report));
        foreach (var step in report.Steps)
        {
            console.MarkupLineInterpolated($"[bold]{Figures.Day(step.Day.At)}: {step.Title}[/]");
            foreach (var sentence in StepSentences.Of(step, report.NewSites))
                console.WriteLine(sentence);
        }
    }

    private static Table Steps(BacktestReport report)
    {
        var table = ReportTables.New("Served of the required load under Storm, with the limits before → after");
        table.AddColumn("Change");
        ReportTables.AddNumbers(table, "On the day", "Ramped");
        ReportTables.AddNumbers(table, report.NewSites.IsEmpty ? [] : ["and without\nnew sites"]);
        ReportTables.AddNumbers(table, "Peak", "Normal", "Line", "Outgrown");
        foreach (var step in report.Steps)
        {
            var (day, ramped) = (step.Day, step.Ramped);
            var cells = new List<string>
            {
                Name(step),
                Storms(day.Before, day.After),
                ramped.At == day.At ? "" : Storms(ramped.Before, ramped.After),
            };
            if (!report.NewSites.IsEmpty)
                cells.Add(ramped is { BeforeAlone: { } before, AfterAlone: { } after } ? Storms(before, after) : "");
            cells.AddRange(
                [
                    Figures.Percent(day.After.Peak), Figures.Percent(day.After.Normal),
                    step.Line is { } line ? Figures.Line(line.Multiple) : "",
                    step.OutgrownAt is { } at ? Figures.Day(at) : "no",
                ]);
            table.AddRow([.. cells]);
        }

        return table;
    }

    private static string Storms(ConditionMargins before, ConditionMargins after) =>
        $"{Figures.Percent(before.Storm)} → [{(after.Storm >= 1 ? "green" : "red")}]{Figures.Percent(after.Storm)}[/]";

    private static Table Loads(BacktestReport report)
    {
        var table = ReportTables.New("Mean load on the day, in the busiest hours before → after, and of the week");
        table.AddColumns("Change", "Busiest hour");
        ReportTables.AddNumbers(table, "Output tokens/s", "Credits/s", "Busiest hour", "Week");
        foreach (var step in report.Steps)
        {
            var added = step.Added;
            table.AddRow(
                Name(step),
                HourName.Of(added.Hour),
                $"{Figures.Amount(added.OutputBefore)} → {Figures.Amount(added.OutputAfter)}",
                $"{Figures.Amount(added.CreditsBefore)} → {Figures.Amount(added.CreditsAfter)}",
                Tenths((added.OutputAfter / added.OutputBefore) - 1),
                Tenths(added.WeekShare));
        }

        return table;
    }

    private static string Tenths(double share) => double.IsFinite(share)
        ? share.ToString("+0.0%;−0.0%;0.0%", CultureInfo.InvariantCulture) : "";

    private static Table Flips(BacktestReport report)
    {
        var table = ReportTables.New(
            "What verdicts rest on, and single inputs that would turn them, the nearest first");
        table.AddColumn("Change");
        ReportTables.AddNumbers(table, "Assumed");
        ReportTables.AddWhole(table, "Turned by (part of the way that it is varied)");
        foreach (var step in report.Steps)
        {
            if (step.Evidence is not { } evidence)
                continue;
            var flips = evidence.Flips.Select(flip =>
                $"{flip.Input.Path} {Figures.Amount(flip.Input.Mid)} → {Value(flip)} "
                + $"({Figures.Percent(flip.Distance)})");
            table.AddRow(
                Name(step),
                Figures.Percent(evidence.AssumedShare),
                Markup.Escape(evidence.Flips.IsEmpty ? "none" : string.Join("\n", flips)));
        }

        return table;
    }

    private static string Name(StepOutlook step) =>
        Markup.Escape($"{Figures.Day(step.Day.At)}: {step.Title}");

    private static string Value(Flip flip) =>
        string.Join(' ', new[] { Figures.Amount(flip.Value), flip.Input.Unit }.Where(part => part.Length > 0));
}
