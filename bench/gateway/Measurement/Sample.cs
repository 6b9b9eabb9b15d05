using Plimsoll.Bench.Gateway.Load;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>One run of one load through one peer.</summary>
/// <param name="Load">What the load saw.</param>
/// <param name="CpuSeconds">CPU time of the peer while it was measured.</param>
/// <param name="ResidentMb">Its memory at the end of that.</param>
/// <param name="PeakMb">Most memory that it ever had.</param>
internal sealed record Sample(LoadReport Load, double CpuSeconds, double ResidentMb, double PeakMb)
{
    public double AnswersPerSecond => Load.Answers / Load.Seconds;

    public double ChunksPerSecond => Load.Chunks / Load.Seconds;

    public double CpuMicrosPerAnswer => CpuSeconds * 1e6 / Math.Max(1, Load.Answers);

    public double CpuMicrosPerChunk => CpuSeconds * 1e6 / Math.Max(1, Load.Chunks);
}
