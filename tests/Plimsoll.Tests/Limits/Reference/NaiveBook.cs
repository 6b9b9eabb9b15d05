using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>What the reference answers to a request.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Entry">The request that is in flight.</param>
/// <param name="States">Limits that apply, the binding one first.</param>
/// <param name="RetryAt">First instant at which it passes.</param>
/// <param name="Overage">What stands against overage.</param>
internal sealed record NaiveAnswer(
    string Outcome,
    NaiveEntry? Entry = null,
    List<NaiveState>? States = null,
    Instant? RetryAt = null,
    OverageStatus? Overage = null);

/// <summary>
/// The slow, obvious reference: it keeps every call and tells each answer from the first one on, in whole numbers of
/// any size, and finds the instant to retry at by letting time pass from one change to the next and halving between.
/// </summary>
internal sealed class NaiveBook(PolicyTimeline timeline)
{
    // A day before the last instant there is: every local time can still be told.
    private static readonly Instant farthest = new Instant(long.MaxValue) - Duration.FromDays(1);
    private readonly List<(Instant At, Action<NaiveWorld> Happens)> events = [];
    private readonly HashSet<int> resets = [];
    private readonly List<(int Scope, string Grant, int Id, Instant At)> grants = [];

    /// <summary>The latest instant that was seen.</summary>
    public Instant Latest { get; private set; } = new(long.MinValue);

    /// <summary>Everything again from the first event on, until an instant.</summary>
    public NaiveWorld At(Instant now)
    {
        var world = new NaiveWorld(timeline);
        foreach (var (at, happens) in events)
        {
            world.AdvanceTo(at);
            happens(world);
        }

        world.AdvanceTo(now > Latest ? now : Latest);
        return world;
    }

    public void Add(int? above, ScopeLevel level, ScopeTerms terms) =>
        events.Add((Latest, world => world.Add(above, level, terms)));

    public void Change(int scope, ScopeTerms terms, Instant now) => Do(now, world =>
        world.Scopes[scope].Carry(world.Policy, terms, world.Latest));

    public void Adopt(PolicyTimeline next, Instant now) => Do(now, world => world.Adopt(next));

    public NaiveAnswer Reserve(NaiveRequest request, Instant now)
    {
        See(now);
        var world = At(now);
        if (request.Id != 0 && world.Names.TryGetValue(request.Id, out var named))
        {
            if (named.Ended is null)
                return new NaiveAnswer("Repeated", named.Entry);
            if (world.IsDuplicate(request.Id))
                return new NaiveAnswer("Duplicate");
        }

        var verdict = NaiveVerdict.Of(world, request, Latest);
        if (verdict.Entry is { } entry)
        {
            events.Add((Latest, later => later.Hold(entry)));
            return new NaiveAnswer("Admitted", entry);
        }

        if (verdict.Views.Count == 0)
            return new NaiveAnswer("NotIncluded");
        var binding = verdict.Binding(Latest);
        var states = verdict.Views.OrderBy(view => view == binding ? 0 : 1).Select(view => view.State(Latest)).ToList();
        return new NaiveAnswer("Rejected", null, states, FirstPass(world, request), verdict.Overage);
    }

    public bool Report(NaiveEntry entry, TokenUsage soFar, Instant now) =>
        DoIfOpen(entry, now, world => world.Report(entry, soFar));

    public bool Settle(NaiveEntry entry, TokenUsage actual, int? requests, Instant now) =>
        DoIfOpen(entry, now, world => world.End(entry, actual, requests));

    public bool Release(NaiveEntry entry, Instant now) =>
        DoIfOpen(entry, now, world => world.End(entry, null));

    public bool Reset(int scope, ResetOrder order, int id, Instant now)
    {
        See(now);
        if (!resets.Add(id))
            return false;
        Do(now, world => NaiveWorld.Clear(world.Scopes[scope], order));
        return true;
    }

