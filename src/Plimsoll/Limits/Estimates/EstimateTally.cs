namespace Plimsoll.Limits.Estimates;

/// <summary>Running sums of how estimates of output held. <c>default</c> is none.</summary>
internal struct EstimateTally
{
    private long estimated;
    private long written;
    private uint samples;
    private uint covered;

    /// <summary>Adds one complete answer.</summary>
    public void Add(long estimate, long actual)
    {
        if (samples == uint.MaxValue || estimated > long.MaxValue - estimate || written > long.MaxValue - actual)
            return;
        samples++;
        covered += actual <= estimate ? 1u : 0;
        estimated += estimate;
        written += actual;
    }

    /// <summary>The sums, beside the share that should be covered.</summary>
    public readonly EstimateError Read(double target) => new(samples, covered, target, estimated, written);
}
