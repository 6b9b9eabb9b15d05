using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

/// <summary>
/// A book with one scope and one product. Each step names the policy in force: one that was not in force before is
/// adopted as of that step.
/// </summary>
internal sealed class OneScope(
    ScopeLevel level, ImmutableArray<string> sets, string product, Instant weekAnchor = default)
{
    private LimitBook? book;
    private Policy? inForce;
    private ScopePath path;

    public Reservation Admitted(Policy policy, TokenUsage estimate, Instant now)
    {
        Assert.True(TryReserve(policy, Given.Class, estimate, now, out var reservation, out _));
        return reservation;
    }

    public Refusal Refused(Policy policy, string modelClass, TokenUsage estimate, Instant now)
    {
        Assert.False(TryReserve(policy, modelClass, estimate, now, out _, out var refusal));
        return refusal!;
    }

    public Refusal.Rejected Rejected(Policy policy, TokenUsage estimate, Instant now) =>
        Assert.IsType<Refusal.Rejected>(Refused(policy, Given.Class, estimate, now));

    public bool TryReserve(
        Policy policy,
        string modelClass,
        TokenUsage estimate,
        Instant now,
        out Reservation reservation,
        out Refusal? refusal)
    {
        var at = Under(policy, now);
        var request = new LimitRequest
        {
            Scope = path,
            Class = at.ClassNumber(modelClass),
            Product = at.ProductNumber(product),
            Estimate = estimate,
        };
        return at.TryReserve(request, now, out reservation, out refusal);
    }

    public bool Settle(Policy policy, Reservation reservation, TokenUsage actual, Instant now) =>
        Under(policy, now).Settle(reservation, actual, now);

    public bool Release(Reservation reservation, Instant now) => book!.Release(reservation, now);

    /// <summary>Reserves and settles the same usage at once.</summary>
    public void Uses(Policy policy, TokenUsage usage, Instant now) =>
        Assert.True(Settle(policy, Admitted(policy, usage, now), usage, now));

    public ImmutableArray<LimitState> States(Policy policy, string? modelClass, Instant now) =>
        Under(policy, now).States(path, modelClass, now);

    public LimitState State(Policy policy, LimitKind kind, Instant now) =>
        States(policy, Given.Class, now).Single(state => state.Kind == kind);

    /// <summary>What is settled of a window, in credits.</summary>
    public double UsedCredits(Policy policy, LimitKind kind, Instant now) =>
        new Credits(State(policy, kind, now).Used).Value;

    /// <summary>Follows a timeline from now on, whose versions take effect by themselves.</summary>
    public void Follow(PolicyTimeline timeline, Instant now) => Under(timeline.At(now), now).Adopt(timeline, now);

    private LimitBook Under(Policy policy, Instant now)
    {
        if (book is null)
        {
            book = new LimitBook(new PolicyTimeline([policy]));
            path = book.Add(default, level, new ScopeTerms(sets, weekAnchor));
        }
        else if (inForce != policy)
            book.Adopt(new PolicyTimeline([policy]), now);
        inForce = policy;
        return book;
    }
}
