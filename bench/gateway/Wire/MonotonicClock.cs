using System.Diagnostics;

namespace Plimsoll.Bench.Gateway.Wire;

/// <summary>Microseconds since the machine started: the same in every process, so that a stamp of one can be read by
/// another.</summary>
internal static class MonotonicClock
{
    public static long Microseconds => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
}
