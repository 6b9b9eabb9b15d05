using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// Limits and usage of all scopes for many threads: <see cref="LimitBook"/>s, each behind its own lock. All scopes of
/// one organization are in one book, so that one lock makes every level of a request atomic and organizations seldom
/// wait for each other. Safe to share between threads. Admitting, reporting and settling allocate nothing.
/// </summary>
public sealed partial class ShardedLimits
{
    /// <summary>Books by default.</summary>
    public const int DefaultShards = 64;

    /// <summary>Most books.</summary>
    public const int MostShards = 4096;

    /// <summary>Traits that 64 bits tell apart.</summary>
    private const int MostTraits = 64;

    private readonly Shard[] shards;
    private readonly Action<LimitEvent>? journal;
    private readonly Lock naming = new();
    private readonly ConcurrentDictionary<string, int> classes = new(StringComparer.Ordinal);

    /// <summary>Limits without scopes.</summary>
    /// <param name="timeline">Every version of the policy; each takes effect by itself.</param>
    /// <param name="shards">
    /// Books: a power of two from 1 to <see cref="MostShards"/>; 1 with a journal, for a log is one order of events.
    /// </param>
    /// <param name="journal">
    /// Takes every event while its book is locked: it must neither wait nor call back. Every request needs a name then.
    /// Default: nobody.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The number of shards is none of these.</exception>
    public ShardedLimits(
        PolicyTimeline timeline, int shards = DefaultShards, Action<LimitEvent>? journal = null)
        : this(timeline, shards, journal, _ => new Shard(new LimitBook(timeline)))
    {
    }

    private ShardedLimits(
        PolicyTimeline timeline, int shards, Action<LimitEvent>? journal, Func<int, Shard> newShard)
    {
        if (!BitOperations.IsPow2(shards) || shards > (journal is null ? MostShards : 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(shards), shards, $"Expected a power of two from 1 to {MostShards}, or 1 with a journal.");
        }

        this.journal = journal;
        this.shards = [.. Enumerable.Range(0, shards).Select(newShard)];
        foreach (var shard in this.shards)
            Name(shard.Book, timeline);
    }

    /// <summary>Requests in flight in all books.</summary>
    public int OpenCount
    {
        get
        {
            var count = 0;
            foreach (var shard in shards)
            {
                lock (shard.Gate)
                    count += shard.Book.OpenCount;
            }

            return count;
        }
    }

    /// <summary>Number of a model class, for requests; the same in every book.</summary>
    public int ClassNumber(string name) =>
        classes.TryGetValue(name, out var known) ? known : NewClassNumber(name);

    private int NewClassNumber(string name)
    {
        lock (naming)
        {
            var number = InEvery(book => book.ClassNumber(name));
            classNames[number] = name;
            return classes[name] = number;
        }
    }

    /// <summary>Number of a product, for requests; the same in every book.</summary>
    public int ProductNumber(string name)
    {
        lock (naming)
        {
            var number = InEvery(book => book.ProductNumber(name));
            productNames[number] = name;
            return number;
        }
    }

    /// <summary>Bit of a trait, for requests; the same in every book.</summary>
    /// <exception cref="InvalidOperationException">It is the 65th.</exception>
    public ulong TraitBit(string name)
    {
        lock (naming)
        {
            var bit = InEvery(book => book.TraitBit(name));
            traitNames[bit] = name;
            return bit;
        }
    }

    /// <summary>Adds a scope above which there is none. It begins unused.</summary>
    /// <param name="name">Its name, which picks the book that keeps it and all beneath it.</param>
    /// <param name="level">Its level.</param>
    /// <param name="terms">What it carries.</param>
    /// <param name="now">When it begins.</param>
    /// <returns>Its path, to be kept.</returns>
    public LimitPath Add(string name, ScopeLevel level, ScopeTerms terms, Instant now) =>
        Add((name, ShardOf(name)), null, level, terms, now);

    /// <summary>Adds a scope beneath another. It begins unused.</summary>
    /// <param name="above">Path of the scope above.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="level">Its level, lower in the hierarchy than those above.</param>
    /// <param name="terms">What it carries.</param>
    /// <param name="now">When it begins.</param>
    /// <returns>Its path, to be kept.</returns>
    /// <exception cref="ArgumentException">The level is not below those of the path above.</exception>
    public LimitPath Add(LimitPath above, string name, ScopeLevel level, ScopeTerms terms, Instant now) =>
        Add(($"{above.Name}/{name}", above.Shard), above, level, terms, now);

