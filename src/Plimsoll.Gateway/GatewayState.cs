using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Footprints;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Recording;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Telemetry;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway;

/// <summary>What all requests of one gateway share. Safe to share between threads.</summary>
internal sealed partial class GatewayState : IAsyncDisposable
{
    // The host cuts what is served when its time is over, and does not wait for it to notice.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly Lock adopting = new();
    private readonly Lock placing = new();
    private readonly CancellationTokenSource ending;
    private readonly UpstreamWatch watch;
    private volatile GatewayOptions options;
    private volatile TlsTerms? tls;
    private volatile bool isStopping;
    private volatile EnforcedPolicy policy;
    private volatile AccountBook accounts;
    private volatile OperatorRing operators;

    /// <summary>The state of a gateway that has served nothing.</summary>
    public GatewayState(GatewayOptions options, TimeProvider clock, ILogger log)
    {
        options = WithCountedStore(options, clock);
        (this.options, Clock, Log) = (options, clock, log);
        tls = options.Tls is { } shown ? new TlsTerms(shown) : null;
        Rules = options.Shared is null ? null : BeginRules(options.Shared.Store);
        var timeline = Pinned(Rules?.InForce.Policy ?? options.Timeline);
        ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        (Audit, Recorder, var folder, Stored) = OpenFiles(options, clock, log);
        Recorder?.Begin(Now, timeline, options.Grants);
        Limits = NewLimits(timeline);
        policy = new EnforcedPolicy(timeline, Limits);
        operators = options.Operators.With(options.AdminKeyHash);

        // The gateway's own clock has no part in limits that are shared: their time begins with the store's.
        accounts = AccountBook.Begin(
            Rules?.InForce.Keys ?? options.Keys, Limits, Rules is null ? Now : new Instant(long.MinValue));
        if (options.Shared is { } shared)
            Leases = BeginLeases(shared);
        Estimates = new Estimates(options.Estimates);
        Batches = new BatchDesk(this, folder);
        Fleet = new FleetGates(options.Queues, options.MaxInFlight, clock);
        Upstreams = new UpstreamPool(options.Connections, clock);
        Router = new UpstreamRouter(options.Upstreams, options.Routing, clock);
        watch = new UpstreamWatch(Router, Upstreams, options.Routing, clock, log);
        Router.PlacesChanged += TellPlaces;
        TellPlaces();
        Meter = new GatewayMeter(this);
        Prometheus = new PrometheusPage(Meter.Meter);
    }

    /// <summary>How it is set up now: another value after a reload, so that a decision reads it once.</summary>
    public GatewayOptions Options => options;

    /// <summary>TLS as the next connection is accepted; null: there is none.</summary>
    public TlsTerms? Tls => tls;

    /// <summary>Whether it was asked to stop, and load balancers are to leave.</summary>
    public bool IsStopping => isStopping;

    /// <summary>Timers and time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Where it logs.</summary>
    public ILogger Log { get; }

    /// <summary>Limits and usage of everybody.</summary>
    public ShardedLimits Limits { get; }

    /// <summary>The same where a store is shared; null: it is not.</summary>
    public LeasedLimits? Leases { get; }

    /// <summary>Accounts by key, as they are now: to be taken once for a decision.</summary>
    public AccountBook Accounts => accounts;

    /// <summary>Keys of operators.</summary>
    public OperatorRing Operators => operators;

    /// <summary>What requests are expected to use.</summary>
    public Estimates Estimates { get; }

    /// <summary>What requests cause.</summary>
    public FootprintDesk Footprints { get; } = new();

    /// <summary>Places of every model class, and who waits for them.</summary>
    public FleetGates Fleet { get; }

    /// <summary>Batches of requests.</summary>
    public BatchDesk Batches { get; }

    /// <summary>What is being served.</summary>
    public Ongoing Ongoing { get; } = new();

    /// <summary>Memory that requests' bodies hold.</summary>
    public HeldBodies Bodies { get; } = new();

    /// <summary>How often tokens are counted.</summary>
    public CountRates Counts { get; } = new();

