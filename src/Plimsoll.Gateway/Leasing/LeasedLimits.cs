using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// Limits that several gateways share by a store: what is admitted is admitted from leases, which are charged there
/// when they are taken. Safe to share between threads.
/// </summary>
internal sealed partial class LeasedLimits : IAsyncDisposable
{
    // In ticks: leases each 5 s, names instead of them each 5 min.
    private const int SweepEvery = 20;
    private const int SweepNamesEvery = 1200;

    private static readonly Duration lookEvery = Duration.FromSeconds(1);
    private static readonly TimeSpan tick = TimeSpan.FromMilliseconds(250);

    // Of what is to be told when the gateway ends: what a store that is away for a moment does not take is told again.
    private const int LastAttempts = 3;

    private readonly SharedStore shared;
    private readonly StoreSweep sweeping;
    private readonly ILogger log;
    private readonly ConcurrentDictionary<string, LeaseDesk> desks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<LimitPath, byte[]> unused = [];
    private readonly ConcurrentDictionary<string, bool> unreadable = new(StringComparer.Ordinal);
    private readonly ITimer timer;
    private readonly ulong life;
    private readonly SharedRules? rules;
    private long names;
    private long untold;
    private long looked;
    private int ticks;
    private Task follow = Task.CompletedTask;
    private Task probe = Task.CompletedTask;
    private Task sweep = Task.CompletedTask;
    private volatile bool isLost;

    /// <summary>Takes part in a shared store.</summary>
    /// <param name="shared">The store.</param>
    /// <param name="book">Into which values are read to decide.</param>
    /// <param name="find">Finds a path by its name.</param>
    /// <param name="time">The gateway's clock.</param>
    /// <param name="log">Where to log.</param>
    /// <param name="rules">Policy and keys that are changed at other gateways; null: they are not followed.</param>
    public LeasedLimits(
        SharedStore shared,
        ShardedLimits book,
        Func<string, LimitPath?> find,
        TimeProvider time,
        ILogger log,
        SharedRules? rules = null)
    {
        (this.shared, Book, Time, this.log, this.rules) = (shared, book, time, log, rules);
        Store = shared.Store as CountedStore ?? new CountedStore(shared.Store, time);
        Clock = new StoreClock(Store, time, shared.Terms.Drift);
        Rounds = new LeaseRounds(this);
        Names = new SharedNames(this);
        sweeping = new StoreSweep(this, find);
        life = (ulong)Random.Shared.NextInt64();
        timer = time.CreateTimer(_ => Tick(), null, tick, tick);
    }

    /// <summary>Into which values are read to decide, and from which they are told.</summary>
    public ShardedLimits Book { get; }

    /// <summary>The store's clock.</summary>
    public StoreClock Clock { get; }

    /// <summary>The gateway's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>How leases are cut.</summary>
    public LeaseTerms Terms => shared.Terms;

    /// <summary>How long the store may take.</summary>
    public TimeSpan Patience => shared.Patience;

    /// <summary>The store, and what is asked of it.</summary>
    public CountedStore Store { get; }

    /// <summary>When desks talk to it.</summary>
    public LeaseRounds Rounds { get; }

    /// <summary>Names that clients chose for their requests.</summary>
    public SharedNames Names { get; }

    /// <summary>What became of leases.</summary>
    public LeaseCounts Counts { get; } = new();

