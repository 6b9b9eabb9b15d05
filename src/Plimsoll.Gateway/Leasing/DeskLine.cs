using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;

namespace Plimsoll.Gateway.Leasing;

/// <summary>What a desk knows of one path and kind: what it holds, and who waits.</summary>
/// <param name="path">The path.</param>
/// <param name="line">What is held.</param>
internal sealed class DeskLine(LimitPath path, LeaseLine line)
{
    /// <summary>The path.</summary>
    public LimitPath Path { get; } = path;

    /// <summary>What is held.</summary>
    public LeaseLine Line { get; } = line;

    /// <summary>Who waits for a lease, in the order of arrival.</summary>
    public List<Waiter> Waiting { get; } = [];

    /// <summary>Leases that may have been given: nobody knows how their commit ended.</summary>
    public List<UInt128> Doubtful { get; } = [];

    /// <summary>What was used without the store, and is to be charged there.</summary>
    public LeaseSize Owed { get; set; }

    /// <summary>Whether it wants to talk to the store.</summary>
    public bool HasWork(Quantities.Instant now) =>
        Waiting.Count > 0 || Doubtful.Count > 0 || (Owed.Requests > 0 && Line.Known(Owed.Usage, now) is null)
        || Line.RunsLow(now) || Line.IsDue(now);

    /// <summary>All that wait, together.</summary>
    public LeaseSize Wanted
    {
        get
        {
            var sum = default(LeaseSize);
            foreach (var waiter in Waiting)
                sum += LeaseSize.One(waiter.Request.Estimate);
            return sum;
        }
    }

    /// <summary>A request that waits.</summary>
    /// <param name="Request">What is asked.</param>
    /// <param name="Decided">What comes of it.</param>
    internal sealed record Waiter(LimitRequest Request, TaskCompletionSource<LeaseDecision> Decided);
}
