using System.Collections.Immutable;
using System.Text.Json;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// A figure of a simulation that can be held against the same figure of another one. Rates are those of the whole
/// service: times the scale.
/// </summary>
/// <param name="Id">What programs call it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Of">
/// The figure of a report at a scale, with the interval that the report states; infinite where it states none.
/// </param>
/// <param name="Text">The figure as it is read.</param>
internal sealed record SimulationFigure(
    string Id, string Name, Func<SimulationReport, double, ConfidenceInterval> Of, Func<double, string> Text)
{
    /// <summary>Every figure that is compared.</summary>
    public static ImmutableArray<SimulationFigure> All { get; } =
    [
        .. Enum.GetValues<MeasuredMean>().Select(OfMean),
        Rate("finishedPerSecond", "requests finished a second", report =>
            report.Total.PerSecond(report.Total.Of(RequestOutcome.Finished))),
        Rate("outputTokensPerSecond", "tokens produced a second", report =>
            report.Total.PerSecond(report.Total.OutputTokens)),
        Share("goodShare", "within objectives", report => report.Total.GoodShare),
        Share("utilization", "replicas busy", report => report.Pools.Sum(pool => pool.Utilization * pool.Replicas)
            / Math.Max(1, report.Pools.Sum(pool => pool.Replicas))),
    ];

    private static SimulationFigure OfMean(MeasuredMean mean) => new(
        JsonNamingPolicy.CamelCase.ConvertName(mean.ToString()),
        SimulationText.Mean(mean),
        (report, _) => report.Means[(int)mean].Interval,
        value => SimulationText.Value(mean, value));

    private static SimulationFigure Rate(string id, string name, Func<SimulationReport, double> of) => new(
        id, name, (report, scale) => new(of(report) * scale, double.PositiveInfinity), AxisText.Number);

    private static SimulationFigure Share(string id, string name, Func<SimulationReport, double> of) => new(
        id, name, (report, _) => new(of(report), double.PositiveInfinity), SimulationText.Percent);
}
