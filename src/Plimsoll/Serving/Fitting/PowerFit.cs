using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Serving.Fitting;

/// <summary>Fits the power of an accelerator to measured watts, at the use that a fit of times implies.</summary>
public static class PowerFit
{
    private const double Spread = 0.1;

    /// <summary>What is held of each part before any data, as parts of the TDP.</summary>
    public static IReadOnlyList<Prior> Priors { get; } =
    [
        new("base", 0.35, 1.5, 0.05, 1),
        new("memory", 0.4, 2, 0.01, 5),
        new("compute", 1, 2, 0.01, 5),
    ];

    /// <summary>The fit, or null where no run has watts.</summary>
    /// <param name="runs">Runs on one accelerator.</param>
    /// <param name="times">The fit of their times.</param>
    public static AcceleratorPower? To(IReadOnlyList<Measurement> runs, EngineFit times)
    {
        var measured = runs.Where(run => run.Readings.Any(reading => reading.Metric == Metric.Watts)).ToList();
        if (measured.Count == 0)
            return null;
        var tdp = measured[0].Accelerator.Power.Tdp;
        var states = measured.Select(run => SteadyState.Of(run, times)).ToList();
        var weights = ModelWeights.Of(measured);
        var parts = BoundedFit.Solve(Priors, parameters =>
        {
            var power = Power(tdp, parameters);
            return measured.SelectMany((run, i) => run.Readings.Where(reading => reading.Metric == Metric.Watts)
                .Select(reading => weights[i]
                    * Math.Log(states[i].Value(Metric.Watts, power) / reading.Value) / Spread)).ToArray();
        });
        return Power(tdp, parts);
    }

    /// <summary>Names of the parts that stand at a bound.</summary>
    public static IReadOnlyList<string> AtBounds(AcceleratorPower power)
    {
        double[] values =
        [
            power.Base.Value / power.Tdp.Value, power.Memory.Value / power.Tdp.Value,
            power.Compute.Value / power.Tdp.Value,
        ];
        return Priors.Where((prior, i) => BoundedFit.AtBound(prior, values[i])).Select(prior => prior.Name).ToList();
    }

    private static AcceleratorPower Power(Watts tdp, double[] parts) =>
        new(tdp, new(tdp.Value * parts[0]), new(tdp.Value * parts[1]), new(tdp.Value * parts[2]));
}
