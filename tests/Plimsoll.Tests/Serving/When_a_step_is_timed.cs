using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Tests.Serving;

public sealed class When_a_step_is_timed
{
    [Fact]
    public void A_dense_model_reads_all_weights_whatever_the_batch()
    {
        Assert.Equal(141.2e9, Roofline.WeightBytes(Known.Llama70, 1).Bytes, 1e3);
        Assert.Equal(141.2e9, Roofline.WeightBytes(Known.Llama70, 500).Bytes, 1e3);
    }

    [Fact]
    public void A_mixture_reads_the_active_weights_for_one_token_and_nearly_all_for_many()
    {
        Assert.Equal(3.3e9 * 2, Roofline.WeightBytes(Known.Qwen30A3, 1).Bytes, 1e3);
        Assert.Equal(30.5e9 * 2, Roofline.WeightBytes(Known.Qwen30A3, 2000).Bytes, 1e3);
        Assert.Equal(1 - Math.Pow(0.9375, 16), Roofline.ExpertCoverage(Known.Qwen30A3, 16), 12);
    }

    [Fact]
    public void A_decode_step_is_the_four_norm_of_bytes_and_operations_plus_the_overheads()
    {
        var memory = (141.2e9 + (64 * 1000 * 327_680d)) / (4 * 3.35e12 * 0.75);
        var compute = 2 * 70.6e9 * 64 / (4 * 989e12 * 0.63);
        var overhead = (80 * (6.6e-6 + (2 * 32e-6))) + (64 * 62e-6);
        var expected = Math.Pow(Math.Pow(memory, 4) + Math.Pow(compute, 4), 0.25) + overhead;

        var step = Roofline.StepTime(Known.H100, Known.Llama70, 4, new(64, 1000, 0, 0));

        Assert.Equal(expected, step.Seconds, 1e-9);
    }

    [Fact]
    public void Prefill_adds_the_operations_of_its_tokens_and_of_what_they_attend_to()
    {
        var idle = Roofline.StepTime(Known.H100, Known.Llama8, 1, default);
        var step = Roofline.StepTime(Known.H100, Known.Llama8, 1, new(0, 0, 2000, 1000));
        var flops = (2 * 8.03e9 * 2000) + (2d * 32 * 4096 * 2000 * 2000);

        Assert.Equal(flops / (989e12 * 0.63), (step - idle).Seconds, 2e-9);
    }

    [Fact]
    public void A_prompt_costs_the_same_in_chunks_as_at_once()
    {
        Duration Prefill(double tokens, double context) =>
            Roofline.StepTime(Known.H100, Known.Llama8, 1, new(0, 0, tokens, context + (tokens / 2)))
                - Roofline.StepTime(Known.H100, Known.Llama8, 1, default);

        Assert.Equal(Prefill(3000, 0).Seconds, (Prefill(2048, 0) + Prefill(952, 2048)).Seconds, 2e-9);
    }
}
