using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>The right to use capacity.</summary>
public sealed record Contract
{
    /// <summary>Name, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>The other party.</summary>
    public required string Counterparty { get; init; }

    /// <summary>Form of the right.</summary>
    public required ContractForm Form { get; init; }

    /// <summary>First instant; null when it is not stated.</summary>
    public Instant? Start { get; init; }

    /// <summary>How long it runs from its start; null: no end is known.</summary>
    public Duration? Term { get; init; }

    /// <summary>How long after its start notice can first be given; null: at once.</summary>
    public Duration? MinimumTerm { get; init; }

    /// <summary>Notice after which the provider may withdraw; null: it cannot.</summary>
    public Duration? Notice { get; init; }

    /// <summary>Notice on which the service itself may leave; null: it cannot before the contract ends.</summary>
    public Duration? OwnNotice { get; init; }

    /// <summary>Price of one month at full ramp; null: not known.</summary>
    public Usd? PricePerMonth { get; init; }

    /// <summary>Price of an accelerator for each hour in which it is used; null: none, or not known.</summary>
    public Usd? PricePerAcceleratorHour { get; init; }

    /// <summary>What is paid whether used or not; null: not stated.</summary>
    public TakeOrPay? TakeOrPay { get; init; }

    /// <summary>
    /// Which multiple of the prices is due from when on, in order of time; before the first, and by default: 1.
    /// </summary>
    public ImmutableArray<FeeStep> FeeSteps { get; init; } = [];

    /// <summary>Accelerators that the price of a month covers; null: those of its sites.</summary>
    public double? Accelerators { get; init; }

    /// <summary>Price of an accelerator-hour beyond what is covered; null: that of the others.</summary>
    public Usd? OveragePerAcceleratorHour { get; init; }

    /// <summary>Who pays for energy. Default: the service, beside the fee.</summary>
    public PowerTerms Power { get; init; } = PowerTerms.PassedThrough;

    /// <summary>Total that is stated over some years; null: none.</summary>
    public Commitment? Commitment { get; init; }

    /// <summary>
    /// The total where no price is known: it is spread evenly over its years. Null: none, or a price is known.
    /// </summary>
    public Commitment? Spread => PricePerMonth is null && PricePerAcceleratorHour is null ? Commitment : null;

    /// <summary>When it ends; null: no end is known.</summary>
    public Instant? End => Start is { } start && Term is { } term ? start + term : null;

    /// <summary>Whether the provider may take the capacity back before the contract ends.</summary>
    public bool IsWithdrawable => Notice is not null || IsLoose;

    private bool IsLoose => Form is ContractForm.OnDemand or ContractForm.Spot;

    /// <summary>
    /// Whether the capacity stays until a promise could be taken back that is made now.
    /// </summary>
    /// <param name="now">When.</param>
    /// <param name="promise">How long before the promise is taken back users are told.</param>
    public bool Backs(Instant now, Duration promise) => !(WithdrawalFrom(now) < now + promise);

    /// <summary>
    /// The first instant, as seen from <paramref name="now"/>, at which the capacity may be gone: the end of the term,
    /// or a provider's withdrawal, whose notice can be given at once but not before the minimum term is over. On demand
    /// and spot are taken away at once unless a notice is stated. Null: it stays.
    /// </summary>
    public Instant? WithdrawalFrom(Instant now)
    {
        if (!IsWithdrawable)
            return End;
        return Earlier(End, (IsLoose ? now : NoticeFrom(now)) + (Notice ?? Duration.Zero));
    }

    /// <summary>
    /// The first instant, as seen from <paramref name="now"/>, at which the service itself can be free of it; null:
    /// never, as far as is known.
    /// </summary>
    public Instant? ExitFrom(Instant now) => OwnNotice is { } notice ? Earlier(End, NoticeFrom(now) + notice) : End;

    /// <summary>When notice can first be given.</summary>
    private Instant NoticeFrom(Instant now) =>
        Start is { } from && from + (MinimumTerm ?? Duration.Zero) is var open && open > now ? open : now;

    private static Instant Earlier(Instant? end, Instant other) => end is { } last && last < other ? last : other;

    /// <summary>Whether the capacity can be used at <paramref name="instant"/>.</summary>
    public bool CoversAt(Instant instant) =>
        (Start is not { } start || instant >= start)
        && (Start is not { } from || Term is not { } term || instant < from + term);
}
