using Plimsoll.Supply;

namespace Plimsoll.Serving.Fitting;

/// <summary>A regime's fit and its errors.</summary>
public sealed record RegimeStudy
{
    /// <summary>What was fitted.</summary>
    public required Regime Regime { get; init; }

    /// <summary>Models that the errors' fit saw.</summary>
    public required IReadOnlyList<string> Fitted { get; init; }

    /// <summary>Models that it did not see.</summary>
    public required IReadOnlyList<string> HeldBack { get; init; }

    /// <summary>Fit to all models, held back or not: the one to use.</summary>
    public required EngineFit Fit { get; init; }

    /// <summary>Power fitted to all models; null where no watts were measured.</summary>
    public required AcceleratorPower? Power { get; init; }

    /// <summary>Parameters of either that stand at a bound.</summary>
    public required IReadOnlyList<string> AtBounds { get; init; }

    /// <summary>Errors by data set, model and metric.</summary>
    public required IReadOnlyList<FitError> Errors { get; init; }

    /// <summary>Fits every regime in the runs, in order of system, engine and kind.</summary>
    /// <param name="runs">Measured runs.</param>
    /// <param name="heldBack">Models that the fits behind the errors do not see.</param>
    public static IReadOnlyList<RegimeStudy> Of(IReadOnlyList<Measurement> runs, IReadOnlySet<string> heldBack) =>
        runs.GroupBy(Regime.Of)
            .OrderBy(group => group.Key.System, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Engine, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Mixture)
            .Select(group => Of(group.Key, [.. group], heldBack)).ToList();

    private static RegimeStudy Of(Regime regime, List<Measurement> runs, IReadOnlySet<string> heldBack)
    {
        var seen = runs.Where(run => !heldBack.Contains(run.Model)).ToList();
        var models = runs.Select(run => run.Model).Distinct().Order(StringComparer.Ordinal).ToList();
        var fitted = models.Where(model => !heldBack.Contains(model)).ToList();
        var all = RegimeFit.To(runs);
        var errors = new ErrorTable();
        if (seen.Count == 0)
        {
            // Nothing is left to predict them by: what can be told is how well the constants fit.
            foreach (var run in runs)
                errors.Add(run, all, ErrorKind.InSample);
        }
        else
        {
            var development = RegimeFit.To(seen);
            foreach (var run in runs)
            {
                var held = heldBack.Contains(run.Model);
                errors.Add(run, development, held ? ErrorKind.HeldBack : ErrorKind.InSample);
            }

            if (fitted.Count > 1)
            {
                foreach (var model in fitted)
                {
                    var others = RegimeFit.To(seen.Where(run => run.Model != model).ToList());
                    foreach (var run in seen.Where(run => run.Model == model))
                        errors.Add(run, others, ErrorKind.LeftOut);
                }
            }
        }

        return new()
        {
            Regime = regime,
            Fitted = fitted,
            HeldBack = models.Where(heldBack.Contains).ToList(),
            Fit = all.Times,
            Power = all.Power,
            AtBounds =
            [
                .. RooflineFit.AtBounds(all.Times), .. all.Power is null ? [] : PowerFit.AtBounds(all.Power),
            ],
            Errors = errors.Rows(),
        };
    }
}
