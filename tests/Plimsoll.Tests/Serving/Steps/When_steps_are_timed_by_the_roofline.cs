using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Tests.Serving.Steps;

public sealed class When_steps_are_timed_by_the_roofline
{
    private static readonly ModelShape[] Shapes =
        [Known.Llama8, Known.Llama70, Known.Qwen30A3, Known.Llama8 with { KvPerToken = new(500) }];

    [Fact]
    public void Its_chords_stay_within_a_ten_thousandth_of_the_formula()
    {
        foreach (var shape in Shapes)
        {
            var times = new RooflineStepTimes(Known.H100, shape, 2);
            foreach (var sequences in new[] { 1, 2, 7, 64, 300, 2000, 8000 })
            {
                for (var context = 0L; context < 200_000_000; context = (context * 33 / 32) + 1)
                {
                    var exact = Roofline.StepSeconds(Known.H100, shape, 2, new(
                        sequences, context / (double)sequences, 0, 0));
                    var line = times.Decode(sequences, context);
                    Assert.True(
                        Math.Abs((Seconds(line.Time) / exact) - 1) < RooflineStepTimes.Tolerance,
                        $"{sequences} sequences, {context} tokens: {Seconds(line.Time)} instead of {exact}");
                }
            }
        }
    }

    [Fact]
    public void A_model_with_a_cache_of_megabytes_a_token_has_a_time_too()
    {
        var heavy = Known.Llama8 with { KvPerToken = new(4e6) };
        var slow = Known.H100 with { Bandwidth = new(0.8e12) };
        var line = new RooflineStepTimes(slow, heavy, 1).Decode(1, 1L << 33);
        var exact = Roofline.StepSeconds(slow, heavy, 1, new(1, 1L << 33, 0, 0));
        Assert.InRange(Seconds(line.Time) / exact, 1 - RooflineStepTimes.Tolerance, 1 + RooflineStepTimes.Tolerance);
    }

    [Fact]
    public void A_line_holds_for_as_long_as_it_says()
    {
        var times = new RooflineStepTimes(Known.H100, Known.Llama8, 1);
        for (var context = 0L; context < 100_000_000;)
        {
            var line = times.Decode(300, context);
            Assert.True(line.Until >= context);
            foreach (var later in new[] { context, context + ((line.Until - context) / 2), line.Until })
            {
                if (later > 1L << 32)
                    continue;
                var there = times.Decode(300, later);
                Assert.Equal(line.Time + (line.PerToken * (later - context)), there.Time);
                Assert.Equal(line.PerToken, there.PerToken);
                Assert.Equal(line.Until, there.Until);
            }

            context = line.Until >= 100_000_000 ? 100_000_000 : line.Until + 1;
        }
    }

    [Fact]
    public void Few_lines_cover_every_context_of_a_step_that_waits_for_memory()
    {
        var times = new RooflineStepTimes(Known.H100, Known.Llama70, 4);
        var lines = 0;
        for (var context = 0L; context < 10_000_000; lines++)
            context = Math.Min(times.Decode(32, context).Until, 10_000_000 - 1) + 1;
        Assert.InRange(lines, 1, 3);
    }

    [Fact]
    public void The_order_of_questions_does_not_matter()
    {
        var one = new RooflineStepTimes(Known.H100, Known.Qwen30A3, 2);
        var other = new RooflineStepTimes(Known.H100, Known.Qwen30A3, 2);
        var forward = Enumerable.Range(1, 200).Select(n => one.Decode(n, n * 1234L)).ToList();
        var backward = Enumerable.Range(1, 200).Reverse().Select(n => other.Decode(n, n * 1234L)).Reverse().ToList();
        Assert.Equal(forward, backward);
    }

    [Fact]
    public void A_step_with_input_is_the_formula_at_the_mean_of_what_its_tokens_attend_to()
    {
        var times = new RooflineStepTimes(Known.H100, Known.Llama8, 1);
        PrefillPart[] parts = [new(500, 1000), new(12, 0)];
        var mean = ((500 * 1250.0) + (12 * 6.0)) / 512;
        var expected = Roofline.StepSeconds(Known.H100, Known.Llama8, 1, new(10, 700, 512, mean));
        Assert.Equal(expected, Seconds(times.Mixed(10, 7000, parts)), 12);
        Assert.True(times.Mixed(0, 0, parts).Units < times.Mixed(10, 7000, parts).Units);
    }

    [Fact]
    public void A_step_takes_at_least_a_nanosecond()
    {
        var nothing = Known.H100 with
        {
            Compute = new(1e40),
            Bandwidth = new(1e40),
            Calibration = new(new(1), new(1), default, default, default),
        };
        var times = new RooflineStepTimes(nothing, Known.Llama8, 1);
        Assert.Equal(FineTime.PerNanosecond, times.Decode(1, 1).Time.Units);
        Assert.Equal(FineTime.PerNanosecond, times.Mixed(0, 0, [new(1, 0)]).Units);
    }

    private static double Seconds(FineTime time) =>
        time.Units / (double)FineTime.PerNanosecond / Duration.NanosecondsPerSecond;
}
