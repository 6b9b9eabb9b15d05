using System.Numerics;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>What can be seen of a limit.</summary>
internal sealed record NaiveState(
    ScopeLevel Level,
    LimitKind Kind,
    string Set,
    LimitTerms Terms,
    BigInteger Limit,
    BigInteger Used,
    BigInteger Reserved)
{
    public required Instant? ResetsAt { get; init; }

    public static NaiveState Of(LimitState state) => new(
        state.Level, state.Kind, state.Set, state.Terms, state.Limit, state.Used, state.Reserved)
    {
        ResetsAt = state.ResetsAt,
    };
}

/// <summary>The counters of one limit from the instant at which it came into force.</summary>
internal abstract class NaiveMeter(NaiveLimit limit)
{
    /// <summary>What each request in flight holds.</summary>
    protected Dictionary<NaiveEntry, BigInteger> Held { get; } = [];

    public NaiveLimit Limit { get; protected set; } = limit;

    protected BigInteger HeldTogether => Held.Values.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount);

    /// <summary>End of a period that is not empty: what changes by itself.</summary>
    public virtual Instant? NextEnd => null;

    public static NaiveMeter Begin(NaiveLimit limit, NaiveScope scope, Instant at) =>
        limit.IsRate ? new NaiveBucket(limit, at) : new NaiveWindow(limit, scope, at);

    public abstract void Pass(Instant now);

    public abstract void Hold(NaiveEntry entry, BigInteger amount, Instant now);

    public abstract void Raise(NaiveEntry entry, BigInteger amount, Instant now);

    /// <param name="entry">Request that ends.</param>
    /// <param name="amount">What it used; null when it is released.</param>
    /// <param name="now">When.</param>
    public abstract void End(NaiveEntry entry, BigInteger? amount, Instant now);

    public abstract void Change(NaiveLimit limit, bool keepsUtilization, Instant now);

    /// <summary>Comes into force again.</summary>
    public abstract void Return(NaiveLimit limit, Instant now);

    public virtual void Clear()
    {
    }

    public abstract bool HasRoom(BigInteger amount, Instant now);

    /// <summary>First instant with room when nothing but refill and the end of the period happens.</summary>
    public abstract Instant? PassesAt(BigInteger amount, Instant now);

    public abstract NaiveState State(ScopeLevel level, Instant now);
}
