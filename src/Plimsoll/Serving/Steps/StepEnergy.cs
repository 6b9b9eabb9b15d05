using Plimsoll.Supply;

namespace Plimsoll.Serving.Steps;

/// <summary>
/// Energy that a replica's accelerators draw in its steps: the base for as long as a step lasts, a part for each byte
/// moved and a part for each operation. It follows from the exact sums of a tally, so that it is the same however steps
/// were taken together. Between steps nothing is counted. Immutable, safe from any thread.
/// </summary>
public sealed class StepEnergy
{
    private readonly Accelerator accelerator;
    private readonly ModelShape shape;
    private readonly int width;
    private readonly double[] weightBytes;

    /// <summary>Energy of the steps of one replica.</summary>
    /// <param name="accelerator">What the replica is made of.</param>
    /// <param name="shape">Model that it serves.</param>
    /// <param name="width">Accelerators that it spans. 1 or more.</param>
    /// <param name="sequences">Most sequences in a step.</param>
    public StepEnergy(Accelerator accelerator, ModelShape shape, int width, int sequences)
    {
        this.accelerator = accelerator;
        this.shape = shape;
        this.width = width;
        weightBytes = [.. Enumerable.Range(0, sequences + 1).Select(n => Roofline.WeightBytes(shape, n).Bytes)];
    }

    /// <summary>Joules of all steps of a tally, cut at the TDP for as long as they lasted.</summary>
    /// <param name="tally">What the steps worked on; with no more sequences than stated.</param>
    public double Joules(StepTally tally)
    {
        var bytes = tally.DecodeContext * shape.KvPerToken.Bytes;
        for (var decodes = 0; decodes < tally.StepsByDecodes.Length; decodes++)
            bytes += tally.StepsByDecodes[decodes] * weightBytes[decodes];
        var attended = tally.PrefillTokens == 0 ? 0 : (double)tally.PrefillAttended / tally.PrefillTokens;
        var flops = Roofline.StepFlops(shape, new(tally.DecodeTokens, 0, tally.PrefillTokens, attended));
        var power = accelerator.Power;
        var seconds = width * tally.Busy.Seconds;
        return Math.Min(
            power.Tdp.Value * seconds,
            (power.Base.Value * seconds)
                + (power.Memory.Value * bytes / accelerator.Bandwidth.BytesPerSecond)
                + (power.Compute.Value * flops / accelerator.Compute.FlopsPerSecond));
    }
}
