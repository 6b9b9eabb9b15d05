using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Serving;

/// <summary>
/// Time that a replica takes for a step: the smooth maximum of moving bytes and computing, both at fitted
/// efficiencies, plus fitted overheads. The form is fitted to the ML.ENERGY benchmark v3 (vLLM on H100 and B200);
/// <c>docs/reference/engine-model.md</c> has the formulae, the fits and their errors.
/// </summary>
public static class Roofline
{
    // Multiply and add, for the query-key and for the attention-value product.
    private const double FlopsPerAttendedToken = 4;
    private const double FlopsPerParameter = 2;

    /// <summary>Part of a mixture's experts that a batch of tokens is expected to touch: 1-(1-k/E)^batch.</summary>
    public static double ExpertCoverage(ModelShape shape, double batch) =>
        1 - Math.Pow(1 - (shape.Routed / (double)shape.Experts), batch);

    /// <summary>Weights that a step reads for <paramref name="batch"/> decoding sequences.</summary>
    public static ByteSize WeightBytes(ModelShape shape, double batch)
    {
        var experts = shape.ExpertParameters;
        return new(shape.BytesPerWeight
            * (shape.Parameters - experts + (experts * ExpertCoverage(shape, batch))));
    }

    /// <summary>Memory traffic of a step: weights once, and the cache of every decoding sequence.</summary>
    public static ByteSize StepBytes(ModelShape shape, in StepLoad load) =>
        new(WeightBytes(shape, load.DecodeSequences).Bytes
            + (load.DecodeSequences * load.MeanContext * shape.KvPerToken.Bytes));

    /// <summary>Arithmetic of a step, in operations, decoding and prefill together.</summary>
    public static double StepFlops(ModelShape shape, in StepLoad load) =>
        DecodeFlops(shape, load.DecodeSequences) + PrefillFlops(shape, load.PrefillTokens, load.PrefillContext);

    /// <summary>
    /// Duration of one step of a replica of <paramref name="width"/> accelerators, which is also the time between
    /// two tokens of each decoding sequence. Grows with every part of the load.
    /// </summary>
    public static Duration StepTime(Accelerator accelerator, ModelShape shape, int width, in StepLoad load) =>
        Duration.FromSeconds(StepSeconds(accelerator, shape, width, load));

    /// <summary><see cref="StepTime"/> in seconds, before it is rounded to whole nanoseconds.</summary>
    public static double StepSeconds(Accelerator accelerator, ModelShape shape, int width, in StepLoad load)
    {
        var fit = accelerator.Calibration;
        var memory = StepBytes(shape, load).Bytes
            / (width * accelerator.Bandwidth.BytesPerSecond * fit.Mbu.Fraction);
        var compute = DecodeFlops(shape, load.DecodeSequences) / UsableFlops(accelerator, width);
        var prefill = PrefillFlops(shape, load.PrefillTokens, load.PrefillContext) / UsableFlops(accelerator, width);
        var perLayer = fit.PerLayer.Seconds + (fit.PerDoubling.Seconds * Math.Log2(width));
        return FourNorm(memory, compute) + prefill
            + (shape.Layers * perLayer) + (load.DecodeSequences * fit.PerSequence.Seconds);
    }

    private static double DecodeFlops(ModelShape shape, double sequences) =>
        FlopsPerParameter * shape.Active * sequences;

    private static double PrefillFlops(ModelShape shape, double tokens, double meanContext) =>
        tokens * ((FlopsPerParameter * shape.Active)
            + (FlopsPerAttendedToken * shape.Layers * shape.AttentionWidth * meanContext));

    private static double UsableFlops(Accelerator accelerator, int width) =>
        width * accelerator.Compute.FlopsPerSecond * accelerator.Calibration.Mfu.Fraction;

    private static double FourNorm(double a, double b)
    {
        // Scaled by the larger, so that the fourth powers neither vanish nor overflow.
        var (small, large) = a < b ? (a, b) : (b, a);
        if (large == 0)
            return 0;

        var ratio = small / large;
        return large * Math.Sqrt(Math.Sqrt(1 + (ratio * ratio * ratio * ratio)));
    }
}
