using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Quantities;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Routing;

/// <summary>
/// Chooses the upstream of each request and keeps count of all of them: the core's router, breaker and retry budget
/// under one lock, on the gateway's clock. Safe to share between threads.
/// </summary>
internal sealed partial class UpstreamRouter : IDisposable
{
    // What is told where nothing says when there will be room: an answer ends at any time.
    private static readonly Duration AnyTime = Duration.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly ITimer waker;
    private readonly List<UpstreamMember> leaving = [];
    private readonly Dictionary<UpstreamAsk, MemberPool[]> orders = [];
    private RoutingOptions options;
    private ImmutableArray<UpstreamMember> members;
    private List<MemberPool> spared = [];
    private RetryBudget retries;
    private ulong chance;
    private Instant wakesAt = Never;

    /// <summary>A router of upstreams of which nothing is known yet.</summary>
    public UpstreamRouter(ImmutableArray<UpstreamOptions> upstreams, RoutingOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        members = [.. upstreams.Select(upstream => new UpstreamMember(upstream))];
        retries = RetryBudget.Begin(Now, options.Retries);
        chance = options.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        waker = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised, without any lock held, when <see cref="Places"/> may have changed.</summary>
    public event Action? PlacesChanged;

    private static Instant Never => new(long.MaxValue);

    private Duration ProbeTime => Duration.FromSeconds(options.ProbeEvery.TotalSeconds);

    private Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>Finds a place for a request.</summary>
    /// <param name="ask">What it needs.</param>
    /// <param name="prefix">Names of its prompt's blocks.</param>
    /// <param name="tried">Upstreams that have failed it.</param>
    /// <param name="lease">The place; it must be ended.</param>
    /// <param name="unplaced">Why there is none.</param>
    public bool TryPlace(
        in UpstreamAsk ask,
        ReadOnlySpan<long> prefix,
        List<UpstreamMember> tried,
        [NotNullWhen(true)] out UpstreamLease? lease,
        [NotNullWhen(false)] out Unplaced? unplaced)
    {
        lock (gate)
        {
            (lease, unplaced) = (null, null);
            var now = Now;
            if (now >= wakesAt)
                SyncAll(now);
            if (tried.Count == 0)
                retries = retries.Asked(now, options.Retries);
            var pools = PoolsFor(ask);
            foreach (var pool in pools)
            {
                if (pool.Place(prefix, NextDraw(), tried) is not { } member)
                    continue;
                lease = new UpstreamLease(this, member, member.Health.Era);
                member.Health = member.Health.Given(now);
                Sync(member, now);
                return true;
            }

            unplaced = WhyNot(pools, tried, now);
            return false;
        }
    }

    /// <summary>Whether some upstream that serves a request takes it as it came.</summary>
    public bool IsSpoken(in UpstreamAsk ask)
    {
        foreach (var member in members)
        {
            if (ask.SpokenBy(member.Options) == ask.Dialect)
                return true;
        }

        return false;
    }

    /// <summary>The dialects in which a request may be asked of the upstreams that serve it.</summary>
    public IReadOnlyCollection<Dialect> DialectsFor(UpstreamAsk ask)
    {
        lock (gate)
            return [.. members.Select(member => ask.SpokenBy(member.Options)).OfType<Dialect>().Distinct()];
    }

    /// <summary>Whether one more retry may be made.</summary>
    public bool TryRetry()
    {
        lock (gate)
        {
            retries = retries.Taken(Now, options.Retries, out var isGranted);
            return isGranted;
        }
    }

    /// <summary>
    /// Most requests of a class that can be in flight at present: the slots of upstreams that take requests, less what
    /// others have there; one more at each that is on trial; and what is still in flight at the rest. Null: there is no
    /// bound, or no upstream that takes any, which is better told at once than waited for. An upstream that serves
    /// several classes counts in full for each.
    /// </summary>
    public int? Places(string modelClass)
    {
        lock (gate)
        {
            var (sum, any, now) = (0L, false, Now);
            foreach (var member in members)
            {
                if (!member.Options.Serves(modelClass))
                    continue;
                any |= member.Takes;
                if (!member.Takes)
                    sum += member.InFlight;
                else if (member.Health.At(now, options.Health).Standing == Standing.OnTrial)
                    sum += member.InFlight + 1;
                else if (member.Options.Slots is { } slots)
                    sum += Math.Max(0, slots - member.Others);
                else
                    return null;
            }

            return any ? (int)Math.Min(int.MaxValue, sum) : null;
        }
    }

    /// <summary>Ends a request's place.</summary>
    internal void End(UpstreamLease lease, Outcome outcome, bool wasSent = true)
    {
        bool hasChanged;
        lock (gate)
        {
            var (member, now) = (lease.Member, Now);
            var took = member.Takes;
            member.Finish();
            member.Health = member.Health.Ended(outcome, lease.Era, now, options.Health);
            var counts = member.Counts;
            if (!wasSent)
                counts.Given--;
            else if (outcome == Outcome.Served)
                counts.Served++;
            else if (outcome == Outcome.Failed)
                counts.Failed++;
            else if (outcome is Outcome.Full)
                counts.Full++;
            member.Counts = counts;
            Sync(member, now);
            if (member is { IsLeaving: true, InFlight: 0 })
                leaving.Remove(member);
            hasChanged = !(took && member.Takes);
        }

        if (hasChanged)
            PlacesChanged?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => waker.Dispose();

    /// <summary>Why no pool had room. Upstreams that failed the request count too: they may be well by then.</summary>
    private Unplaced WhyNot(MemberPool[] pools, List<UpstreamMember> tried, Instant now)
    {
        if (pools.Length == 0)
            return new Unplaced.Unserved();
        var (earliest, isWell) = (Never, false);
        foreach (var member in pools.SelectMany(pool => pool.Members))
        {
            if (member.IsDraining)
                continue;
            var verdict = member.Health.At(now, options.Health);
            isWell |= verdict.Standing is Standing.Healthy or Standing.Full && !tried.Contains(member);
            var until = verdict.Standing == Standing.Down ? now + ProbeTime : verdict.Until ?? now + AnyTime;
            if (until < earliest)
                earliest = until;
        }

        var after = earliest == Never ? ProbeTime : earliest - now;
        return isWell ? new Unplaced.Full(after) : new Unplaced.Unhealthy(after);
    }

    /// <summary>
    /// The pools in which a request looks for a place, the first first: by tier, and in a tier those that it can go to
    /// as it came before those that it has to be translated for.
    /// </summary>
    private MemberPool[] PoolsFor(in UpstreamAsk ask) =>
        orders.TryGetValue(ask, out var order) ? order : Order(ask);

    private MemberPool[] Order(UpstreamAsk asked)
    {
        MemberPool[] order =
        [
            .. members.Select(member => (Member: member, Dialect: asked.SpokenBy(member.Options)))
                .Where(each => each.Dialect is not null)
                .GroupBy(
                    each => (each.Member.Options.Tier, IsTranslated: each.Dialect != asked.Dialect),
                    each => each.Member)
                .OrderBy(group => group.Key)
                .Select(group => PoolOf([.. group])),
        ];
        orders.Add(asked, order);
        return order;
    }

    private MemberPool PoolOf(UpstreamMember[] group)
    {
        foreach (var pool in orders.Values.SelectMany(pools => pools).Concat(spared))
        {
            if (pool.Members.SequenceEqual(group))
                return pool;
        }

        var made = new MemberPool(group, options);
        foreach (var member in group)
            Sync(member, Now);
        return made;
    }

    private ulong NextDraw()
    {
        unchecked
        {
            // splitmix64: each step's bits are uniform, and none can be had from those before without the seed.
            chance += 0x9E3779B97F4A7C15;
            var mixed = (chance ^ (chance >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    private void Wake()
    {
        lock (gate)
            SyncAll(Now);
        PlacesChanged?.Invoke();
    }

    private void SyncAll(Instant now)
    {
        wakesAt = Never;
        foreach (var member in members)
            Sync(member, now);
    }

    /// <summary>Opens or closes an upstream as it stands, and sees to it that the next change is not missed.</summary>
    private void Sync(UpstreamMember member, Instant now)
    {
        if (member.Sync(now, options.Health) is not { } until || until >= wakesAt)
            return;
        wakesAt = until;

        // Rounded up: a timer that rang before it would find nothing to do.
        waker.Change(TimeSpan.FromMilliseconds(Math.Ceiling((until - now).Seconds * 1e3)), Timeout.InfiniteTimeSpan);
    }
}
