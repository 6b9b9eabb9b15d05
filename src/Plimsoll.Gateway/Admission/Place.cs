using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Admission;

/// <summary>A place in the fleet, given back once; whoever holds it sees to it that it is ended once.</summary>
internal sealed class Place(LiveGate gate, QueueTicket ticket)
{
    private bool foundFull;

    /// <summary>Notes that the server said that it is full, so that fewer places are used from now on.</summary>
    public void FindFull() => foundFull = true;

    /// <summary>
    /// Gives it back; its tenant's share counts what was charged: null, where nothing was.
    /// </summary>
    public void End(in TokenUsage? used) => gate.Leave(
        ticket, used is { } usage ? (InputOf(usage), usage.Output) : null, foundFull);

    /// <summary>
    /// Input tokens that count in a queue: those that had to be computed, not those read from a cache.
    /// </summary>
    public static Tokens InputOf(in TokenUsage usage) => usage.Input + usage.CacheWrite + usage.CacheWriteLong;
}