    /// <summary>Asks for admission of one request: every limit of its path holds the estimate, or none does.</summary>
    /// <param name="path">Where it is accounted; the scope that the request itself names is not looked at.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="now">Instant of admission.</param>
    /// <param name="held">To be settled or released exactly once; none when it is refused.</param>
    /// <param name="refusal">Why not; null when it is admitted.</param>
    /// <inheritdoc cref="LimitBook.TryReserve" path="/exception"/>
    public bool TryReserve(
        LimitPath path,
        in LimitRequest request,
        Instant now,
        out HeldRequest held,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        if (journal is not null && request.Id == default)
            throw new ArgumentException("A request that is noted in a journal needs a name.", nameof(request));
        var asked = request with { Scope = path.Scope };
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var isAdmitted = shard.Book.TryReserve(asked, now, out var reservation, out refusal);
            if (journal is not null)
                NoteAsked(path, asked, now, RecordedDecision.Of(reservation, refusal));
            if (isAdmitted && shard.Notes is not null)
                NoteAdmitted(shard, path, asked, reservation);
            held = isAdmitted ? new HeldRequest(path.Shard, asked, reservation) : default;
            return isAdmitted;
        }
    }

    /// <inheritdoc cref="LimitBook.Report"/>
    public bool Report(in HeldRequest request, in TokenUsage soFar, Instant now)
    {
        if (request.Lent is { } lent)
            return lent.Report(soFar);
        var shard = shards[request.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var isOpen = shard.Book.Report(request.Reservation, soFar, now);
            if (isOpen)
            {
                journal?.Invoke(new UsageReported(now, TextOf(request.Id), soFar));
                shard.Notes?.Report(request.Reservation.Number, soFar);
            }

            return isOpen;
        }
    }

    /// <inheritdoc cref="LimitBook.Settle(Reservation, in TokenUsage, Instant)"/>
    public bool Settle(in HeldRequest request, in TokenUsage actual, Instant now) =>
        Settle(request, actual, default, now);

    /// <param name="request">The request.</param>
    /// <param name="actual">What it used.</param>
    /// <param name="served">What the ledger says of it beside that, where there is one.</param>
    /// <param name="now">When.</param>
    /// <inheritdoc cref="Settle(in HeldRequest, in TokenUsage, Instant)"/>
    public bool Settle(in HeldRequest request, in TokenUsage actual, in Served served, Instant now)
    {
        if (request.Lent is { } lent)
            return lent.Settle(actual, served);
        var shard = shards[request.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var number = request.Reservation.Number;
            var isOpen = shard.Book.Settle(request.Reservation, actual, now);
            if (isOpen)
            {
                journal?.Invoke(new RequestSettled(now, TextOf(request.Id), actual));
                shard.Notes?.End(number, actual, served, now);
            }

            return isOpen;
        }
    }

    /// <inheritdoc cref="LimitBook.Release"/>
    public bool Release(in HeldRequest request, Instant now)
    {
        if (request.Lent is { } lent)
            return lent.Release();
        var shard = shards[request.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var number = request.Reservation.Number;
            var isOpen = shard.Book.Release(request.Reservation, now);
            if (isOpen)
            {
                journal?.Invoke(new RequestReleased(now, TextOf(request.Id)));
                shard.Notes?.End(number, null, default, now);
            }

            return isOpen;
        }
    }

    /// <summary>Lets somebody use the book of a path, while nobody else does.</summary>
    internal T Use<T>(LimitPath path, Func<LimitBook, T> use)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return use(shard.Book);
    }

    private LimitPath Add(
        (string Name, int Shard) place, LimitPath? above, ScopeLevel level, ScopeTerms terms, Instant now)
    {
        var shard = shards[place.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            shard.Book.Advance(now);
            var scope = AddTo(shard, above, place.Name, level, terms, now, out var version);
            var path = new LimitPath(place.Name, place.Shard, scope, above, terms);
            journal?.Invoke(new ScopeAdded(now, NameOf(path), level, terms.Sets, terms.WeekAnchor));
            shard.Notes?.Add(path, version);
            if (stored is not null)
                Recover(shard, path, now);
            return path;
        }
    }

    /// <summary>Which book keeps an organization: FNV-1a of its name, the same in every process.</summary>
    private int ShardOf(string name)
    {
        var hash = 2166136261u;
        foreach (var letter in name)
            hash = unchecked((hash ^ letter) * 16777619u);
        return (int)((hash ^ (hash >> 16)) % (uint)shards.Length);
    }

    /// <summary>
    /// Numbers what a policy speaks of, in an order of its own: a book does so when it compiles what a scope carries,
    /// and books with other scopes would give other numbers.
    /// </summary>
    private static void Name(LimitBook book, PolicyTimeline timeline)
    {
        var allowances = timeline.Versions.SelectMany(version => version.Allowances).ToList();
        foreach (var name in Distinct(timeline.Versions.SelectMany(version => version.Classes.Keys)))
            book.ClassNumber(name);
        foreach (var name in Distinct(allowances.Select(allowance => allowance.Product).OfType<string>()))
            book.ProductNumber(name);
        foreach (var name in Distinct(allowances.Select(allowance => allowance.Trait).OfType<string>()))
            book.TraitBit(name);
    }

    private static IEnumerable<string> Distinct(IEnumerable<string> names) =>
        names.Distinct().Order(StringComparer.Ordinal);

    /// <summary>Does the same to every book. All give one number, for all have seen the same calls.</summary>
    private T InEvery<T>(Func<LimitBook, T> give)
    {
        T given = default!;
        foreach (var shard in shards)
        {
            lock (shard.Gate)
                given = give(shard.Book);
        }

        return given;
    }

    private sealed class Shard(LimitBook book, ShardNotes? notes = null)
    {
        public Lock Gate { get; } = new();

        public LimitBook Book { get; } = book;

        /// <summary>What is to be committed; null: nothing is.</summary>
        public ShardNotes? Notes { get; } = notes;

        /// <summary>Instant of the last event that was noted.</summary>
        public Instant Noted { get; set; } = new(long.MinValue);
    }
}
