using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>What one user, or all of them, met under one policy.</summary>
public sealed record UseSummary
{
    /// <summary>Requests that were asked.</summary>
    public required long Asked { get; init; }

    /// <summary>Those that were admitted.</summary>
    public required long Admitted { get; init; }

    /// <summary>Those among the admitted that were paid as overage.</summary>
    public required long Overage { get; init; }

    /// <summary>Those that were known already: in flight, or ended shortly before.</summary>
    public required long AskedAgain { get; init; }

    /// <summary>Those that no plan or tier included.</summary>
    public required long NotIncluded { get; init; }

    /// <summary>Those that were refused, by the limit that bound; the most frequent first.</summary>
    public required ImmutableArray<RefusedBy> RefusedBy { get; init; }

    /// <summary>When the first was refused; null: none was.</summary>
    public Instant? FirstRefusal { get; init; }

    /// <summary>
    /// Time from refusals to the instants at which they were told to pass, counted once where a user's times overlap;
    /// those that were told never to pass are not in it.
    /// </summary>
    public required Duration Blocked { get; init; }

    /// <summary>Those among the refused that were told never to pass.</summary>
    public required long Never { get; init; }

    /// <summary>The highest use of each limit, from the organization down.</summary>
    public required ImmutableArray<PeakUse> Peaks { get; init; }

    /// <summary>Those that were refused by a limit.</summary>
    public long Refused => RefusedBy.Sum(one => one.Count);
}

/// <summary>How many requests one limit refused.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Count">How many.</param>
public readonly record struct RefusedBy(LimitName Limit, long Count);

/// <summary>The highest use of one limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Set">Plan, tier or limit set that states it.</param>
/// <param name="Cap">Which limit of overage it is; null for limits of other kinds.</param>
/// <param name="Utilization">Used and reserved over the limit: 1 is spent.</param>
/// <param name="User">User that met it; of a shared limit, the one whose request it was.</param>
/// <param name="At">First instant of it.</param>
public readonly record struct PeakUse(
    LimitName Limit, string Set, OverageCap? Cap, double Utilization, ScopeName User, Instant At);
