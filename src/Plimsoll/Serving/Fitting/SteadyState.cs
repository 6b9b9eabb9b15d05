using Plimsoll.Supply;

namespace Plimsoll.Serving.Fitting;

/// <summary>What the engine model says of a measured run: the roofline's steps, in steady state.</summary>
public sealed record SteadyState
{
    /// <summary>Sequences in the batch.</summary>
    public required double Batch { get; init; }

    /// <summary>Seconds between tokens, the prefill that keeps the batch full spread over the steps.</summary>
    public required double Tpot { get; init; }

    /// <summary>Seconds of a step without prefill.</summary>
    public required double DecodeStep { get; init; }

    /// <summary>Seconds to the first token.</summary>
    public required double Ttft { get; init; }

    /// <summary>Seconds to the last token.</summary>
    public required double EndToEnd { get; init; }

    /// <summary>Part of the stated bandwidth that is used.</summary>
    public required double MemoryUse { get; init; }

    /// <summary>Part of the stated compute rate that is used.</summary>
    public required double ComputeUse { get; init; }

    /// <summary>What the model says of a run.</summary>
    public static SteadyState Of(Measurement run, EngineFit fit)
    {
        var accelerator = run.Accelerator with { Calibration = fit.Calibration };
        var batch = run.Batch ?? BatchAt(run, accelerator);
        var load = Load(run, batch);
        var tpot = Roofline.StepSeconds(accelerator, run.Shape, run.Width, load);
        var ttft = ToFirstToken(run, accelerator, load, tpot) + fit.PerRequest.Seconds;
        var seconds = run.Width * tpot;
        return new()
        {
            Batch = batch,
            Tpot = tpot,
            DecodeStep = Roofline.StepSeconds(
                accelerator, run.Shape, run.Width, load with { PrefillTokens = 0 }),
            Ttft = ttft,
            EndToEnd = ttft + ((run.Traffic.Output - 1) * tpot),
            MemoryUse = Roofline.StepBytes(run.Shape, load).Bytes / seconds / accelerator.Bandwidth.BytesPerSecond,
            ComputeUse = Roofline.StepFlops(run.Shape, load) / seconds / accelerator.Compute.FlopsPerSecond,
        };
    }

    /// <summary>The model's figure for a metric.</summary>
    public double Value(Metric metric, AcceleratorPower power) => metric switch
    {
        Metric.Ttft => Ttft,
        Metric.Tpot => Tpot,
        Metric.Itl => DecodeStep,
        Metric.EndToEnd => EndToEnd,
        Metric.TokensPerSecond => Batch / Tpot,
        _ => power.At(MemoryUse, ComputeUse).Value,
    };

    /// <summary>Little's law: as many sequences as arrive in the time that one decodes.</summary>
    private static double BatchAt(Measurement run, Accelerator accelerator)
    {
        double low = 0;
        double high = run.MaxSequences;
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = (low + high) / 2;
            var tpot = Roofline.StepSeconds(accelerator, run.Shape, run.Width, Load(run, middle));
            if (run.Rate * run.Traffic.Output * tpot > middle)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    private static StepLoad Load(Measurement run, double batch) => new(
        batch,
        run.Traffic.MeanContext,
        batch * run.Traffic.Input / run.Traffic.Output,
        run.Traffic.Cached + (run.Traffic.Input / 2));

    /// <summary>
    /// The rest of the step under way, the steps scheduled behind it, then the step that computes the whole input
    /// beside the batch. Of requests that are asked at once, one waits for half of the others' prompts on average.
    /// </summary>
    private static double ToFirstToken(Measurement run, Accelerator accelerator, StepLoad load, double tpot)
    {
        var alone = Roofline.StepSeconds(accelerator, run.Shape, run.Width, load with { PrefillTokens = 0 });
        var first = Roofline.StepSeconds(
            accelerator, run.Shape, run.Width, load with { PrefillTokens = run.Traffic.Input });
        var others = Math.Max(0, load.DecodeSequences - 1) / 2;
        return first + ((run.StepsAhead + 0.5) * tpot) + (run.AtOnce * others * (first - alone));
    }
}
