using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

/// <summary>A book under some policies, with one path; instants are seconds after <see cref="Given.Start"/>.</summary>
internal sealed class Trial(params ImmutableArray<Policy> versions)
{
    public LimitBook Book { get; } = new(new PolicyTimeline(versions));

    public ScopePath Path { get; private set; }

    public static Instant At(double seconds) => Given.Start + Given.Seconds(seconds);

    /// <summary>A policy with one plan, and with sets of the given names and limits.</summary>
    public static Policy Policy(params (string Name, LimitTerms[] Limits)[] sets) => Given.Rates() with
    {
        Sets = sets.Select(set => new LimitSet(set.Name, [.. set.Limits])).ToFrozenDictionary(set => set.Name),
    };

    /// <summary>Adds a scope below those that are there.</summary>
    public Trial With(ScopeLevel level, params ImmutableArray<string> sets)
    {
        Path = Book.Add(Path, level, new ScopeTerms(sets));
        return this;
    }

    public LimitRequest Request(TokenUsage estimate, string modelClass = Given.Class) => new()
    {
        Scope = Path,
        Class = Book.ClassNumber(modelClass),
        Estimate = estimate,
    };

    public Reservation Admitted(TokenUsage estimate, double seconds)
    {
        Assert.True(Book.TryReserve(Request(estimate), At(seconds), out var reservation, out _));
        return reservation;
    }

    public T Refused<T>(LimitRequest request, double seconds)
        where T : Refusal
    {
        Assert.False(Book.TryReserve(request, At(seconds), out _, out var refusal));
        return Assert.IsType<T>(refusal);
    }

    public ImmutableArray<LimitState> States(double seconds) => Book.States(Path, null, At(seconds));

    public LimitState State(LimitKind kind, double seconds) => States(seconds).Single(state => state.Kind == kind);
}
