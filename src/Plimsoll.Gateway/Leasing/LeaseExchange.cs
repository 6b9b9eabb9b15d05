using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// One attempt to bring what a desk has to tell and to ask to the store: reads the values of all paths into the book,
/// lets the authority decide, and writes what came of it.
/// </summary>
internal sealed partial class LeaseExchange
{
    // Of the ledger at once: a store takes them in a small part of the time that it may take.
    private const int MostEntries = 4096;

    private readonly LeasedLimits limits;
    private readonly LeaseDesk desk;
    private readonly List<DeskLine> work;
    private readonly List<PathChange> changes;
    private readonly Instant sentAt;
    private readonly SortedDictionary<string, ReadScope> scopes = new(StringComparer.Ordinal);
    private readonly HashSet<string> otherKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoreChange> batch = new(StringComparer.Ordinal);
    private readonly List<(DeskLine Line, LeaseNote Note, bool IsOpen)> told = [];
    private readonly List<(DeskLine Line, LeaseAsk Ask, LeaseGrant? Grant, Refusal? Refusal)> asked = [];
    private readonly List<(DeskLine Line, LeaseGrant Grant, LeaseSize Paid)> paid = [];
    private IReadOnlyDictionary<string, StoredValue> values = FrozenDictionary<string, StoredValue>.Empty;
    private int returned;
    private int swept;
    private Instant now;

    /// <summary>Begins one, and notes which values it needs. The desk's gate is held.</summary>
    public LeaseExchange(LeaseDesk desk, List<DeskLine> work, List<PathChange> changes)
    {
        (limits, this.desk, this.work, this.changes) = (desk.Limits, desk, work, changes);
        sentAt = desk.Monotonic;
        foreach (var path in work.Select(line => line.Path).Concat(changes.Select(change => change.Path)))
        {
            foreach (var scope in path.Scopes())
                scopes.TryAdd(scope.Name, new ReadScope(scope));
        }

        foreach (var line in work)
        {
            foreach (var note in NotesOf(line))
                otherKeys.Add(limits.KeyOf(note.Lease));
            foreach (var lease in line.Doubtful)
                otherKeys.Add(limits.KeyOf(lease.Id));
        }

        foreach (var untold in desk.Entries.Oldest(MostEntries))
        {
            if (untold.Line is not null)
                otherKeys.Add(limits.KeyOf(untold.Lease));
        }

        foreach (var change in changes)
        {
            if (change.Expired is { } key)
                otherKeys.Add(key);
            if (change.NameKey is { } name)
                otherKeys.Add(name);
        }

        Keys = [.. scopes.Keys.SelectMany(name => new[] { ScopeKey(name), LentKey(name) }), .. otherKeys];
    }

    /// <summary>Keys of the values that it needs.</summary>
    public ImmutableArray<string> Keys { get; }

    /// <summary>Decides by what was read. The desk's gate is held.</summary>
    /// <returns>What is to be committed; null: nothing has to be, and all is done.</returns>
    /// <exception cref="UnreadableScopeException">A scope cannot be read; nothing was decided.</exception>
    public StoreBatch? Prepare(IReadOnlyDictionary<string, StoredValue> read)
    {
        values = read;
        now = limits.Clock.Earliest!.Value;
        if (scopes.Count == 0)
            return OfEntries();
        return limits.Book.Use((changes.Count > 0 ? changes[0].Path : work[0].Path), book =>
        {
            ReadScopes(book);
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
            return Batch();
        });
    }

    private StoreBatch Batch()
    {
        var entries = Enter();
        return new StoreBatch([.. batch.Values], entries);
    }

    private StoreBatch? OfEntries()
    {
        var entries = Batch();
        if (!entries.Entries.IsEmpty)
            return entries;
        Finish();
        return null;
    }

