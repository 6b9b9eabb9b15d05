using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Stores;

/// <summary>A gateway's monotonic clock: it began anywhere and runs a little too fast or too slow.</summary>
/// <param name="offset">How far it is off.</param>
/// <param name="drift">How much faster than true time it runs, in millionths; may be negative.</param>
public sealed class ModelClock(Duration offset, int drift)
{
    private const int Million = 1_000_000;

    /// <summary>What it shows.</summary>
    public Instant At(Instant now)
    {
        var since = (now - StoreCase.Start).Nanoseconds;
        return StoreCase.Start + offset + new Duration(since + (long)((Int128)since * drift / Million));
    }
}
