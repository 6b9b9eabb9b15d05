using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Serving;

public sealed class When_an_operating_point_is_sought
{
    [Fact]
    public void It_keeps_the_objective_and_one_more_sequence_would_not()
    {
        var point = Find(Known.H100, Known.Llama70);
        var fuller = OperatingPoint.At(
            Known.H100, Known.Llama70, Known.Conversation, point.Width, point.Batch + 1);
        var capacity = OperatingPoint.SequencesInMemory(
            Known.H100, Known.Llama70, point.Width, Known.Conversation.FullContext);

        Assert.True(point.Tpot <= Known.Chat.Tpot && point.Ttft <= Known.Chat.Ttft);
        Assert.True(fuller.Tpot > Known.Chat.Tpot || fuller.Ttft > Known.Chat.Ttft || point.Batch == capacity);
    }

    [Fact]
    public void No_other_width_or_batch_that_keeps_the_objective_yields_more()
    {
        var best = Find(Known.H100, Known.Llama8);
        foreach (var width in new[] { 1, 2, 4, 8 })
        {
            var capacity = OperatingPoint.SequencesInMemory(
                Known.H100, Known.Llama8, width, Known.Conversation.FullContext);
            for (var batch = 1; batch <= capacity; batch++)
            {
                var other = OperatingPoint.At(Known.H100, Known.Llama8, Known.Conversation, width, batch);
                Assert.True(other.Tpot > Known.Chat.Tpot || other.Ttft > Known.Chat.Ttft
                    || other.OutputTokensPerSecond <= best.OutputTokensPerSecond, $"{other} beats {best}.");
            }
        }
    }

    [Fact]
    public void Rates_and_power_belong_together()
    {
        var point = Find(Known.H100, Known.Llama70);

        Assert.Equal(point.Batch / point.Tpot.Seconds / point.Width, point.OutputTokensPerSecond, 1e-9);
        Assert.Equal(point.OutputTokensPerSecond / Known.Conversation.Output, point.RequestsPerSecond, 1e-9);
        Assert.InRange(point.PowerPerAccelerator.Value, 331, 700);
    }

    [Fact]
    public void A_model_that_does_not_fit_says_how_much_it_needs()
    {
        var narrow = Known.H100 with { ScaleUp = 1 };

        Assert.Null(OperatingPoint.Find(narrow, Known.Llama70, Known.Conversation, Known.Chat, out var obstacle));
        var memory = Assert.IsType<Obstacle.Memory>(obstacle);
        Assert.Equal(72e9, memory.Available.Bytes, 1);
        Assert.Equal(141.2e9 + (4000 * 327_680d), memory.Needed.Bytes, 1);
        Assert.Equal("needs 142.5 GB of memory, the widest replica has 72 GB", memory.ToString());
    }

    [Fact]
    public void An_objective_out_of_reach_says_the_best_that_can_be_had()
    {
        var hasty = Known.Chat with { Ttft = Duration.FromSeconds(0.01) };
        var fluent = Known.Chat with { Tpot = Duration.FromSeconds(0.001) };

        Assert.Null(OperatingPoint.Find(Known.H100, Known.Llama70, Known.Conversation, hasty, out var late));
        Assert.Null(OperatingPoint.Find(Known.H100, Known.Llama70, Known.Conversation, fluent, out var slow));
        Assert.True(Assert.IsType<Obstacle.Ttft>(late).Best > hasty.Ttft);
        Assert.True(Assert.IsType<Obstacle.Tpot>(slow).Best > fluent.Tpot);
    }

    [Fact]
    public void Better_hardware_never_lowers_the_output()
    {
        var cases =
            from shape in Gen.Elements(Known.Llama8, Known.Llama70, Known.Qwen30A3)
            from input in Gen.Choose(1, 20_000)
            from cached in Gen.Choose(0, 50_000)
            from output in Gen.Choose(1, 3_000)
            from tpot in Gen.Choose(5, 200)
            from ttft in Gen.Choose(100, 20_000)
            from compute in Gen.Choose(100, 300)
            from memory in Gen.Choose(100, 300)
            from bandwidth in Gen.Choose(100, 300)
            select (shape, new TrafficShape(input, cached, output),
                new Objective(Duration.FromSeconds(ttft / 1e3), Duration.FromSeconds(tpot / 1e3)),
                Known.H100 with
                {
                    Compute = new(Known.H100.Compute.FlopsPerSecond * compute / 100),
                    Memory = new(Known.H100.Memory.Bytes * memory / 100),
                    Bandwidth = new(Known.H100.Bandwidth.BytesPerSecond * bandwidth / 100),
                });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_261_120, 1),
            Prop.ForAll(Arb.From(cases), sample =>
            {
                var (shape, traffic, objective, better) = sample;
                var plain = OperatingPoint.Find(Known.H100, shape, traffic, objective, out _);
                var improved = OperatingPoint.Find(better, shape, traffic, objective, out _);

                // Step times are whole nanoseconds, so that equal points may differ by that much.
                return plain is null || (improved is not null
                    && improved.OutputTokensPerSecond >= plain.OutputTokensPerSecond * (1 - 1e-6));
            }));
    }

    private static OperatingPoint Find(Accelerator accelerator, ModelShape shape)
    {
        var point = OperatingPoint.Find(accelerator, shape, Known.Conversation, Known.Chat, out var obstacle);
        Assert.Null(obstacle);
        return Assert.IsType<OperatingPoint>(point);
    }
}
