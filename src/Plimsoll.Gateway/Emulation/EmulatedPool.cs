using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Gateway.Emulation;

/// <summary>The replicas of one class. A request goes to the one with the least load, the first of equals.</summary>
internal sealed class EmulatedPool : IDisposable
{
    private readonly EmulatedReplica[] replicas;
    private readonly Lock routing = new();
    private readonly double meanOutput;

    public EmulatedPool(EmulatedClass served, TimeProvider time)
    {
        var settings = served.Settings;
        if (settings.Blocks < 1)
        {
            throw new ArgumentException(
                $"Class '{served.Model.Name}' does not fit on {served.Width} {served.Accelerator.Title}: its weights "
                + $"take {served.Model.Shape.Weights.Bytes / 1e9:0.#} GB. Use a wider replica.", nameof(served));
        }

        Name = served.Model.Name;
        Names = [.. served.Names.Append(Name).Distinct(StringComparer.Ordinal)];
        meanOutput = served.Model.Traffic.Output;
        replicas = [.. Enumerable.Range(0, served.Replicas).Select(_ => new EmulatedReplica(
            settings, new RooflineStepTimes(served.Accelerator, served.Model.Shape, served.Width), time))];
        RetryAfter = TimeToAPlace(served);
        MostTokens = (int)settings.LongestSequence;
    }

    public string Name { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Input and output tokens that a request may have together.</summary>
    public int MostTokens { get; }

    public long ProducedTokens => replicas.Sum(replica => replica.ProducedTokens);

    public int Load => replicas.Sum(replica => replica.Load);

    /// <summary>Seconds until a full pool is expected to have a place again, rounded up.</summary>
    public long RetryAfter { get; }

    public void Dispose() => Array.ForEach(replicas, replica => replica.Dispose());

    /// <summary>Output of a request: the class's mean, or the client's bound where that is lower.</summary>
    public int OutputLength(int? bound) =>
        Math.Min(bound ?? int.MaxValue, Math.Max(1, (int)Math.Round(meanOutput)));

    public Placement Place(int input, int output)
    {
        // One decision at a time: two requests that see the same load would go to the same replica.
        lock (routing)
            return replicas.MinBy(replica => replica.Load)!.Offer(input, output);
    }

    private static long TimeToAPlace(EmulatedClass served)
    {
        var traffic = served.Model.Traffic;
        var full = OperatingPoint.At(
            served.Accelerator, served.Model.Shape, traffic, served.Width, served.Batch);
        var between = full.Tpot.Seconds * traffic.Output / (served.Batch * served.Replicas);
        return Math.Max(1, Duration.FromSeconds(between).CeilingSeconds());
    }
}
