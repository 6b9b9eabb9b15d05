using System.Buffers;
using System.Collections.Immutable;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// One attempt to bring what a desk has to tell and to ask to the store: reads the values of all paths into the book,
/// lets the authority decide, and writes what came of it.
/// </summary>
internal sealed class LeaseExchange
{
    private readonly LeasedLimits limits;
    private readonly LeaseDesk desk;
    private readonly List<DeskLine> work;
    private readonly List<PathChange> changes;
    private readonly int attempt;
    private readonly Instant sentAt;
    private readonly SortedDictionary<string, ScopeValues> scopes = new(StringComparer.Ordinal);
    private readonly HashSet<string> leaseKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredValue> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoreChange> batch = new(StringComparer.Ordinal);
    private readonly List<(DeskLine Line, LeaseNote Note, bool IsOpen)> told = [];
    private readonly List<(DeskLine Line, LeaseAsk Ask, LeaseGrant? Grant, Refusal? Refusal)> asked = [];
    private readonly List<(DeskLine Line, LeaseSize Paid)> paid = [];
    private int returned;
    private int swept;
    private Instant now;
    private int entered;

    /// <summary>Begins one, and notes which values it needs.</summary>
    public LeaseExchange(
        LeasedLimits limits, LeaseDesk desk, List<DeskLine> work, List<PathChange> changes, int attempt)
    {
        (this.limits, this.desk, this.work, this.changes, this.attempt) = (limits, desk, work, changes, attempt);
        sentAt = desk.Monotonic;
        foreach (var path in work.Select(line => line.Path).Concat(changes.Select(change => change.Path)))
        {
            foreach (var scope in path.Scopes())
                scopes.TryAdd(scope.Name, new ScopeValues(scope));
        }

        lock (desk.Gate)
        {
            foreach (var line in work)
            {
                foreach (var note in NotesOf(line))
                    leaseKeys.Add(limits.KeyOf(note.Lease));
                foreach (var lease in line.Doubtful)
                    leaseKeys.Add(limits.KeyOf(lease));
            }
        }

        foreach (var change in changes)
        {
            if (change.Expired is { } key)
                leaseKeys.Add(key);
        }

        Keys =
        [
            .. scopes.Keys.SelectMany(name => new[] { ScopeKey(name), LentKey(name) }), .. leaseKeys,
            SharedRules.Changes,
        ];
    }

    /// <summary>Keys of the values that it needs; the last is that of <see cref="SharedRules.Changes"/>.</summary>
    public ImmutableArray<string> Keys { get; }

    /// <summary>Decides by what was read. The desk's gate is held.</summary>
    /// <returns>What is to be committed; null: nothing has to be, and all is done.</returns>
    public StoreBatch? Prepare(ImmutableArray<StoredValue> read)
    {
        foreach (var value in read)
            values[value.Key] = value;
        return limits.Book.Use((changes.Count > 0 ? changes[0].Path : work[0].Path), book =>
        {
            ReadScopes(book);
            now = limits.Clock.Earliest!.Value;
            var authority = new LeaseAuthority(book, limits.Terms);
            foreach (var change in changes)
                Make(book, authority, change);
            foreach (var line in work)
            {
                Recover(line);
                Tell(book, authority, line);
                Ask(book, authority, line);
            }

            if (IsReadOnly)
            {
                Finish();
                return null;
            }

            foreach (var scope in scopes.Values)
                Write(book, scope);
            entered = Math.Min(desk.Entries.Count, StoreBatch.MostParts);
            return new StoreBatch([.. batch.Values], [.. desk.Entries.Take(entered)]);
        });
    }

