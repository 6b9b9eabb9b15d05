using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Tests.Serving.Steps;

public sealed class When_the_energy_of_steps_is_summed
{
    private const int Most = 64;

    private static readonly StepEnergy Energy = new(Known.H100, Known.Llama8, 1, Most);

    [Fact]
    public void A_step_of_decoding_draws_the_power_of_its_use()
    {
        var engine = Run(requests: 40, input: 1, output: 100);
        var tally = engine.Tally;
        var seconds = tally.Busy.Seconds;
        var bytes = tally.DecodeContext * Known.Llama8.KvPerToken.Bytes;
        for (var n = 0; n <= Most; n++)
            bytes += tally.StepsByDecodes[n] * Roofline.WeightBytes(Known.Llama8, n).Bytes;
        var flops = 2 * Known.Llama8.Active * (tally.DecodeTokens + tally.PrefillTokens);
        var watts = Known.H100.Power.At(bytes / seconds / 3.35e12, flops / seconds / 989e12).Value;
        Assert.Equal(watts, Energy.Joules(tally) / seconds, watts * 1e-3);
    }

    [Fact]
    public void Engines_together_draw_what_each_draws()
    {
        var (one, other) = (Run(10, 300, 50).Tally, Run(50, 20, 400).Tally);
        var both = new StepTally(Most);
        both.Add(one);
        both.Add(other);
        var sum = Energy.Joules(one) + Energy.Joules(other);
        Assert.Equal(sum, Energy.Joules(both), sum * 1e-9);
    }

    [Fact]
    public void It_does_not_depend_on_how_often_the_engine_is_looked_at()
    {
        Assert.Equal(
            Energy.Joules(Run(30, 100, 200).Tally), Energy.Joules(Run(30, 100, 200, lookEvery: 997_001).Tally));
    }

    [Fact]
    public void Nothing_is_drawn_by_no_steps_and_never_more_than_the_TDP()
    {
        Assert.Equal(0, Energy.Joules(new StepTally(Most)));
        var tally = Run(60, 4000, 2).Tally;
        Assert.Equal(700 * tally.Busy.Seconds, Energy.Joules(tally), 1e-6);
    }

    private static Engine Run(int requests, int input, int output, long lookEvery = long.MaxValue)
    {
        var settings = EngineSettings.On(Known.H100, Known.Llama8, 1, Most);
        var times = new RooflineStepTimes(Known.H100, Known.Llama8, 1);
        var engine = new Engine(settings, new ContinuousBatching(), times);
        for (var id = 0; id < requests; id++)
            engine.Add(new() { Id = id, Input = input, Output = output }, new Instant(0));
        for (long look = lookEvery; engine.Plan() is { } next;)
        {
            if (look < next.UnixNanoseconds)
            {
                engine.AdvanceTo(new Instant(look));
                look += lookEvery;
            }
            else
            {
                engine.AdvanceTo(next);
            }

            engine.ClearEvents();
        }

        return engine;
    }
}
