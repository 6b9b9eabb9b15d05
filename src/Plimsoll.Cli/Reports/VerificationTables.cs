using System.Globalization;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Verification;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A plan beside simulations of it, as tables.</summary>
internal static class VerificationTables
{
    public static void Write(VerificationReport report, IAnsiConsole console)
    {
        var settings = report.Settings;
        console.MarkupLineInterpolated($"[bold]{settings.Model.Title}[/]");
        console.WriteLine(
            $"The plan beside {settings.Runs} simulations of {AxisText.Length(settings.Hours * 3600.0)} at "
            + $"{ScaleOption.Text(settings.Scale)} from {Figures.Day(report.Start)} "
            + $"{AxisText.Clock(report.Start, withSeconds: false)} UTC"
            + (settings.WeekScale is { } week ? $", and of that week at {ScaleOption.Text(week)}" : "") + ".");
        console.WriteLine("Intervals are of 95%, over the runs.");
        console.WriteLine();
        console.Write(Rows("Hours about the tightest one", report.Rows.Where(row => !IsOfWeek(row))));
        if (report.Rows.Any(IsOfWeek))
            console.Write(Rows("The whole week", report.Rows.Where(IsOfWeek)));
        console.Write(Lines(report));
        foreach (var sentence in Sentences(report))
            console.WriteLine(sentence);
    }

    /// <summary>The answer in words.</summary>
    public static IEnumerable<string> Sentences(VerificationReport report)
    {
        var compared = report.Rows.Count(row => row.Finding != VerificationFinding.NotComparable);
        yield return $"{report.Disagreeing} of {compared} figures lie further apart than the intervals explain; "
            + "docs/reference/verification.md tells why.";
        var share = SimulationText.Percent(report.Settings.GoodShare);
        var served = report.ServesUpTo is { } most
            ? $"{share} of a class's requests meet its objectives while up to {Whole(most)} of what the plan says its "
                + "replicas serve is used" : $"no class was tried at which {share} of its requests meet its objectives";
        yield return $"{char.ToUpperInvariant(served[0])}{served[1..]}; "
            + (report.FailsAt is { } fails ? $"at {Whole(fails)} they no longer do." : "no more was tried.");
        yield return report.HoldsLine
            ? "The load line holds."
            : "The load line is not where the simulation has it: it should be at 100%.";
    }

    private static string Whole(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    /// <summary>A figure as it is read.</summary>
    public static string Value(VerificationRow row, double value) => row.Unit switch
    {
        FigureUnit.Share => (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%",
        FigureUnit.Seconds => AxisText.Length(value),
        FigureUnit.Watts => AxisText.Of(value, new Axis("", AxisUnit.Power)),
        _ => AxisText.Number(value),
    };

    private static bool IsOfWeek(VerificationRow row) => row.Id.StartsWith("week.", StringComparison.Ordinal);

    private static Table Rows(string title, IEnumerable<VerificationRow> rows)
    {
        var table = SimulationTables.New(title);
        table.AddColumn("");
        SimulationTables.AddNumbers(table, "Plan", "Simulation", "", "Off by");
        table.AddColumn("");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Name),
                row.Planned is { } planned ? Bound(row.Relation) + Value(row, planned) : "–",
                row.Measured is { } measured ? Value(row, measured.Value) : "–",
                row.Measured is { } known ? $"± {Value(row, known.HalfWidth)}" : "",
                OffBy(row),
                Finding(row));
        }

        return table;
    }

    private static string Bound(FigureRelation relation) => relation switch
    {
        FigureRelation.AtMost => "≤ ",
        FigureRelation.AtLeast => "≥ ",
        _ => "",
    };

    private static string OffBy(VerificationRow row) =>
        row is { Why: null, Relation: FigureRelation.Same, Planned: > 0 and var planned, Measured: { } measured }
            ? ((measured.Value / planned) - 1).ToString("+0.0%;−0.0%;0.0%", CultureInfo.InvariantCulture)
            : "";

    private static string Finding(VerificationRow row) => row.Finding switch
    {
        VerificationFinding.Agrees => "[green]agrees[/]",
        VerificationFinding.Disagrees => "[red]DISAGREES[/]",
        _ => $"not comparable: {Markup.Escape(row.Why ?? "the plan does not say")}",
    };

    private static Table Lines(VerificationReport report)
    {
        var table = SimulationTables.New("The fleet at multiples of its load line: mean demand, everything in service");
        table.AddColumn("Load");
        SimulationTables.AddNumbers(table, "Served", "Fleet full", "Within objectives", "");
        table.AddColumns([.. report.Settings.Model.Classes.Select(
            served => new TableColumn($"{served.Name}: used, within").RightAligned())]);
        foreach (var row in report.Lines)
        {
            table.AddRow(
            [
                $"{Figures.Multiple(row.LineMultiple)} the line", Percent(row.Served), Percent(row.Full),
                Percent(row.Good), $"± {SimulationText.Percent(row.Good.HalfWidth)}",
                .. row.Classes.Select(tried => Whole(tried.Used.Value) + ", "
                    + (report.IsServed(tried) ? $"[green]{Percent(tried.Good)}[/]" : $"[red]{Percent(tried.Good)}[/]")),
            ]);
        }

        return table;
    }

    private static string Percent(ConfidenceInterval share) => SimulationText.Percent(share.Value);
}