    /// <summary>How often keys change what is theirs.</summary>
    public CountRates Changes { get; } = new();

    /// <summary>Connections to the servers behind it.</summary>
    public UpstreamPool Upstreams { get; }

    /// <summary>Chooses among the servers behind it.</summary>
    public UpstreamRouter Router { get; }

    /// <summary>Writes down what happens to the limits; null when nobody asked for it.</summary>
    public LimitRecorder? Recorder { get; }

    /// <summary>Keeps the state of the limits; null: it is in memory alone.</summary>
    public StoredLimits? Stored { get; }

    /// <summary>Who changed what.</summary>
    public AuditLog Audit { get; }

    /// <summary>What is measured.</summary>
    public GatewayMeter Meter { get; }

    /// <summary>What was measured, for Prometheus.</summary>
    public PrometheusPage Prometheus { get; }

    /// <summary>Credit that operators added.</summary>
    public Purchases Purchases { get; } = new();

    /// <summary>The live clock's instant: that of the store where one is shared and was reached.</summary>
    public Instant Now => Leases?.Clock.Earliest ?? Instant.From(Clock.GetUtcNow());

    /// <summary>Reads it: one for all requests, each of which hands it on.</summary>
    public Func<Instant> ReadNow => field ??= () => Now;

    /// <summary>The policy version that a request made now is held to.</summary>
    public ModelCatalog Catalog => policy.At(Now);

    /// <summary>Every version of the policy that is enforced.</summary>
    public PolicyTimeline Timeline => policy.Timeline;

    /// <inheritdoc cref="EnforcedPolicy.BitsOf"/>
    public ulong TraitsOf(ImmutableArray<string> names) => policy.BitsOf(names);

    /// <summary>Takes other keys under the policy as it is.</summary>
    /// <inheritdoc cref="Adopt(PolicyTimeline, KeyRing)"/>
    public IReadOnlyList<string> Adopt(KeyRing ring)
    {
        lock (adopting)
            return Take(policy.Timeline, ring);
    }

    /// <summary>Takes another policy for the keys as they are.</summary>
    /// <inheritdoc cref="Adopt(PolicyTimeline, KeyRing)"/>
    public IReadOnlyList<string> Adopt(PolicyTimeline timeline)
    {
        lock (adopting)
            return Take(Pinned(timeline), accounts.Ring);
    }

    /// <summary>
    /// Takes another policy and other keys while requests are served, all of it or none: what the policy has in force
    /// now takes effect now, its later versions at their dates; keys that went are refused from now on; whatever stays
    /// keeps what was used. Requests in flight end as they would.
    /// </summary>
    /// <param name="timeline">The policy; where the gateway pins a version, that of it is taken alone.</param>
    /// <param name="ring">The keys.</param>
    /// <returns>Everything that keeps it from taking effect; empty: it has.</returns>
    public IReadOnlyList<string> Adopt(PolicyTimeline timeline, KeyRing ring)
    {
        lock (adopting)
            return Take(Pinned(timeline), ring);
    }

    /// <summary>Takes other operators beside the one of <see cref="GatewayOptions.AdminKeyHash"/>.</summary>
    /// <returns>Everything that keeps them from taking effect; empty: they have.</returns>
    public IReadOnlyList<string> Adopt(OperatorRing ring)
    {
        try
        {
            operators = ring.With(Options.AdminKeyHash);
            return [];
        }
        catch (ArgumentException e)
        {
            return e.Message.Split('\n');
        }
    }

    private IReadOnlyList<string> Take(PolicyTimeline timeline, KeyRing ring, Action? keep = null)
    {
        if (ProblemsOf(timeline, ring) is { Count: > 0 } problems)
            return problems;
        var isPolicyNew = timeline != policy.Timeline;
        keep?.Invoke();
        var now = Now;
        if (isPolicyNew)
        {
            Limits.Adopt(timeline, now);
            policy = new EnforcedPolicy(timeline, Limits);
            TellPlaces();
        }

        if (ring != accounts.Ring)
            accounts = accounts.Adopt(ring, Limits, now);
        return [];
    }

