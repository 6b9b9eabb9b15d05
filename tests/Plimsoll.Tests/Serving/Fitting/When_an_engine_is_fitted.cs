using Plimsoll.Serving.Fitting;

namespace Plimsoll.Tests.Serving.Fitting;

public sealed class When_an_engine_is_fitted
{
    private static readonly HashSet<string> Nothing = [];

    // So many that what is held of a constant before any data has no weight.
    private static readonly List<Measurement> Many =
        [.. Enumerable.Repeat(KnownEngine.Runs, 50).SelectMany(runs => runs)];

    [Fact]
    public void Constants_that_made_the_figures_are_found_again()
    {
        var fit = RooflineFit.To(Many);
        AssertNear(KnownEngine.Fit, fit, 0.005);
        Assert.Empty(RooflineFit.AtBounds(fit));
    }

    [Fact]
    public void Few_figures_move_constants_from_what_is_held_of_them_before_any()
    {
        AssertNear(KnownEngine.Fit, RooflineFit.To(KnownEngine.Runs), 0.15);
    }

    [Fact]
    public void Power_that_made_the_figures_is_found_again()
    {
        var power = PowerFit.To(Many, KnownEngine.Fit)!;
        Assert.Equal(KnownEngine.Power.Base.Value, power.Base.Value, KnownEngine.Power.Base.Value * 0.03);
        Assert.Equal(KnownEngine.Power.Memory.Value, power.Memory.Value, KnownEngine.Power.Memory.Value * 0.06);
        Assert.Equal(KnownEngine.Power.Compute.Value, power.Compute.Value, KnownEngine.Power.Compute.Value * 0.06);
    }

    [Fact]
    public void A_model_that_is_left_out_or_held_back_is_predicted_by_the_others()
    {
        var study = Assert.Single(RegimeStudy.Of(KnownEngine.Runs, new HashSet<string> { "qwen-32b" }));
        Assert.Equal(["qwen-32b"], study.HeldBack);
        Assert.Equal(["llama-70b", "llama-8b", "qwen-14b"], study.Fitted);
        Assert.Equal(6, study.Errors.Count(row => row.HeldBack is < 0.03 && row.InSample is null));
        Assert.Equal(18, study.Errors.Count(row => row.LeftOut is < 0.08 && row.InSample is < 0.03));
        Assert.Equal(24, study.Errors.Count);
    }

    [Fact]
    public void What_is_held_back_does_not_change_how_the_others_are_fitted()
    {
        var spoilt = KnownEngine.Runs.Select(run => run.Model != "qwen-32b" ? run : run with
        {
            Readings = [.. run.Readings.Select(reading => reading with { Value = reading.Value * 7 })],
        }).ToList();
        var held = new HashSet<string> { "qwen-32b" };
        var (right, wrong) = (RegimeStudy.Of(KnownEngine.Runs, held)[0], RegimeStudy.Of(spoilt, held)[0]);
        Assert.Equal(
            right.Errors.Where(row => row.HeldBack is null), wrong.Errors.Where(row => row.HeldBack is null));
        Assert.NotEqual(right.Fit, wrong.Fit);
    }

    [Fact]
    public void Models_that_are_all_held_back_show_how_well_the_constants_fit_them()
    {
        var held = KnownEngine.Runs.Select(run => run.Model).ToHashSet();
        var study = Assert.Single(RegimeStudy.Of(KnownEngine.Runs, held));
        Assert.Empty(study.Fitted);
        Assert.Equal(24, study.Errors.Count(row => row is { InSample: < 0.05, LeftOut: null, HeldBack: null }));
    }

    [Fact]
    public void Noise_is_averaged_out()
    {
        var fit = RooflineFit.To(KnownEngine.Off(i => 1 + (0.05 * (i % 2 == 0 ? 1 : -1))));
        AssertNear(KnownEngine.Fit, fit, 0.3);
        Assert.Equal(KnownEngine.Fit.Calibration.Mbu.Fraction, fit.Calibration.Mbu.Fraction, 0.05);
        Assert.Equal(KnownEngine.Fit.Calibration.Mfu.Fraction, fit.Calibration.Mfu.Fraction, 0.05);
    }

    [Fact]
    public void A_run_that_is_far_off_hardly_matters()
    {
        var fit = RooflineFit.To(KnownEngine.Off(i => i == 20 ? 10 : 1));
        Assert.Equal(KnownEngine.Fit.Calibration.Mbu.Fraction, fit.Calibration.Mbu.Fraction, 0.05);
        Assert.Equal(KnownEngine.Fit.Calibration.Mfu.Fraction, fit.Calibration.Mfu.Fraction, 0.05);
    }

    [Fact]
    public void A_constant_that_would_leave_its_range_stays_at_the_bound_and_is_named()
    {
        var study = RegimeStudy.Of(KnownEngine.Off(_ => 0.3), Nothing)[0];
        Assert.Equal(1, study.Fit.Calibration.Mbu.Fraction);
        Assert.Contains("mbu", study.AtBounds);
    }

    [Fact]
    public void The_same_runs_give_the_same_bits()
    {
        var noisy = KnownEngine.Off(i => 1 + (0.1 * Math.Sin(i)));
        Assert.Equal(RooflineFit.To(noisy), RooflineFit.To(noisy));
    }

    [Fact]
    public void Times_without_watts_leave_power_alone()
    {
        var runs = KnownEngine.Runs.Select(run => run with
        {
            Readings = [.. run.Readings.Where(reading => reading.Metric != Metric.Watts)],
        }).ToList();
        var study = RegimeStudy.Of(runs, Nothing)[0];
        Assert.Null(study.Power);
        Assert.DoesNotContain(study.Errors, row => row.Metric == Metric.Watts);
    }

    [Fact]
    public void A_model_on_its_own_cannot_be_left_out()
    {
        var study = RegimeStudy.Of(KnownEngine.Runs.Where(run => run.Model == "qwen-14b").ToList(), Nothing)[0];
        Assert.All(study.Errors, row => Assert.Null(row.LeftOut));
        Assert.All(study.Errors, row => Assert.NotNull(row.InSample));
    }

    private static void AssertNear(EngineFit expected, EngineFit found, double part)
    {
        var (e, f) = (expected.Calibration, found.Calibration);
        (double Expected, double Found)[] pairs =
        [
            (e.Mbu.Fraction, f.Mbu.Fraction), (e.Mfu.Fraction, f.Mfu.Fraction),
            (e.PerLayer.Seconds, f.PerLayer.Seconds), (e.PerDoubling.Seconds, f.PerDoubling.Seconds),
            (e.PerSequence.Seconds, f.PerSequence.Seconds), (expected.PerRequest.Seconds, found.PerRequest.Seconds),
        ];
        Assert.All(pairs, pair => Assert.Equal(pair.Expected, pair.Found, pair.Expected * part));
    }
}