    public bool ResetEverybody(ResetOrder order, int id, Instant now)
    {
        See(now);
        if (!resets.Add(id))
            return false;
        Do(now, world => world.ClearEverybody(order));
        return true;
    }

    public ResetResult UseGrant(int scope, ResetGrant grant, int id, Instant now)
    {
        See(now);
        if (grants.Exists(used => used.Id == id))
            return ResetResult.Reset;
        var used = grants.Where(use => use.Scope == scope && use.Grant == grant.Id).ToList();
        var at = At(now).Scopes[scope];
        if (grant.IsPaused || Latest < grant.StartsAt || Latest >= grant.EndsAt)
            return ResetResult.Unavailable;
        if (!grant.Clears.Sets.IsDefaultOrEmpty && !at.Terms.Sets.Any(set => grant.Clears.Sets.Contains(set)))
            return ResetResult.Ineligible;
        if (used.Count >= grant.Count)
            return ResetResult.AlreadyUsed;
        if (used.Count > 0 && Latest < used[^1].At + grant.Cooldown)
            return ResetResult.Cooldown;
        if (grant.NeedsLimit && !at.Meters.Exists(meter =>
            NaiveWorld.Clears(grant.Clears, meter) && !meter.HasRoom(0, Latest)))
        {
            return ResetResult.NotLimited;
        }

        grants.Add((scope, grant.Id, id, Latest));
        Do(now, world => NaiveWorld.Clear(world.Scopes[scope], grant.Clears));
        return ResetResult.Reset;
    }

    public bool SetOverage(int scope, bool on, MicroUsd? daily, MicroUsd? monthly, Instant now) =>
        Overage(scope, now, terms => (terms.IsOn, terms.Daily, terms.Monthly) = (on, daily, monthly));

    public bool SetConsent(int scope, bool consents, Instant now) =>
        Overage(scope, now, terms => terms.HasConsent = consents);

    public bool Buy(int scope, MicroUsd credit, Instant now) =>
        Overage(scope, now, terms => terms.Bought += credit.Value);

    private bool Overage(int scope, Instant now, Action<NaiveScope> change)
    {
        See(now);
        if (!At(now).Scopes[scope].Meters.Exists(meter => meter.Limit.Kind == LimitKind.Overage))
            return false;
        Do(now, world => change(world.Scopes[scope]));
        return true;
    }

    /// <summary>Lets time pass to whatever happens next, until the request passes or nothing will happen.</summary>
    private static Instant? FirstPass(NaiveWorld world, NaiveRequest request)
    {
        while (true)
        {
            var next = world.NextChange;
            var last = next is { } change ? change - new Duration(1) : farthest;
            if (Passes(last))
                return First(world.Latest, last);
            if (next is null)
                return null;
            world.AdvanceTo(next.Value);
            if (Passes(next.Value))
                return next;
        }

        bool Passes(Instant at) => NaiveVerdict.Of(world, request, at).Entry is not null;

        Instant First(Instant blocked, Instant free)
        {
            while (blocked + new Duration(1) < free)
            {
                var halves = ((decimal)blocked.UnixNanoseconds + free.UnixNanoseconds) / 2;
                var middle = new Instant((long)Math.Floor(halves));
                (blocked, free) = Passes(middle) ? (blocked, middle) : (middle, free);
            }

            return free;
        }
    }

    private void See(Instant now) => Latest = now > Latest ? now : Latest;

    private void Do(Instant now, Action<NaiveWorld> happens)
    {
        See(now);
        events.Add((Latest, happens));
    }

    private bool DoIfOpen(NaiveEntry entry, Instant now, Action<NaiveWorld> happens)
    {
        // Of a request that has ended nothing is asked any more: its call is not seen.
        if (!At(Latest).Open.ContainsKey(entry))
            return false;
        See(now);
        if (!At(now).Open.ContainsKey(entry))
            return false;
        Do(now, happens);
        return true;
    }
}
