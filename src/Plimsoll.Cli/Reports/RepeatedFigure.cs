using System.Collections.Immutable;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>A figure over several simulations that differ in nothing but their seeds.</summary>
/// <param name="Figure">Which figure.</param>
/// <param name="Runs">Its value in each, with the interval that each stated by itself.</param>
internal sealed record RepeatedFigure(SimulationFigure Figure, ImmutableArray<ConfidenceInterval> Runs)
{
    /// <summary>
    /// The mean over all of them, with the interval that their spread gives; of one alone, what it stated.
    /// </summary>
    public ConfidenceInterval Mean =>
        Runs.Length == 1 ? Runs[0] : ConfidenceInterval.OfRuns([.. Runs.Select(run => run.Value)]);

    /// <summary>How many stated an interval that the mean of all lies in; null where none stated one.</summary>
    public int? Covered => Runs.Any(run => double.IsFinite(run.HalfWidth))
        ? Runs.Count(run => Math.Abs(run.Value - Mean.Value) <= run.HalfWidth)
        : null;

    /// <summary>Every figure of simulations at one scale.</summary>
    public static ImmutableArray<RepeatedFigure> Of(IReadOnlyCollection<SimulationReport> reports, double scale) =>
    [
        .. SimulationFigure.All.Select(figure =>
            new RepeatedFigure(figure, [.. reports.Select(report => figure.Of(report, scale))])),
    ];
}

/// <summary>The same figures at two scales.</summary>
/// <param name="Scale">Scale of the first.</param>
/// <param name="Other">Scale of the second.</param>
/// <param name="Figures">Each figure at both, those without an interval left out.</param>
internal sealed record ScaleAgreement(
    string Scale, string Other, ImmutableArray<(RepeatedFigure First, RepeatedFigure Second)> Figures)
{
    /// <summary>How many figures differ by more than their intervals explain.</summary>
    public int Disagreeing => Figures.Count(pair => !pair.First.Mean.Agrees(pair.Second.Mean));

    /// <summary>Holds two scales against each other.</summary>
    public static ScaleAgreement Of(
        string scale, string other, ImmutableArray<RepeatedFigure> first, ImmutableArray<RepeatedFigure> second) =>
        new(scale, other,
        [
            .. first.Zip(second).Where(pair =>
                double.IsFinite(pair.First.Mean.HalfWidth) && double.IsFinite(pair.Second.Mean.HalfWidth)),
        ]);
}