    /// <summary>Does at the gateway what was committed. The desk's gate is held.</summary>
    public void Finish()
    {
        var at = desk.Monotonic;
        desk.Entries.Remove(entered);
        foreach (var (line, note, isOpen) in told)
            line.Line.Told(note, isOpen, at);
        limits.Counts.End(returned, swept);
        foreach (var (line, grant, size) in paid)
            line.Pay(grant, size, at);
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
        foreach (var scope in scopes.Values)
        {
            var key = ScopeKey(scope.Name);
            try
            {
                // One that has come to be at another level is another one, and begins unused.
                var (value, path) = (values[key], scope.Path);
                var isKnown = value.Exists && LimitBook.LevelOf(value.Bytes.Span) == path.Scope.Lowest;
                book.Read(path.Scope, isKnown ? value.Bytes.Span : limits.Unused(path, book), now);
                if (!book.Carries(path.Scope, path.Terms))
                    book.Change(path.Scope, path.Terms, now);
                limits.HasRead(key);
                key = LentKey(scope.Name);
                var lent = values[key];
                scope.Lent = lent.Exists ? LentRates.Read(lent.Bytes.Span) : new LentRates();
                limits.HasRead(key);
            }
            catch (FormatException fault)
            {
                throw new UnreadableScopeException(scope.Name, key, fault);
            }
        }
    }

    private void Make(LimitBook book, LeaseAuthority authority, PathChange change)
    {
        var path = PathOf(change.Path);
        if (change.Expired is { } key && Open(book, path, key) is { } lease)
        {
            // A reservation whose time is over expires with what follows its reading.
            var bill = BillOf(change.Path, lease);
            authority.Pass(path, now);
            if (!book.Forget(lease.Reservation))
            {
                batch[key] = StoreChange.Remove(key, values[key].Version);
                EnterRest(lease, bill);
                swept++;
            }
        }

        authority.Pass(path, now);
        if (change.Act is not { } act)
            return;
        var isKnown = change.NameKey is { } known && (values[known].Exists || batch.ContainsKey(known));
        if (act(now, isKnown) && change.Name is var (thing, id) && !isKnown)
            Remember(change.NameKey!, new RememberedName(thing, id, now));
    }

    /// <summary>Takes the leases that were given though nobody was told.</summary>
    private void Recover(DeskLine line)
    {
        foreach (var (id, pays) in line.Doubtful.ToList())
        {
            if (LeaseAt(limits.KeyOf(id)) is not { Grant: var grant })
                continue;
            line.Doubtful.Remove((id, pays));
            if (pays.Requests > 0)
                line.Pay(grant, pays, desk.Monotonic);
            else
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
            if (Open(book, path, key) is { } lease)
            {
                var bill = BillOf(line.Path, lease);
                if (lease.Entered is not null)
                    lease.Entered = note.Totals.Used.Usage;
                isOpen = authority.TakeNote(lease, note.Totals, now);
                Keep(book, line, lease, value);
                if (!isOpen)
                    EnterRest(lease, bill);
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
            line.Doubtful.Add((ask.Id, default));
            Keep(book, line, lease, StoredValue.None(limits.KeyOf(ask.Id)));
        }

        asked.Add((line, ask, lease?.Grant, refusal));
    }

    /// <summary>
    /// Charges what was used while the store was gone, as a lease whose requests have ended but for the telling: a
    /// commit whose answer is lost is found by it, and not made twice.
    /// </summary>
    private void Pay(LimitBook book, LeaseAuthority authority, DeskLine line, LeasePath path)
    {
        var owed = line.Owed;
        var ask = new LeaseAsk(limits.NewName(), line.Line.Kind, LeaseSize.One(owed.Usage), owed.Usage);
        if (authority.TryTake(path, ask, now, out var lease, out var refusal))
        {
            var last = LeaseSize.One(default);
            authority.TakeNote(lease, new LeaseTotals(owed - last, last), now);
            lease.Entered = owed.Usage;
            line.Doubtful.Add((ask.Id, owed));
            Keep(book, line, lease, StoredValue.None(limits.KeyOf(ask.Id)));
            paid.Add((line, lease.Grant, owed));
        }
        else
        {
            line.Line.Refuse(refusal, owed.Usage, (refusal as Refusal.Rejected)?.RetryAt - now, desk.Monotonic);
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

    private static string ScopeKey(string name) => StoreKeys.Scopes + name;

    private static string LentKey(string name) => ScopeValues.Lent + name;

    private sealed class ReadScope(LimitPath path)
    {
        public string Name => Path.Name;

        public LimitPath Path { get; } = path;

        public LentRates Lent { get; set; } = new();
    }
}