    /// <summary>
    /// How long after it was made a change of policy may take effect at the earliest: what was leased by somebody who
    /// did not know of it has ended then.
    /// </summary>
    public Duration Notice => Terms.Life + new Duration(Patience.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>Whether the store could not be asked last time.</summary>
    public bool IsLost => isLost;

    /// <summary>Asks for admission of one request.</summary>
    public ValueTask<LeaseDecision> Reserve(LimitPath path, in LimitRequest asked, CancellationToken cancellation)
    {
        while (true)
        {
            if (DeskOf(path).TryReserve(path, asked, out var decided, cancellation))
                return decided;
        }
    }

    /// <summary>Brings what is told of a path up to what the store has.</summary>
    /// <returns>False when it could not be asked.</returns>
    public Task<bool> Refresh(LimitPath path) => Try(new PathChange(path, null));

    /// <summary>Changes what the store has of a path.</summary>
    /// <exception cref="StoreException">The store could not be asked.</exception>
    /// <exception cref="UnreadableScopeException">What it has of the path cannot be read.</exception>
    public Task Change(PathChange change)
    {
        while (true)
        {
            if (DeskOf(change.Path).Change(change) is { } made)
                return made;
        }
    }

    /// <summary>
    /// Whether all limits that a request meets let it pass without the store, and there is room to note it down.
    /// </summary>
    public bool IsOpen(LimitPath path, in LimitRequest asked) => shared.OpenWithoutStore.Count > 0
        && Interlocked.Read(ref untold) < shared.MostUntold
        && KindsOf(path, asked).All(shared.OpenWithoutStore.Contains);

    /// <summary>Whether some limit that a request meets refuses it without the store.</summary>
    public bool IsClosed(LimitPath path, in LimitRequest asked) => shared.ClosedWithoutStore.Count > 0
        && KindsOf(path, asked).Any(shared.ClosedWithoutStore.Contains);

    /// <summary>Key of a lease of this gateway.</summary>
    public string KeyOf(UInt128 lease) => $"open/{shared.Gateway}/{lease:x32}";

    /// <summary>A name that no lease and no request of any gateway had.</summary>
    public UInt128 NewName() => new(life, (ulong)Interlocked.Increment(ref names));

    /// <summary>What a scope looks like of which the store has nothing.</summary>
    public ReadOnlySpan<byte> Unused(LimitPath path, LimitBook book) =>
        unused.GetOrAdd(path, _ => Written(path.Scope, book));

    /// <summary>
    /// Puts in force what operators changed at another gateway, if the store is found to have more than what is.
    /// </summary>
    /// <param name="version">Version of <see cref="SharedRules.Changes"/>; null: it is looked for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it had more.</returns>
    public async ValueTask<bool> Follow(long? version, CancellationToken cancellation)
    {
        Interlocked.Exchange(ref looked, Clock.Monotonic.UnixNanoseconds);
        return rules is not null && await rules.Follow(version, cancellation);
    }

    /// <summary>Whether operators changed something at another gateway that is not in force here.</summary>
    /// <param name="version">Version of <see cref="SharedRules.Changes"/>.</param>
    public bool IsBehind(long version) => rules is not null && version > rules.InForce.Version;

    /// <summary>Entries of the ledger that the store does not have are more or fewer by so many.</summary>
    public void CountUntold(int more) => Interlocked.Add(ref untold, more);

    /// <summary>Values of the store that could not be read when they were looked at last.</summary>
    public int UnreadableCount => unreadable.Count;

    /// <summary>A value could not be read: it is logged once, until it can be.</summary>
    public void CannotRead(string key, Exception fault)
    {
        if (unreadable.TryAdd(key, true))
            NotRead(log, key, fault);
    }

    /// <summary>A value could be read.</summary>
    public void HasRead(string key)
    {
        if (!unreadable.IsEmpty && unreadable.TryRemove(key, out _))
            ReadAgain(log, key);
    }

    /// <summary>The store has answered.</summary>
    public void Found()
    {
        if (!isLost)
            return;
        isLost = false;
        StoreFound(log);
    }

    /// <summary>The store could not be asked.</summary>
    public void Lose(Exception fault)
    {
        if (isLost)
            return;
        isLost = true;
        StoreLost(log, fault);
    }

    /// <summary>Gives everything back.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        for (var attempt = 0; attempt < LastAttempts; attempt++)
        {
            foreach (var desk in desks.Values)
                desk.Tick(isLastOne: true);
            Names.Tick();
            await Rest();
            if (Names.HasToldAll && desks.Values.All(desk => desk.HasToldAll))
                return;
        }
    }

    /// <summary>Waits until nothing is being said to the store.</summary>
    public async Task Rest()
    {
        await probe;
        await sweep;
        await follow;
        await Names.Rest();
        foreach (var desk in desks.Values)
            await desk.Rest();
    }

    /// <summary>Makes a change, if that can be done now.</summary>
    /// <returns>False when it could not be.</returns>
    public async Task<bool> Try(PathChange change)
    {
        try
        {
            await Change(change);
            return true;
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException or UnreadableScopeException)
        {
            return false;
        }
    }

    private IEnumerable<LimitKind> KindsOf(LimitPath path, in LimitRequest asked) =>
        Book.Explain(path, asked, Clock.Earliest ?? default).Limits.Select(limit => limit.Before.Kind);

    private LeaseDesk DeskOf(LimitPath path) =>
        desks.GetOrAdd(path.Organization, name => new LeaseDesk(this, name));

    private void Tick()
    {
        foreach (var (name, desk) in desks)
        {
            desk.Tick(isLastOne: false);
            if (desk.TryClose())
                desks.TryRemove(new(name, desk));
        }

        Names.Tick();
        if (isLost && probe.IsCompleted)
            probe = Probe();
        if (!isLost && follow.IsCompleted && Clock.Monotonic - new Instant(Interlocked.Read(ref looked)) >= lookEvery)
            follow = Look();
        if (++ticks % SweepEvery == 0 && sweep.IsCompleted)
            sweep = Sweep(ticks % SweepNamesEvery == 0 ? sweeping.Names : sweeping.Leases);
    }

    /// <summary>Looks whether the store is there again.</summary>
    private async Task Probe()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, Time);
            await Store.Now(patience.Token);
            Found();
        }
        catch (Exception fault)
        {
            // It is still gone, which was logged when it went.
            Lose(fault);
        }
    }

    /// <summary>Looks whether operators changed something where nobody asks the store for anything else.</summary>
    private async Task Look()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, Time);
            await Clock.Read(patience.Token);
            await Follow(null, patience.Token);
        }
        catch (Exception fault) when (fault is StoreException or OperationCanceledException)
        {
            Lose(fault);
        }
        catch (InvalidDataException fault)
        {
            NotFollowed(log, fault.Message);
        }
    }

    private async Task Sweep(Func<CancellationToken, Task> of)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, Time);
            await of(patience.Token);
        }
        catch (Exception fault)
        {
            NotSwept(log, fault);
        }
    }

    /// <summary>A lease as it was written; null: it cannot be read, which is logged.</summary>
    public LentLeaseValue? Read(in StoredValue lease)
    {
        try
        {
            return LentLeaseValue.Read(lease.Bytes);
        }
        catch (FormatException fault)
        {
            CannotRead(lease.Key, fault);
            return null;
        }
    }

    private static byte[] Written(ScopePath path, LimitBook book)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        book.Write(path, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
