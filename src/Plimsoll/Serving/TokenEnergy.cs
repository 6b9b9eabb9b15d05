using Plimsoll.Supply;

namespace Plimsoll.Serving;

/// <summary>
/// Energy that accelerators draw for a token of each kind, at an operating point, in joules. A mean request's tokens
/// together take what the accelerators draw for it.
/// </summary>
/// <param name="Input">A token of input that has to be computed: what a step takes more with it.</param>
/// <param name="Cached">A token of input from the prefix cache: what reading it in every step takes.</param>
/// <param name="Output">A token of output: all the rest.</param>
public readonly record struct TokenEnergy(double Input, double Cached, double Output)
{
    /// <summary>Energy of tokens.</summary>
    public double Of(double input, double cached, double output) =>
        (input * Input) + (cached * Cached) + (output * Output);

    /// <summary>What tokens of a class take on an accelerator kind.</summary>
    /// <param name="accelerator">What serves it.</param>
    /// <param name="shape">The model.</param>
    /// <param name="traffic">Its mean request.</param>
    /// <param name="point">How it is served.</param>
    public static TokenEnergy Of(
        Accelerator accelerator, ModelShape shape, TrafficShape traffic, OperatingPoint point)
    {
        var prefilled = point.Batch * traffic.Input / traffic.Output;
        var decoding = new StepLoad(point.Batch, traffic.MeanContext, 0, 0);
        var steady = decoding with
        {
            PrefillTokens = prefilled,
            PrefillContext = traffic.Cached + (traffic.Input / 2),
        };
        var whole = Joules(steady);
        var input = prefilled > 0 ? (whole - Joules(decoding)) / prefilled : 0;

        // A cached token lengthens the context of one of the batch's sequences in each of its steps.
        var longer = decoding with { MeanContext = decoding.MeanContext + 1 };
        var cached = (Joules(longer) - Joules(decoding)) * traffic.Output / point.Batch;
        var request = whole / point.Batch * traffic.Output;
        return new TokenEnergy(
            input, cached, (request - (input * traffic.Input) - (cached * traffic.Cached)) / traffic.Output);

        double Joules(in StepLoad load)
        {
            var seconds = point.Width * Roofline.StepSeconds(accelerator, shape, point.Width, load);
            return seconds * accelerator.Power.At(
                Roofline.StepBytes(shape, load).Bytes / seconds / accelerator.Bandwidth.BytesPerSecond,
                Roofline.StepFlops(shape, load) / seconds / accelerator.Compute.FlopsPerSecond).Value;
        }
    }
}
