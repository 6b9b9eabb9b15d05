using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

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

    /// <summary>
    /// Leases that may have been given: nobody knows how their commit ended. With what each pays of what is owed.
    /// </summary>
    public List<(UInt128 Id, LeaseSize Pays)> Doubtful { get; } = [];

    /// <summary>What was used without the store, and is to be charged there.</summary>
    public LeaseSize Owed { get; private set; }

    /// <summary>Requests in flight that passed without the store, and will owe what they use.</summary>
    public int Unleased { get; set; }

    /// <summary>When it was asked for last.</summary>
    public Instant AskedAt { get; set; }

    /// <summary>Whether it is among those that may have something to say. Its desk's lines say it.</summary>
    public bool IsNoted { get; set; }

    /// <summary>Whether there is nothing of it to keep.</summary>
    public bool IsIdle =>
        Waiting.Count == 0 && Doubtful.Count == 0 && Owed.Requests == 0 && Unleased == 0 && Line.IsEmpty;

    /// <summary>Until when it does not talk to the store, which has something of it that cannot be read.</summary>
    public Instant UnreadableUntil { get; set; } = new(long.MinValue);

    /// <summary>Whether it wants to talk to the store.</summary>
    /// <param name="now">By the monotonic clock.</param>
    /// <param name="isLast">Whether it has to say all that it has to say.</param>
    public bool HasWork(Instant now, bool isLast) => now >= UnreadableUntil
        && (Waiting.Count > 0 || Doubtful.Count > 0 || (Owed.Requests > 0 && Line.Known(Owed.Usage, now) is null)
            || Line.RunsLow(now) || Line.IsDue(now) || (isLast && Line.HasNews(now)));

    /// <summary>Whether the store knows everything of it, and nothing more will be admitted.</summary>
    public bool HasToldAll(Instant now) =>
        Owed.Requests == 0 && Doubtful.Count == 0 && !Line.IsAdmitting && !Line.HasNews(now);

    /// <summary>A request that passed without the store used so much.</summary>
    public void Owe(in LeaseSize used) => Owed += used;

    /// <summary>The store has charged some of what is owed, by a lease that is to be ended.</summary>
    public void Pay(LeaseGrant grant, in LeaseSize paid, Instant now)
    {
        Owed -= paid;
        Line.Take(grant, paid, now);
    }

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
