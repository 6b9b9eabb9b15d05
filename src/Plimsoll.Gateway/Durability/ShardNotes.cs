using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Durability;

/// <summary>
/// What of one book is to be committed, beside what the book itself notes: who its scopes are, and what its requests
/// are entered in the ledger with. Every member is called while the book is locked.
/// </summary>
/// <param name="book">The book.</param>
/// <param name="names">Names of its requests in the ledger, with the place of a number left free.</param>
/// <param name="changed">Called when there is something to commit.</param>
internal sealed class ShardNotes(LimitBook book, UInt128 names, Action changed)
{
    private readonly Dictionary<ScopePath, StoredKey> scopes = [];
    private readonly Dictionary<string, StoredKey> removed = new(StringComparer.Ordinal);
    private readonly Dictionary<long, OpenBill> open = [];
    private readonly Dictionary<long, StoredKey> told = [];
    private readonly Dictionary<UInt128, (StoredKey Key, Instant At)> remembered = [];
    private readonly Queue<(UInt128 Id, Instant At)> aging = new();
    private readonly List<StoredKey> dropped = [];
    private readonly List<RememberedName> named = [];
    private readonly BookChanges changes = new();
    private List<LedgerEntry> entries = [];

    /// <summary>Whether there is something to commit.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>Notes that something has changed.</summary>
    public void Note()
    {
        HasChanges = true;
        changed();
    }

    /// <summary>Notes a scope and where it is kept.</summary>
    public void Add(LimitPath path, long version)
    {
        // A scope that went and comes again before that was committed keeps its key.
        scopes[path.Scope] = removed.Remove(path.Name, out var key)
            ? key : new StoredKey(StoreKeys.OfScope(path.Name), version);
    }

    /// <summary>Notes that a scope is gone for good.</summary>
    public void Remove(LimitPath path)
    {
        if (!scopes.Remove(path.Scope, out var key))
            return;
        removed[path.Name] = key;
        Note();
    }

    /// <summary>Remembers a name that the store has.</summary>
    public void Remember(StoredKey key, RememberedName name)
    {
        book.Remember(name);
        remembered[name.Id] = (key, name.At);
        if (name.Thing == NamedThing.Request)
            aging.Enqueue((name.Id, name.At));
    }

    /// <summary>Notes a name that the book itself takes no note of.</summary>
    public void Note(RememberedName name) => named.Add(name);

    /// <summary>Notes that a request was admitted.</summary>
    public void Begin(in OpenBill bill)
    {
        open[bill.Reservation.Number] = bill;
        Note();
    }

    /// <summary>Notes what a request has used so far.</summary>
    public void Report(long number, in TokenUsage soFar)
    {
        ref var bill = ref CollectionsMarshal.GetValueRefOrNullRef(open, number);
        if (!Unsafe.IsNullRef(ref bill))
            bill = bill with { Reported = TokenUsage.Max(bill.Reported, soFar) };
        Note();
    }

    /// <summary>Notes that a request has ended.</summary>
    /// <param name="number">Number of its reservation.</param>
    /// <param name="used">What it used; null: nothing is charged.</param>
    /// <param name="served">Who served it.</param>
    /// <param name="now">When.</param>
    public void End(long number, in TokenUsage? used, in Served served, Instant now)
    {
        if (open.Remove(number, out var bill) && used is { } usage)
            entries.Add(bill.Entry(NameOf(number), usage, served, now));
        Note();
    }

    /// <summary>
    /// Ends a reservation of a process that ended as its expiry would have ended it: what was reported is charged.
    /// </summary>
    public void Recover(StoredOpen left, LimitPath path, Instant now)
    {
        var reservation = book.Open(path.Scope, left.Bytes.Span, now);
        var reported = reservation.Reported;
        if (reported != default && reservation.Class is { } terms)
        {
            var bill = new OpenBill(reservation, path, terms) { Reported = reported, Lane = reservation.Lane };
            entries.Add(bill.Expired(left.Request, now)!.Value);
        }

        book.Expire(reservation, now);
        dropped.Add(left.Key);
        Note();
    }

    /// <summary>Adds all that is to be committed to a batch, and begins anew.</summary>
    public void Take(CommitBatch batch, (int Number, int Count) shard, StoredKey? course, Instant now)
    {
        HasChanges = false;
        book.TakeChanges(changes);
        foreach (var (path, bytes) in changes.Scopes)
        {
            if (scopes.TryGetValue(path, out var key))
                batch.Put(key, changes.BytesAt(bytes));
        }

        foreach (var (number, bytes) in changes.Reservations)
        {
            if (!told.TryGetValue(number, out var key))
                told[number] = key = new StoredKey(StoreKeys.OfOpen(NameOf(number)));
            batch.Put(key, StoredOpen.Value(open[number].Path.Name, changes.BytesAt(bytes).Span));
        }

        foreach (var number in changes.Ended)
        {
            if (told.Remove(number, out var key))
                batch.Remove(key);
        }

        TakeExpired(now);
        TakeNames(batch, shard, now);
        foreach (var key in dropped.Concat(removed.Values))
            batch.Remove(key);
        if (course is not null && !changes.Course.IsEmpty)
            batch.Put(course, changes.Course);
        dropped.Clear();
        removed.Clear();
        batch.Add(entries);
        entries = [];
    }

    /// <summary>Requests that nobody ended and that are open no more have expired.</summary>
    private void TakeExpired(Instant now)
    {
        if (open.Count == book.OpenCount)
            return;
        foreach (var (number, bill) in open)
        {
            if (bill.Reservation.IsOpen)
                continue;
            open.Remove(number);
            if (bill.Expired(NameOf(number), now) is { } entry)
                entries.Add(entry);
        }
    }

    private void TakeNames(CommitBatch batch, (int Number, int Count) shard, Instant now)
    {
        foreach (var name in changes.Names.Concat(named))
        {
            var key = remembered.TryGetValue(name.Id, out var known)
                ? known.Key : new StoredKey(StoreKeys.OfName(shard.Number, shard.Count, name.Id));
            remembered[name.Id] = (key, name.At);
            var bytes = new ArrayBufferWriter<byte>();
            name.Write(bytes);
            batch.Put(key, bytes.WrittenMemory);
            if (name.Thing == NamedThing.Request)
                aging.Enqueue((name.Id, name.At));
        }

        named.Clear();
        while (aging.TryPeek(out var oldest) && now - oldest.At > RememberedName.RequestsFor)
        {
            aging.Dequeue();

            // One that is in use again has a later place in the queue.
            if (remembered.TryGetValue(oldest.Id, out var known) && known.At == oldest.At
                && remembered.Remove(oldest.Id))
                batch.Remove(known.Key);
        }
    }

    private UInt128 NameOf(long number) => names | (ulong)number;
}