    /// <summary>Does at the gateway what was committed. The desk's gate is held.</summary>
    public void Finish()
    {
        var at = desk.Monotonic;
        desk.Entries.RemoveRange(0, entered);
        foreach (var (line, note, isOpen) in told)
            line.Line.Told(note, isOpen, at);
        limits.Counts.End(returned, swept);
        foreach (var (line, size) in paid)
            line.Owed -= size;
        foreach (var line in work)
            line.Doubtful.Clear();
        foreach (var (line, ask, grant, refusal) in asked)
        {
            if (grant is not null)
            {
                limits.Counts.Take(isAwaited: line.Waiting.Count > 0);
                line.Line.Take(grant, sentAt, grant.End - limits.Clock.Latest(sentAt), at);
            }
            else
            {
                line.Line.Refuse(refusal!, ask.First, (refusal as Refusal.Rejected)?.RetryAt - now, at);
            }

            Serve(line);
        }

        Made();
    }

    /// <summary>Whether what was read is all that anybody wanted: nothing was told, given or changed.</summary>
    private bool IsReadOnly => told.Count == 0 && paid.Count == 0 && batch.Count == 0
        && changes.TrueForAll(change => change.Act is null)
        && work.TrueForAll(line => line.Doubtful.Count == 0);

    private void Made()
    {
        foreach (var change in changes)
            change.Made.TrySetResult();
    }

    private void ReadScopes(LimitBook book)
    {
        var at = limits.Clock.Earliest!.Value;
        foreach (var scope in scopes.Values)
        {
            // One that has come to be at another level is another one, and begins unused.
            var (value, path) = (values[ScopeKey(scope.Name)], scope.Path);
            var isKnown = value.Exists && LimitBook.LevelOf(value.Bytes.Span) == path.Scope.Lowest;
            book.Read(path.Scope, isKnown ? value.Bytes.Span : limits.Unused(path, book), at);
            if (!book.Carries(path.Scope, path.Terms))
                book.Change(path.Scope, path.Terms, at);
            var lent = values[LentKey(scope.Name)];
            scope.Lent = lent.Exists ? LentRates.Read(lent.Bytes.Span) : new LentRates();
        }
    }

    private void Make(LimitBook book, LeaseAuthority authority, PathChange change)
    {
        var path = PathOf(change.Path);
        if (change.Expired is { } key && values[key] is { Exists: true } value)
        {
            // A reservation whose time is over expires as it is read in.
            var lease = LentLeaseValue.Read(value.Bytes).Open(book, path, now);
            authority.Pass(path, now);
            if (!book.Forget(lease.Reservation))
            {
                batch[key] = StoreChange.Remove(key, value.Version);
                swept++;
            }
        }

        authority.Pass(path, now);
        change.Act?.Invoke(book, now, attempt);
    }

    /// <summary>Takes the leases that were given though nobody was told.</summary>
    private void Recover(DeskLine line)
    {
        foreach (var id in line.Doubtful.ToList())
        {
            if (!values.TryGetValue(limits.KeyOf(id), out var value) || !value.Exists)
                continue;
            line.Doubtful.Remove(id);
            var grant = LentLeaseValue.Read(value.Bytes).Grant;
            line.Line.Take(grant, sentAt, grant.End - limits.Clock.Latest(sentAt), desk.Monotonic);
            Serve(line);
        }
    }

    private void Tell(LimitBook book, LeaseAuthority authority, DeskLine line)
    {
        var path = PathOf(line.Path);
        foreach (var note in NotesOf(line))
        {
            var key = limits.KeyOf(note.Lease);
            if (!values.TryGetValue(key, out var value))
                continue;
            var isOpen = false;
            if (value.Exists)
            {
                var lease = LentLeaseValue.Read(value.Bytes).Open(book, path, now);
                isOpen = authority.TakeNote(lease, note.Totals, now);
                Keep(book, line, lease, value);
            }

            told.Add((line, note, isOpen));
        }
    }

