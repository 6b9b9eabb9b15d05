using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>A book, and shorthand for the steps that the tests of the rules take with it.</summary>
internal sealed class Desk(params ImmutableArray<Policy> versions)
{
    public static Duration Nanosecond { get; } = new(1);

    public LimitBook Book { get; } = new(new PolicyTimeline(versions));

    /// <summary>A seat whose weeks end on Mondays at 07:00 UTC.</summary>
    public ScopePath Seat(params ImmutableArray<string> sets) =>
        Book.Add(default, ScopeLevel.Seat, new ScopeTerms(sets, Deal.At(5, 4, 7)));

    public ScopePath Organization(params ImmutableArray<string> sets) =>
        Book.Add(default, ScopeLevel.Organization, new ScopeTerms(sets));

    public ScopePath Below(ScopePath above, ScopeLevel level, params ImmutableArray<string> sets) =>
        Book.Add(above, level, new ScopeTerms(sets, Deal.At(5, 4, 7)));

    public LimitRequest Request(
        ScopePath path, TokenUsage usage, string modelClass = "sonnet", string product = Deal.Chat) => new()
        {
            Scope = path,
            Class = Book.ClassNumber(modelClass),
            Product = Book.ProductNumber(product),
            Estimate = usage,
        };

    public Reservation Admits(LimitRequest request, Instant now)
    {
        Assert.True(Book.TryReserve(request, now, out var reservation, out var refusal), refusal?.ToString());
        return reservation;
    }

    public Reservation Admits(ScopePath path, TokenUsage usage, Instant now, string modelClass = "sonnet") =>
        Admits(Request(path, usage, modelClass), now);

    public Refusal.Rejected Refuses(LimitRequest request, Instant now)
    {
        Assert.False(Book.TryReserve(request, now, out _, out var refusal));
        return Assert.IsType<Refusal.Rejected>(refusal);
    }

    public Refusal.Rejected Refuses(ScopePath path, TokenUsage usage, Instant now, string modelClass = "sonnet") =>
        Refuses(Request(path, usage, modelClass), now);

    /// <summary>Reserves and settles the same usage at once.</summary>
    public void Uses(LimitRequest request, Instant now) =>
        Assert.True(Book.Settle(Admits(request, now), request.Estimate, now));

    public void Uses(
        ScopePath path, TokenUsage usage, Instant now, string modelClass = "sonnet", string product = Deal.Chat) =>
        Uses(Request(path, usage, modelClass, product), now);

    /// <summary>The one limit of a kind, or of a kind and a name.</summary>
    public LimitState State(ScopePath path, LimitKind kind, Instant now, string? name = null) =>
        Book.States(path, null, now).Single(state => state.Kind == kind && (name is null || state.Terms.Name == name));

    /// <summary>What is settled of a session or week, in credits.</summary>
    public double Credits(ScopePath path, LimitKind window, Instant now, string? name = null) =>
        new Credits(State(path, window, now, name).Used).Value;

    /// <summary>The refused request passes at the instant it was told, and not a nanosecond before.</summary>
    public void PassesFirstAt(LimitRequest request, Instant expected, Instant now)
    {
        Assert.Equal(expected, Refuses(request, now).RetryAt);
        Refuses(request, expected - Nanosecond);
        Assert.True(Book.Release(Admits(request, expected), expected));
    }
}
