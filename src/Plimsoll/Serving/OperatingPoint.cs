using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Serving;

/// <summary>How a class is best served on an accelerator kind, in steady state and within its objective.</summary>
public sealed record OperatingPoint
{
    /// <summary>Part of the memory that an engine gives to weights and cache; the rest is working space.</summary>
    public const double UsableMemory = 0.9;

    /// <summary>Accelerators per replica: a power of two.</summary>
    public required int Width { get; init; }

    /// <summary>Sequences that a replica decodes at a time.</summary>
    public required int Batch { get; init; }

    /// <summary>Time per output token, with the prefill that keeps the batch full spread over the steps.</summary>
    public required Duration Tpot { get; init; }

    /// <summary>Time to first token of a request whose input is computed in one step beside the full batch.</summary>
    public required Duration Ttft { get; init; }

    /// <summary>Output tokens per second and accelerator.</summary>
    public required double OutputTokensPerSecond { get; init; }

    /// <summary>Average requests per second and accelerator.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>Electric power of one accelerator.</summary>
    public required Watts PowerPerAccelerator { get; init; }

    /// <inheritdoc cref="Find(Accelerator, ModelShape, TrafficShape, Objective, out Obstacle)"/>
    public static OperatingPoint? Find(Accelerator accelerator, ModelClass model, out Obstacle? obstacle) =>
        Find(accelerator, model.Shape, model.Traffic, model.Objective, out obstacle);

    /// <summary>
    /// The width and batch with the most output per accelerator that fit in memory and keep the objective; the
    /// narrower width where two are equal. Null when there is none, with the <paramref name="obstacle"/>. More
    /// compute, memory or bandwidth never lowers the output.
    /// </summary>
    public static OperatingPoint? Find(
        Accelerator accelerator, ModelShape shape, TrafficShape traffic, Objective objective, out Obstacle? obstacle)
    {
        OperatingPoint? best = null;
        OperatingPoint? quickest = null;
        var widest = 1;
        for (var width = 1; width <= accelerator.ScaleUp; width *= 2)
        {
            widest = width;
            var capacity = SequencesInMemory(accelerator, shape, width, traffic.FullContext);
            if (capacity < 1)
                continue;

            var alone = At(accelerator, shape, traffic, width, 1);
            if (quickest is null || Lateness(alone, objective) < Lateness(quickest, objective))
                quickest = alone;
            if (!Keeps(alone, objective))
                continue;

            var point = LargestBatch(accelerator, shape, traffic, objective, alone, capacity);
            if (best is null || point.OutputTokensPerSecond > best.OutputTokensPerSecond)
                best = point;
        }

        obstacle = best is not null ? null : WhyNot(accelerator, shape, traffic, objective, widest, quickest);
        return best;
    }

    /// <summary>
    /// Sequences of <paramref name="context"/> tokens whose cache fits beside the weights; 0 when not even the
    /// weights fit, at most <see cref="int.MaxValue"/>.
    /// </summary>
    public static int SequencesInMemory(Accelerator accelerator, ModelShape shape, int width, double context)
    {
        var free = KvBytes(accelerator, shape, width);
        return free < 0 ? 0 : (int)Math.Min(int.MaxValue, Math.Floor(free / (context * shape.KvPerToken.Bytes)));
    }

    /// <summary>What a replica does with a batch, whether or not that keeps an objective.</summary>
    public static OperatingPoint At(
        Accelerator accelerator, ModelShape shape, TrafficShape traffic, int width, int batch)
    {
        var prefillContext = traffic.Cached + (traffic.Input / 2);
        var steady = new StepLoad(
            batch, traffic.MeanContext, batch * traffic.Input / traffic.Output, prefillContext);
        var first = steady with { PrefillTokens = traffic.Input };
        var tpot = Roofline.StepTime(accelerator, shape, width, steady);
        var output = batch / tpot.Seconds / width;
        var acceleratorSeconds = width * tpot.Seconds;
        return new()
        {
            Width = width,
            Batch = batch,
            Tpot = tpot,
            Ttft = Roofline.StepTime(accelerator, shape, width, first),
            OutputTokensPerSecond = output,
            RequestsPerSecond = output / traffic.Output,
            PowerPerAccelerator = accelerator.Power.At(
                Roofline.StepBytes(shape, steady).Bytes / acceleratorSeconds / accelerator.Bandwidth.BytesPerSecond,
                Roofline.StepFlops(shape, steady) / acceleratorSeconds / accelerator.Compute.FlopsPerSecond),
        };
    }

    // Step time grows with the batch, but by less than the batch does: the largest batch that keeps the objective
    // is also the one with the most output.
    private static OperatingPoint LargestBatch(Accelerator accelerator, ModelShape shape, TrafficShape traffic,
        Objective objective, OperatingPoint alone, int capacity)
    {
        var kept = alone;
        long tooMany = (long)capacity + 1;
        for (long next = 2; kept.Batch + 1 < tooMany;)
        {
            var point = At(accelerator, shape, traffic, alone.Width, (int)next);
            if (Keeps(point, objective))
                kept = point;
            else
                tooMany = next;
            next = Math.Min(kept.Batch * 2L, kept.Batch + ((tooMany - kept.Batch) / 2));
        }

        return kept;
    }

    private static Obstacle WhyNot(Accelerator accelerator, ModelShape shape, TrafficShape traffic,
        Objective objective, int widest, OperatingPoint? quickest)
    {
        if (quickest is null)
        {
            return new Obstacle.Memory(
                new(shape.Weights.Bytes + (traffic.FullContext * shape.KvPerToken.Bytes)),
                new(widest * accelerator.Memory.Bytes * UsableMemory));
        }

        return quickest.Tpot > objective.Tpot
            ? new Obstacle.Tpot(quickest.Tpot, objective.Tpot)
            : new Obstacle.Ttft(quickest.Ttft, objective.Ttft);
    }

    private static bool Keeps(OperatingPoint point, Objective objective) =>
        point.Tpot <= objective.Tpot && point.Ttft <= objective.Ttft;

    private static double Lateness(OperatingPoint point, Objective objective) =>
        Math.Max(point.Tpot.Seconds / objective.Tpot.Seconds, point.Ttft.Seconds / objective.Ttft.Seconds);

    private static double KvBytes(Accelerator accelerator, ModelShape shape, int width) =>
        (width * accelerator.Memory.Bytes * UsableMemory) - shape.Weights.Bytes;
}