    private void Ask(LimitBook book, LeaseAuthority authority, DeskLine line)
    {
        var at = desk.Monotonic;
        var path = PathOf(line.Path);
        if (line.Owed.Requests > 0 && line.Line.Known(line.Owed.Usage, at) is null)
            Pay(book, authority, line, path);
        if (line.Waiting.Count == 0 && !line.Line.RunsLow(at))
            return;
        var first = line.Waiting.Count > 0 ? line.Waiting[0].Request.Estimate : line.Line.Typical;
        var waiting = line.Waiting.Count > 0 ? line.Wanted : LeaseSize.One(first);
        var ask = line.Line.Ask(limits.NewName(), first, waiting, at);
        if (authority.TryTake(path, ask, now, out var lease, out var refusal))
        {
            line.Doubtful.Add(ask.Id);
            Keep(book, line, lease, StoredValue.None(limits.KeyOf(ask.Id)));
        }

        asked.Add((line, ask, lease?.Grant, refusal));
    }

    /// <summary>Charges what was used while the store was gone, as one request that has ended.</summary>
    private void Pay(LimitBook book, LeaseAuthority authority, DeskLine line, LeasePath path)
    {
        var owed = line.Owed;
        var ask = new LeaseAsk(limits.NewName(), line.Line.Kind, LeaseSize.One(owed.Usage), owed.Usage);
        if (authority.TryTake(path, ask, now, out var lease, out var refusal))
        {
            authority.TakeNote(lease, new LeaseTotals(owed, default), now);
            paid.Add((line, owed));
        }
        else
        {
            line.Line.Refuse(refusal, owed.Usage, (refusal as Refusal.Rejected)?.RetryAt - now, desk.Monotonic);
        }
    }

    /// <summary>Writes a lease where it stands, and takes it out of the book: the store has it.</summary>
    private void Keep(LimitBook book, DeskLine line, LentLease lease, in StoredValue value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        if (lease.Write(line.Path.Name, book, bytes))
        {
            batch[value.Key] = StoreChange.Put(value.Key, value.Version, bytes.WrittenMemory);
            book.Forget(lease.Reservation);
        }
        else if (value.Exists)
        {
            batch[value.Key] = StoreChange.Remove(value.Key, value.Version);
            returned++;
        }
    }

    private void Write(LimitBook book, ScopeValues scope)
    {
        var bytes = new ArrayBufferWriter<byte>();
        book.Write(scope.Path.Scope, bytes);
        var key = ScopeKey(scope.Name);
        batch[key] = StoreChange.Put(key, values[key].Version, bytes.WrittenMemory);
        key = LentKey(scope.Name);
        if (!scope.Lent.IsEmpty)
        {
            bytes = new ArrayBufferWriter<byte>();
            scope.Lent.Write(bytes);
            batch[key] = StoreChange.Put(key, values[key].Version, bytes.WrittenMemory);
        }
        else if (values[key].Exists)
        {
            batch[key] = StoreChange.Remove(key, values[key].Version);
        }
    }

    /// <summary>Decides who waits, from the first, as far as that can be done now.</summary>
    private void Serve(DeskLine line) => line.Waiting.RemoveAll(waiter =>
    {
        if (waiter.Decided.Task.IsCompleted)
            return true;
        if (desk.Decide(line, waiter.Request) is not { } decision)
            return false;
        LeaseDesk.Tell(waiter, decision);
        return true;
    });

    private LeasePath PathOf(LimitPath path) =>
        new(path.Scope, [.. path.Scopes().Select(scope => scopes[scope.Name].Lent)]);

    private List<LeaseNote> NotesOf(DeskLine line)
    {
        var notes = new List<LeaseNote>();
        line.Line.Notes(desk.Monotonic, notes);
        return notes;
    }

    private static string ScopeKey(string name) => $"scope/{name}";

    private static string LentKey(string name) => $"lent/{name}";

    private sealed class ScopeValues(LimitPath path)
    {
        public string Name => Path.Name;

        public LimitPath Path { get; } = path;

        public LentRates Lent { get; set; } = new();
    }
}
