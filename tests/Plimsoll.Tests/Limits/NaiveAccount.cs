using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

/// <summary>What the reference answers to a request; without a kind and refused, the class is not included.</summary>
internal sealed record NaiveAnswer(bool Admitted, LimitKind? Binding = null, Instant? RetryAt = null);

/// <summary>
/// The slow, obvious reference: it keeps every call and computes each answer from the first one on, in decimals, and
/// finds the instant to retry at by bisection.
/// </summary>
internal sealed class NaiveAccount(AccountTerms terms)
{
    private static readonly Duration horizon = Duration.FromDays(400);
    private readonly List<NaiveEvent> events = [];

    public Instant Latest { get; private set; } = new(long.MinValue);

    public (NaiveAnswer Answer, NaiveEntry? Entry) Reserve(
        Policy policy, string modelClass, TokenUsage estimate, Instant now)
    {
        Latest = Later(now);
        if (!Includes(policy, modelClass))
            return (new NaiveAnswer(false), null);

        var entry = new NaiveEntry(policy, modelClass, estimate, Latest);
        NaiveAnswer? longest = null;
        foreach (var kind in Kinds)
        {
            if (HasRoom(kind, entry, policy, Latest))
                continue;
            var retry = FirstRoom(kind, entry, policy);
            if (longest is null || (longest.RetryAt is not null && (retry is null || retry > longest.RetryAt)))
                longest = new NaiveAnswer(false, kind, retry);
        }

        events.Add(new NaiveEvent(
            Latest, policy, modelClass, longest is null ? NaiveEventKind.Admitted : NaiveEventKind.Refused, entry));
        return longest is null ? (new NaiveAnswer(true), entry) : (longest, null);
    }

    public bool Settle(Policy policy, NaiveEntry entry, TokenUsage actual, Instant now)
    {
        if (entry.IsOver)
            return false;
        Latest = Later(now);
        entry.Actual = actual;
        events.Add(new NaiveEvent(Latest, policy, entry.Class, NaiveEventKind.Settled, entry));
        return true;
    }

    public bool Release(NaiveEntry entry, Instant now)
    {
        if (entry.IsOver)
            return false;
        Latest = Later(now);
        entry.Released = true;
        events.Add(new NaiveEvent(Latest, null, entry.Class, NaiveEventKind.Released, entry));
        return true;
    }

    public IEnumerable<LimitState> States(Policy policy, Instant now)
    {
        now = Later(now);
        if (terms.Plan is { } plan)
        {
            if (!policy.Plans.TryGetValue(plan, out var promise))
                yield break;
            var session = NaiveWindows.Session(events, now);
            yield return WindowState(LimitKind.Session, promise.Session, session.Members, session.End);
            var week = NaiveWindows.Week(events, terms.WeekAnchor, now);
            yield return WindowState(LimitKind.Week, promise.Week, week.Members, week.End);
            yield break;
        }

        if (!policy.Tiers.TryGetValue(terms.Tier!, out var tier))
            yield break;
        foreach (var modelClass in tier.Rates.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var kind in Kinds)
                yield return Bucket(kind, modelClass, policy, now).State(kind, modelClass);
        }
    }

    private LimitKind[] Kinds => terms.Plan is null
        ? [LimitKind.Requests, LimitKind.InputTokens, LimitKind.OutputTokens]
        : [LimitKind.Session, LimitKind.Week];

    private Instant Later(Instant now) => now > Latest ? now : Latest;

    private bool Includes(Policy policy, string modelClass) => terms.Plan is { } plan
        ? policy.Plans.ContainsKey(plan) && policy.Classes.ContainsKey(modelClass)
        : policy.Tiers.TryGetValue(terms.Tier!, out var tier) && tier.Rates.ContainsKey(modelClass);

    private Instant? FirstRoom(LimitKind kind, NaiveEntry entry, Policy policy)
    {
        var (blocked, free) = (Latest, Latest + horizon);
        if (!HasRoom(kind, entry, policy, free))
            return null;
        while ((free - blocked).Nanoseconds > 1)
        {
            var middle = blocked + new Duration((free - blocked).Nanoseconds / 2);
            if (HasRoom(kind, entry, policy, middle))
                free = middle;
            else
                blocked = middle;
        }

        return free;
    }

    private bool HasRoom(LimitKind kind, NaiveEntry entry, Policy policy, Instant now)
    {
        if (kind is LimitKind.Session or LimitKind.Week)
        {
            var promise = policy.Plans[terms.Plan!];
            var (members, limit) = kind == LimitKind.Session
                ? (NaiveWindows.Session(events, now).Members, promise.Session)
                : (NaiveWindows.Week(events, terms.WeekAnchor, now).Members, promise.Week);
            var state = WindowState(kind, limit, members, null);
            return state.Used + state.Reserved < state.Limit;
        }

        var bucket = Bucket(kind, entry.Class, policy, now);
        return kind == LimitKind.OutputTokens
            ? bucket.Level > 0
            : bucket.Level >= NaiveBucket.Amount(kind, entry.Estimate) * NaiveBucket.Unit;
    }

    private NaiveBucket Bucket(LimitKind kind, string modelClass, Policy policy, Instant now) =>
        NaiveBucket.Replay(kind, [.. events.Where(e => e.Class == modelClass)], terms.Tier!, modelClass, policy, now);

    private LimitState WindowState(LimitKind kind, Credits limit, List<NaiveEntry> members, Instant? end) => new(
        kind,
        null,
        limit.Micro,
        members.Where(m => m.Actual is not null).Sum(m => NaiveWindows.Charge(kind, m, m.Actual!.Value, terms)),
        members.Where(m => !m.IsOver).Sum(m => NaiveWindows.Charge(kind, m, m.Estimate, terms)),
        end);
}

internal enum NaiveEventKind
{
    Admitted,
    Refused,
    Settled,
    Released,
}

internal sealed record NaiveEvent(Instant At, Policy? Policy, string Class, NaiveEventKind Kind, NaiveEntry Entry);

/// <summary>One request that was admitted, and how it ended.</summary>
internal sealed class NaiveEntry(Policy policy, string modelClass, TokenUsage estimate, Instant at)
{
    public Policy Policy { get; } = policy;

    public string Class { get; } = modelClass;

    public TokenUsage Estimate { get; } = estimate;

    public Instant At { get; } = at;

    public TokenUsage? Actual { get; set; }

    public bool Released { get; set; }

    public bool IsOver => Released || Actual is not null;
}
