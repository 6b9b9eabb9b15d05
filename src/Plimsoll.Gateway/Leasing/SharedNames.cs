using System.Buffers;
using System.Globalization;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// Names that clients chose for their requests, at all gateways that share a store: a request is claimed by its name
/// before it is admitted, so that whoever is asked for it again knows of it. Safe to share between threads.
/// </summary>
/// <param name="limits">Whose they are.</param>
internal sealed class SharedNames(LeasedLimits limits)
{
    /// <summary>Beginning of their keys.</summary>
    public const string Prefix = "name/request/";

    // A gateway that died leaves its names in flight for so long. One that lives says each half of it that they are.
    private static readonly Duration flight = Duration.FromMinutes(2);

    private static readonly Duration saidEvery = Duration.FromMinutes(1);

    private const int MostAtOnce = 256;

    private readonly Lock gate = new();
    private readonly HashSet<SharedName> inFlight = [];
    private Task talk = Task.CompletedTask;

    /// <summary>Claims a name.</summary>
    /// <returns>What came of it, and the name where it is claimed: it is to be ended.</returns>
    public async ValueTask<(NameClaim Claim, SharedName? Name)> Claim(UInt128 id, CancellationToken cancellation)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id:x32}");
        if (limits.IsLost)
            return (NameClaim.StoreGone, null);
        using var patience = new CancellationTokenSource(limits.Patience, limits.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        SharedName? sent = null;
        try
        {
            await limits.Clock.Read(either.Token);
            for (var version = 0L; ;)
            {
                sent = new SharedName(id, key) { Until = Now + flight };
                var change = StoreChange.Put(key, version, Written(id, sent.Until));
                if (await limits.Store.Commit(StoreBatch.Of(change), either.Token) is CommitResult.Committed made)
                {
                    sent.Version = made.Version;
                    lock (gate)
                        inFlight.Add(sent);
                    return (NameClaim.Claimed, sent);
                }

                sent = null;
                var found = (await limits.Store.Read([key], either.Token))[0];
                switch (EndOf(key))
                {
                    case NameEnd.Charged:
                        return (NameClaim.Ended, null);
                    case NameEnd.Free:
                        // It has failed here a moment ago, and the store is being told.
                        await Rest();
                        break;
                    default:
                        if (found.Exists && StateOf(found, Now) is { } taken)
                            return (taken, null);
                        break;
                }

                version = found.Version;
            }
        }
        catch (Exception fault) when (fault is StoreException or OperationCanceledException or FormatException)
        {
            Doubt(sent);
            cancellation.ThrowIfCancellationRequested();
            if (fault is FormatException)
            {
                limits.CannotRead(key, fault);
                return (NameClaim.Unreadable, null);
            }

            limits.Lose(fault);
            return (NameClaim.StoreGone, null);
        }
    }

    /// <summary>Ends a name: where its request was charged it is remembered, else it may be claimed again.</summary>
    public void End(SharedName name, bool isCharged)
    {
        lock (gate)
        {
            if (name.End is not null)
                return;
            name.End = isCharged ? NameEnd.Charged : NameEnd.Free;
            Wake();
        }
    }

    /// <summary>Tells what could not be told, and that requests go on.</summary>
    public void Tick()
    {
        lock (gate)
            Wake();
    }

    /// <summary>Whether the store knows of all that have ended.</summary>
    public bool HasToldAll
    {
        get
        {
            lock (gate)
                return !inFlight.Any(name => name.End is not null);
        }
    }

    /// <summary>Waits until nothing is being said to the store.</summary>
    public Task Rest()
    {
        lock (gate)
            return talk;
    }

    /// <summary>Whether a remembered name may be forgotten.</summary>
    public static bool IsOver(in RememberedName name, Instant now) => name.At + RememberedName.RequestsFor < now;

    private Instant Now => limits.Clock.Earliest!.Value;

    private static NameClaim? StateOf(in StoredValue value, Instant now)
    {
        var name = RememberedName.Read(value.Bytes.Span);
        if (name.At > now)
            return NameClaim.InFlight;
        return IsOver(name, now) ? null : NameClaim.Ended;
    }

    /// <summary>How a name ended of which the store is not told yet; null: it did not, or the store knows.</summary>
    private NameEnd? EndOf(string key)
    {
        lock (gate)
            return inFlight.FirstOrDefault(name => name.Key == key && name.End is not null)?.End;
    }

    /// <summary>One of which it is not known whether it was claimed is given up.</summary>
    private void Doubt(SharedName? sent)
    {
        if (sent is null)
            return;
        sent.End = NameEnd.Free;
        lock (gate)
            inFlight.Add(sent);
    }

    private bool IsDue(SharedName name) => name.End is not null || name.Until - Now < saidEvery;

    /// <summary>Talks to the store unless that is being done. The gate is held.</summary>
    private void Wake()
    {
        if (talk.IsCompleted && limits.Clock.Earliest is not null && inFlight.Any(IsDue))
            talk = Task.Run(Talk);
    }

    private async Task Talk()
    {
        try
        {
            while (true)
            {
                List<SharedName> due;
                lock (gate)
                    due = [.. inFlight.Where(IsDue).Take(MostAtOnce)];
                if (due.Count == 0)
                    return;
                using var patience = new CancellationTokenSource(limits.Patience, limits.Time);
                await limits.Clock.Read(patience.Token);
                await Tell(due, patience.Token);
            }
        }
        catch (Exception fault) when (fault is StoreException or OperationCanceledException)
        {
            // The next tick tells it.
            limits.Lose(fault);
        }
    }

    private async Task Tell(List<SharedName> due, CancellationToken cancellation)
    {
        var read = await limits.Store.Read([.. due.Select(name => name.Key)], cancellation);
        var (told, changes, now) = (new List<(SharedName Name, NameEnd? End)>(), new List<StoreChange>(), Now);
        for (var at = 0; at < due.Count; at++)
        {
            var (name, end) = (due[at], due[at].End);

            // Somebody else has it since, or it was never claimed: there is nothing to end.
            if (!read[at].Exists || !IsOwn(name, read[at]))
            {
                Forget(name);
                continue;
            }

            changes.Add(end == NameEnd.Free
                ? StoreChange.Remove(name.Key, read[at].Version)
                : StoreChange.Put(
                    name.Key, read[at].Version, Written(name.Id, end == NameEnd.Charged ? now : now + flight)));
            told.Add((name, end));
        }

        if (changes.Count == 0
            || await limits.Store.Commit(StoreBatch.Of([.. changes]), cancellation) is not CommitResult.Committed made)
        {
            return;
        }

        foreach (var (name, end) in told)
        {
            (name.Version, name.Until) = (made.Version, now + flight);
            if (end is not null)
                Forget(name);
        }
    }

    private void Forget(SharedName name)
    {
        lock (gate)
            inFlight.Remove(name);
    }

    /// <summary>Whether a value is what was claimed; where its version is not known, its time tells.</summary>
    private static bool IsOwn(SharedName name, in StoredValue value) => value.Version == name.Version
        || value.Bytes.Span.SequenceEqual(Written(name.Id, name.Until).Span);

    private static ReadOnlyMemory<byte> Written(UInt128 id, Instant at)
    {
        var bytes = new ArrayBufferWriter<byte>();
        new RememberedName(NamedThing.Request, id, at).Write(bytes);
        return bytes.WrittenMemory;
    }
}
