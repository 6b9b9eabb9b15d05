using Plimsoll.Serving;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Tests.Serving.Fitting;

public sealed class When_a_steady_state_is_predicted
{
    [Fact]
    public void Requests_at_a_rate_fill_the_batch_that_Littles_law_asks_for()
    {
        var run = KnownEngine.Runs[0] with { Batch = null, Rate = 4, MaxSequences = 1000 };
        var state = SteadyState.Of(run, KnownEngine.Fit);
        Assert.Equal(4 * run.Traffic.Output * state.Tpot, state.Batch, 1e-6);
        Assert.Equal(state.Batch / state.Tpot, SteadyState.Of(run with { Batch = state.Batch }, KnownEngine.Fit)
            .Value(Metric.TokensPerSecond, KnownEngine.Power), 1e-6);
    }

    [Fact]
    public void A_rate_beyond_the_engine_fills_it_and_no_more()
    {
        var run = KnownEngine.Runs[0] with { Batch = null, Rate = 1e6, MaxSequences = 64 };
        Assert.Equal(64, SteadyState.Of(run, KnownEngine.Fit).Batch, 1e-9);
    }

    [Fact]
    public void A_step_that_is_scheduled_ahead_comes_before_the_first_token()
    {
        var run = KnownEngine.Runs[0];
        var (without, with) = (Ttft(run with { StepsAhead = 0 }), SteadyState.Of(run, KnownEngine.Fit));
        Assert.Equal(without + with.Tpot, with.Ttft, 1e-9);
        Assert.Equal(with.Ttft + ((run.Traffic.Output - 1) * with.Tpot), with.EndToEnd, 1e-9);
    }

    [Fact]
    public void Requests_that_are_asked_at_once_wait_for_half_of_the_others_prompts()
    {
        var run = KnownEngine.Runs.First(one => one.Batch == 16);
        var accelerator = run.Accelerator with { Calibration = KnownEngine.Fit.Calibration };
        var load = new StepLoad(16, run.Traffic.MeanContext, run.Traffic.Input, run.Traffic.Input / 2);
        var prompt = Roofline.StepSeconds(accelerator, run.Shape, run.Width, load)
            - Roofline.StepSeconds(accelerator, run.Shape, run.Width, load with { PrefillTokens = 0 });
        Assert.Equal(Ttft(run) + (7.5 * prompt), Ttft(run with { AtOnce = 1 }), 1e-9);
    }

    private static double Ttft(Measurement run) => SteadyState.Of(run, KnownEngine.Fit).Ttft;
}
