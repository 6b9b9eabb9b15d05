using System.Collections.Immutable;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>What several simulations say together: over seeds, and of one scale against another.</summary>
internal static class AgreementTables
{
    public static void Write(SimulationRun run, IAnsiConsole console)
    {
        if (!run.Repeated.IsEmpty)
            console.Write(Repeated(run.Repeated));
        if (run.Against is not { } against)
            return;
        console.Write(Scales(against));
        console.WriteLine(against.Disagreeing == 0
            ? $"All {against.Figures.Length} figures differ by no more than their intervals explain."
            : $"{against.Disagreeing} of {against.Figures.Length} figures differ by more than their intervals explain; "
                + "one in twenty does so by chance.");
    }

    private static Table Repeated(ImmutableArray<RepeatedFigure> figures)
    {
        var runs = figures[0].Runs.Length;
        var table = SimulationTables.New($"{runs} runs that differ in their seeds");
        table.AddColumn("");
        SimulationTables.AddNumbers(table, "Mean", "95% interval", "Least", "Greatest", "In a run's own interval");
        foreach (var figure in figures)
        {
            table.AddRow(
                figure.Figure.Name,
                figure.Figure.Text(figure.Mean.Value),
                HalfWidth(figure),
                figure.Figure.Text(figure.Runs.Min(run => run.Value)),
                figure.Figure.Text(figure.Runs.Max(run => run.Value)),
                figure.Covered is { } covered ? $"{covered} of {runs}" : "–");
        }

        return table;
    }

    private static Table Scales(ScaleAgreement against)
    {
        var table = SimulationTables.New($"{against.Scale} against {against.Other}");
        table.AddColumn("");
        SimulationTables.AddNumbers(table, against.Scale, "", against.Other, "", "Difference", "Explained");
        table.AddColumn("");
        foreach (var (first, second) in against.Figures)
        {
            table.AddRow(
                first.Figure.Name,
                first.Figure.Text(first.Mean.Value),
                HalfWidth(first),
                first.Figure.Text(second.Mean.Value),
                HalfWidth(second),
                first.Figure.Text(Math.Abs(first.Mean.Value - second.Mean.Value)),
                first.Figure.Text(first.Mean.Explains(second.Mean)),
                first.Mean.Agrees(second.Mean) ? "agrees" : "DIFFERS");
        }

        return table;
    }

    private static string HalfWidth(RepeatedFigure figure) => $"± {figure.Figure.Text(figure.Mean.HalfWidth)}";
}
