using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
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
    {
        if (!BitOperations.IsPow2(shards) || shards > (journal is null ? MostShards : 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(shards), shards, $"Expected a power of two from 1 to {MostShards}, or 1 with a journal.");
        }

        this.journal = journal;
        this.shards = [.. Enumerable.Range(0, shards).Select(_ => new Shard(timeline))];
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
    public int ClassNumber(string name)
    {
        if (classes.TryGetValue(name, out var known))
            return known;
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
        Add((name, ShardOf(name)), default, level, terms, now);

    /// <summary>Adds a scope beneath another. It begins unused.</summary>
    /// <param name="above">Path of the scope above.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="level">Its level, lower in the hierarchy than those above.</param>
    /// <param name="terms">What it carries.</param>
    /// <param name="now">When it begins.</param>
    /// <returns>Its path, to be kept.</returns>
    /// <exception cref="ArgumentException">The level is not below those of the path above.</exception>
    public LimitPath Add(LimitPath above, string name, ScopeLevel level, ScopeTerms terms, Instant now) =>
        Add(($"{above.Name}/{name}", above.Shard), above.Scope, level, terms, now);

    /// <inheritdoc cref="LimitBook.Change"/>
    public void Change(LimitPath path, ScopeTerms terms, Instant now)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            shard.Book.Change(path.Scope, terms, now);
            journal?.Invoke(new ScopeChanged(now, NameOf(path), terms.Sets, terms.WeekAnchor));
        }
    }

    /// <summary>
    /// Gives the name of a scope free, for another scope to have: what is in flight in it ends as it would. Those
    /// beneath it are removed before.
    /// </summary>
    public void Remove(LimitPath path, Instant now)
    {
        if (journal is null)
            return;
        var shard = shards[path.Shard];
        lock (shard.Gate)
            journal(new ScopeRemoved(Settled(shard, now), NameOf(path)));
    }

    /// <summary>
    /// Takes another policy timeline, book by book: what it has in force now takes effect now, its later versions at
    /// their dates.
    /// </summary>
    /// <param name="timeline">The new timeline.</param>
    /// <param name="now">When.</param>
    public void Adopt(PolicyTimeline timeline, Instant now)
    {
        lock (naming)
        {
            foreach (var shard in shards)
            {
                lock (shard.Gate)
                {
                    now = Settled(shard, now);
                    Name(shard.Book, timeline);
                    shard.Book.Adopt(timeline, now);
                    journal?.Invoke(new PolicyAdopted(now, timeline));
                }
            }
        }
    }

    /// <summary>
    /// What keeps traits from being named beside those that are: a book has bits for so many over its life. Empty:
    /// nothing.
    /// </summary>
    internal IEnumerable<string> TooManyTraits(IEnumerable<string> traits)
    {
        lock (naming)
        {
            var all = traits.Union(traitNames.Values).ToList();
            return all.Count <= MostTraits ? [] :
            [
                $"There would be {all.Count} traits since the gateway started; expected at most {MostTraits}. Use "
                + "fewer, or restart the gateway.",
            ];
        }
    }

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
            held = isAdmitted ? new HeldRequest(path.Shard, asked, reservation) : default;
            return isAdmitted;
        }
    }

    /// <inheritdoc cref="LimitBook.Report"/>
    public bool Report(in HeldRequest request, in TokenUsage soFar, Instant now)
    {
        var shard = shards[request.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var isOpen = shard.Book.Report(request.Reservation, soFar, now);
            if (isOpen)
                journal?.Invoke(new UsageReported(now, TextOf(request.Id), soFar));
            return isOpen;
        }
    }

    /// <inheritdoc cref="LimitBook.Settle"/>
    public bool Settle(in HeldRequest request, in TokenUsage actual, Instant now)
    {
        var shard = shards[request.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var isOpen = shard.Book.Settle(request.Reservation, actual, now);
            if (isOpen)
                journal?.Invoke(new RequestSettled(now, TextOf(request.Id), actual));
            return isOpen;
        }
    }

    /// <inheritdoc cref="LimitBook.Release"/>
    public bool Release(in HeldRequest request, Instant now)
    {
        var shard = shards[request.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var isOpen = shard.Book.Release(request.Reservation, now);
            if (isOpen)
                journal?.Invoke(new RequestReleased(now, TextOf(request.Id)));
            return isOpen;
        }
    }

    /// <inheritdoc cref="LimitBook.States"/>
    public ImmutableArray<LimitState> States(LimitPath path, string? modelClass, Instant now)
    {
        if (modelClass is not null)
            ClassNumber(modelClass);
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return shard.Book.States(path.Scope, modelClass, now);
    }

    /// <summary>Explains what <see cref="TryReserve"/> would decide; nothing is changed.</summary>
    /// <inheritdoc cref="LimitBook.Explain" path="/exception"/>
    public Explanation Explain(LimitPath path, in LimitRequest request, Instant now)
    {
        var asked = request with { Scope = path.Scope };
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return shard.Book.Explain(asked, now);
    }

    private LimitPath Add(
        (string Name, int Shard) place, ScopePath above, ScopeLevel level, ScopeTerms terms, Instant now)
    {
        var shard = shards[place.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            shard.Book.Advance(now);
            var path = new LimitPath(place.Name, place.Shard, shard.Book.Add(above, level, terms));
            journal?.Invoke(new ScopeAdded(now, NameOf(path), level, terms.Sets, terms.WeekAnchor));
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

    private sealed class Shard(PolicyTimeline timeline)
    {
        public Lock Gate { get; } = new();

        public LimitBook Book { get; } = new(timeline);

        /// <summary>Instant of the last event that was noted.</summary>
        public Instant Noted { get; set; } = new(long.MinValue);
    }
}
