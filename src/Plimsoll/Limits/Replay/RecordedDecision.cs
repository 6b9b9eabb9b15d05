using System.Diagnostics;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// What was decided about a request, as a log keeps it: a closed type, <see cref="Admitted"/>, <see cref="Repeated"/>,
/// <see cref="Rejected"/>, <see cref="NotIncluded"/> or <see cref="Duplicate"/>. Equal decisions are equal values.
/// </summary>
public abstract record RecordedDecision
{
    private RecordedDecision()
    {
    }

    /// <summary>Every limit had room.</summary>
    /// <param name="Served">Lane that serves it.</param>
    /// <param name="IsOverage">Whether it is paid as overage.</param>
    public sealed record Admitted(Lane Served, bool IsOverage) : RecordedDecision;

    /// <summary>A request of this name was in flight: it is the same one and holds nothing anew.</summary>
    public sealed record Repeated : RecordedDecision;

    /// <summary>A limit had no room.</summary>
    /// <param name="Binding">The limit that takes longest to admit it.</param>
    /// <param name="RetryAt">First instant at which it is admitted if nothing else happens; null: never.</param>
    /// <param name="Overage">What kept it from being paid as overage.</param>
    public sealed record Rejected(LimitName Binding, Instant? RetryAt, OverageStatus Overage) : RecordedDecision;

    /// <summary>What the path carries does not include the request.</summary>
    public sealed record NotIncluded : RecordedDecision;

    /// <summary>A request of this name had ended already.</summary>
    public sealed record Duplicate : RecordedDecision;

    /// <summary>Whether the request goes on to be served.</summary>
    public bool IsAdmitted => this is Admitted or Repeated;

    /// <summary>What <see cref="LimitBook.TryReserve"/> has just answered.</summary>
    /// <param name="reservation">The reservation that it gave.</param>
    /// <param name="refusal">Why it gave none; null when it gave one.</param>
    public static RecordedDecision Of(Reservation reservation, Refusal? refusal) => refusal switch
    {
        null when reservation.IsRepeated => new Repeated(),
        null => new Admitted(reservation.Lane, reservation.IsOverage),
        Refusal.Rejected rejected =>
            new Rejected(LimitName.Of(rejected.Binding), rejected.RetryAt, rejected.Overage),
        Refusal.NotIncluded => new NotIncluded(),
        Refusal.Duplicate => new Duplicate(),
        _ => throw new UnreachableException($"Unknown refusal {refusal}."),
    };
}

/// <summary>Which limit, by name.</summary>
/// <param name="Level">Level of the scope that keeps it.</param>
/// <param name="Kind">Its kind, which tells apart what one set states under one name.</param>
/// <param name="Name">Its name in its set.</param>
public readonly record struct LimitName(ScopeLevel Level, LimitKind Kind, string Name)
{
    /// <summary>The name of the limit whose state is <paramref name="state"/>.</summary>
    public static LimitName Of(in LimitState state) => new(state.Level, state.Kind, state.Terms.Name);
}
