using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// The store's clock as a gateway knows it: no earlier and no later than what a monotonic clock allows for since it was
/// read. No wall clock of the gateway matters. Safe to share between threads.
/// </summary>
/// <param name="store">Whose clock it is.</param>
/// <param name="clock">The gateway's, of which only the monotonic one is read.</param>
/// <param name="drift">How much faster or slower either may run, in millionths.</param>
internal sealed class StoreClock(IStore store, TimeProvider clock, int drift)
{
    private const int Million = 1_000_000;

    private static readonly Duration fresh = Duration.FromSeconds(10);

    private readonly long origin = clock.GetTimestamp();
    private volatile Reading? reading;

    /// <summary>The gateway's monotonic clock, from when this was made.</summary>
    public Instant Monotonic => new((long)((Int128)(clock.GetTimestamp() - origin) * Duration.NanosecondsPerSecond
        / clock.TimestampFrequency));

    /// <summary>No later than the store's clock shows; null before it was read.</summary>
    public Instant? Earliest => reading is { } read ? read.Shown + Slow(Monotonic - read.After) : null;

    /// <summary>No earlier than the store's clock at an instant of the monotonic one, after it was read.</summary>
    public Instant Latest(Instant monotonic) => reading is { } read
        ? read.Shown + Fast(monotonic - read.Before)
        : new Instant(long.MaxValue);

    /// <summary>Reads it, unless that was done not long ago.</summary>
    public async ValueTask Read(CancellationToken cancellation)
    {
        if (reading is { } read && Monotonic - read.After < fresh)
            return;
        var before = Monotonic;
        var shown = await store.Now(cancellation);
        reading = new Reading(before, shown, Monotonic);
    }

    private Duration Slow(Duration since) => new((long)((Int128)since.Nanoseconds * (Million - drift) / Million));

    private Duration Fast(Duration since) => new((long)((Int128)since.Nanoseconds * (Million + drift) / Million));

    private sealed record Reading(Instant Before, Instant Shown, Instant After);
}
