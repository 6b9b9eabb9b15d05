using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Serving.Fitting;

/// <summary>Fits the roofline's efficiencies and overheads to measured times.</summary>
public static class RooflineFit
{
    // Of a figure that fits: what is within it says little of the parameters.
    private const double Spread = 0.1;
    private const double TtftSpread = 0.3;

    /// <summary>What is held of each parameter before any data. Times in seconds.</summary>
    public static IReadOnlyList<Prior> Priors { get; } =
    [
        new("mbu", 0.7, 1.3, 0.2, 1),
        new("mfu", 0.5, 1.5, 0.05, 1),
        new("per-layer", 10e-6, 3, 0.1e-6, 500e-6),
        new("per-doubling", 10e-6, 3, 0.1e-6, 500e-6),
        new("per-sequence", 10e-6, 3, 0.1e-6, 500e-6),
        new("per-request", 10e-3, 2.5, 0.5e-3, 200e-3),
    ];

    /// <summary>The fit to measured times. Models count alike, however often each was measured.</summary>
    /// <param name="runs">Runs of one engine on one accelerator. 1 or more.</param>
    public static EngineFit To(IReadOnlyList<Measurement> runs)
    {
        var weights = ModelWeights.Of(runs);
        return Fit(BoundedFit.Solve(Priors, parameters =>
        {
            var fit = Fit(parameters);
            return runs.SelectMany((run, i) => Residuals(run, fit, weights[i])).ToArray();
        }));
    }

    /// <summary>Names of the parameters that stand at a bound.</summary>
    public static IReadOnlyList<string> AtBounds(EngineFit fit)
    {
        var c = fit.Calibration;
        double[] values =
        [
            c.Mbu.Fraction, c.Mfu.Fraction, c.PerLayer.Seconds, c.PerDoubling.Seconds, c.PerSequence.Seconds,
            fit.PerRequest.Seconds,
        ];
        return Priors.Where((prior, i) => BoundedFit.AtBound(prior, values[i])).Select(prior => prior.Name).ToList();
    }

    private static EngineFit Fit(double[] p) => new(
        new Calibration(
            new(p[0]), new(p[1]), Duration.FromSeconds(p[2]), Duration.FromSeconds(p[3]), Duration.FromSeconds(p[4])),
        Duration.FromSeconds(p[5]));

    private static IEnumerable<double> Residuals(Measurement run, EngineFit fit, double weight)
    {
        var state = SteadyState.Of(run, fit);
        foreach (var reading in run.Readings)
        {
            if (reading.Metric == Metric.Watts)
                continue;
            var spread = reading.Metric == Metric.Ttft ? TtftSpread : Spread;
            yield return weight * Math.Log(state.Value(reading.Metric, run.Accelerator.Power) / reading.Value) / spread;
        }
    }
}
