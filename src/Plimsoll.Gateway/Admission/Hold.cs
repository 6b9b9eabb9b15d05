using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// A request's hold on its limits and, once it has one, on its place in the fleet. It ends exactly once, however the
/// request does: settled, released, or released on disposal when nobody said.
/// </summary>
internal sealed class Hold(ShardedLimits limits, HeldRequest request, Func<Instant> clock) : IDisposable
{
    private int ended;
    private Place? place;
    private TokenUsage? used;

    /// <summary>What was decided about it.</summary>
    public HeldRequest Request { get; } = request;

    /// <summary>What is held.</summary>
    public TokenUsage Estimate => Request.Held;

    /// <summary>The hold of a request that costs nothing: it has ended before it begins.</summary>
    public static Hold OfNothing(ShardedLimits limits, Func<Instant> clock) =>
        new(limits, default, clock) { ended = 1, IsOfNothing = true };

    /// <summary>Whether there is nothing to settle or to release.</summary>
    public bool IsOfNothing { get; private init; }

    /// <summary>Whether it was settled or released.</summary>
    public bool HasEnded => Volatile.Read(ref ended) != 0;

    /// <summary>Gives it its place, before anything can end it.</summary>
    public void Take(Place given) => place = given;

    /// <summary>Notes that the server said that it is full.</summary>
    public void FindFull() => place?.FindFull();

    /// <summary>Tells what was used so far, which keeps the hold alive; nothing once it has ended.</summary>
    public void Report(in TokenUsage soFar, Instant now)
    {
        if (!HasEnded)
            limits.Report(Request, soFar, now);
    }

    /// <summary>
    /// Gives its place back, with what was charged by now. Not before its server has room for another: who waits for
    /// the place would find none there.
    /// </summary>
    public void Leave() => Interlocked.Exchange(ref place, null)?.End(used);

    /// <summary>Charges what was used; its place it keeps.</summary>
    /// <param name="actual">The tokens.</param>
    /// <param name="served">Who served it, and how it ended.</param>
    /// <returns>What became of it.</returns>
    public HoldEnd Settle(in TokenUsage actual, in Served served)
    {
        if (!End())
            return HoldEnd.Before;
        used = actual;
        try
        {
            return limits.Settle(Request, actual, served, clock()) ? HoldEnd.Settled : HoldEnd.Expired;
        }
        catch
        {
            // A usage that cannot be charged must not keep what was held for it until it expires.
            limits.Release(Request, clock());
            throw;
        }
    }

    /// <summary>Charges nothing that was not charged before, and gives its place back.</summary>
    public void Dispose()
    {
        if (End())
            limits.Release(Request, clock());
        Leave();
    }

    private bool End() => Interlocked.Exchange(ref ended, 1) == 0;
}

/// <summary>What became of a hold that was to be settled.</summary>
internal enum HoldEnd
{
    /// <summary>It was charged.</summary>
    Settled,

    /// <summary>It had ended before.</summary>
    Before,

    /// <summary>Nobody reported on it for so long that it was given up, with what had been reported.</summary>
    Expired,
}