    /// <summary>Everything that keeps a policy and keys from taking effect together.</summary>
    private IReadOnlyList<string> ProblemsOf(PolicyTimeline timeline, KeyRing ring) =>
    [
        .. Trial.Problems(timeline, ring)
            .Concat(timeline != policy.Timeline ? Trial.Problems(timeline, accounts.Terms) : [])
            .Concat(Limits.TooManyTraits(EnforcedPolicy.TraitsOf(timeline)))
            .Distinct(),
    ];

    /// <summary>Begins to watch over the upstreams, and goes on with batches.</summary>
    public void Begin()
    {
        watch.Begin();
        Batches.Resume();
    }

    /// <summary>Cancelled when requests in flight have had their time to end.</summary>
    public CancellationToken Ending => ending.Token;

    /// <summary>From now on it is not ready.</summary>
    public void Leave() => isStopping = true;

    /// <summary>
    /// Holds the next request to other options, but for what cannot change while the gateway runs: all of them, or
    /// none.
    /// </summary>
    /// <returns>Everything that keeps them from taking effect; empty: they have.</returns>
    public IReadOnlyList<string> Adopt(GatewayOptions next)
    {
        var shown = next.Tls is { } other && !ReferenceEquals(other, options.Tls) ? new TlsTerms(other) : tls;
        var ring = next.Operators.With(next.AdminKeyHash);
        IReadOnlyList<string> problems = [.. UpstreamProblems.Of(next.Upstreams), .. Fleet.ProblemsOf(next.Queues)];
        lock (adopting)
        {
            if (problems.Count == 0)
            {
                // While the scenario is left alone, so is a policy that operators uploaded since; what a shared store
                // has counts before any file.
                var isPolicyKept = next.PolicyAt == options.PolicyAt
                    && (next.Timeline == options.Timeline || Rules?.InForce.Policy is not null);
                problems = Take(
                    isPolicyKept ? policy.Timeline : Pinned(Rules?.InForce.Policy ?? next.Timeline, next.PolicyAt),
                    Rules?.InForce.Keys ?? next.Keys);
            }

            if (problems.Count > 0)
                return problems;
            foreach (var grant in next.Grants.Except(options.Grants))
                Recorder?.Note(new GrantDefined(Now, grant));
            operators = ring;
            tls = shown;
            options = next;
            Fleet.Adopt(next.Queues);
            watch.Adopt(next.Routing);
            Router.Replace(next.Upstreams, next.Routing);
            return [];
        }
    }

    /// <summary>Gives requests in flight this long to end.</summary>
    public void EndAfter(TimeSpan drain) => ending.CancelAfter(drain);

    /// <summary>
    /// Lets as many requests of each class in as upstreams have places for, and no more than its own bound.
    /// </summary>
    private void TellPlaces()
    {
        lock (placing)
        {
            foreach (var name in policy.Timeline.Versions.SelectMany(version => version.Classes.Keys).Distinct())
            {
                int? bound = options.MaxInFlight.TryGetValue(name, out var most) ? most : null;
                var places = Router.Places(name);
                Fleet.SetPlaces(name, bound is null || places < bound ? places : bound);
            }
        }
    }

    private PolicyTimeline Pinned(PolicyTimeline timeline) => Pinned(timeline, options.PolicyAt);

    private static PolicyTimeline Pinned(PolicyTimeline timeline, Instant? at) =>
        at is { } pinned ? new PolicyTimeline([timeline.At(pinned)]) : timeline;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Batches.DisposeAsync();

        // What a request ends with belongs into the limit log.
        await ending.CancelAsync();
        await Ongoing.Wait(LongestEnd);
        if (Leases is not null)
            await Leases.DisposeAsync();
        if (Recorder is not null)
            await Recorder.DisposeAsync();
        if (Stored is not null)
            await Stored.DisposeAsync();
        Audit.Dispose();
        watch.Dispose();
        Router.Dispose();
        Fleet.Dispose();
        Upstreams.Dispose();
        Prometheus.Dispose();
        Meter.Dispose();
        ending.Dispose();
        Previewing.Dispose();
    }
}
