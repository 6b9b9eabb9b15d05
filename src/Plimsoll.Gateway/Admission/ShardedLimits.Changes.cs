using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <content>Overage, and resets of every kind.</content>
public sealed partial class ShardedLimits
{
    private readonly Lock resetting = new();

    /// <inheritdoc cref="LimitBook.OverageOf"/>
    public OverageStatus OverageOf(LimitPath path, string modelClass, Instant now)
    {
        ClassNumber(modelClass);
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return shard.Book.OverageOf(path.Scope, modelClass, now);
    }

    /// <inheritdoc cref="LimitBook.SetOverage"/>
    public bool SetOverage(LimitPath path, bool isEnabled, MicroUsd? daily, MicroUsd? monthly, Instant now) => Change(
        path,
        now,
        (book, at) => book.SetOverage(path.Scope, isEnabled, daily, monthly, at),
        at => new OverageSet(at, NameOf(path), isEnabled, daily, monthly));

    /// <inheritdoc cref="LimitBook.SetConsent"/>
    public bool SetConsent(LimitPath path, bool consents, Instant now) => Change(
        path,
        now,
        (book, at) => book.SetConsent(path.Scope, consents, at),
        at => new ConsentSet(at, NameOf(path), consents));

    /// <inheritdoc cref="LimitBook.Buy"/>
    public bool Buy(LimitPath path, MicroUsd credit, Instant now) => Change(
        path,
        now,
        (book, at) => book.Buy(path.Scope, credit, at),
        at => new CreditBought(at, NameOf(path), credit));

    /// <inheritdoc cref="LimitBook.Reset"/>
    public bool Reset(LimitPath path, ResetOrder order, UInt128 id, Instant now) => Change(
        path,
        now,
        (book, at) => book.Reset(path.Scope, order, id, at),
        at => new WindowsReset(at, TextOf(id), NameOf(path), order));

    /// <summary>
    /// Clears windows of every scope, or of those that carry certain sets, book by book: while it runs, some
    /// organizations are reset and others not yet.
    /// </summary>
    /// <param name="order">What to clear.</param>
    /// <param name="id">
    /// Name of the reset, which no reset of one scope has: one that was made before is not made again.
    /// </param>
    /// <param name="now">When.</param>
    /// <returns>False, without effect, when a reset of this name was made before.</returns>
    public bool ResetEverybody(ResetOrder order, UInt128 id, Instant now)
    {
        // One at a time, so that every book has met the same names when the next begins and all give one answer.
        lock (resetting)
        {
            var isMade = false;
            foreach (var shard in shards)
            {
                lock (shard.Gate)
                {
                    now = Settled(shard, now);
                    if (!shard.Book.ResetEverybody(order, id, now))
                        continue;
                    journal?.Invoke(new WindowsReset(now, TextOf(id), null, order));
                    isMade = true;
                }
            }

            return isMade;
        }
    }

    /// <inheritdoc cref="LimitBook.UseGrant"/>
    public ResetResult UseGrant(LimitPath path, ResetGrant grant, UInt128 id, Instant now)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var result = shard.Book.UseGrant(path.Scope, grant, id, now);
            journal?.Invoke(new GrantUsed(now, NameOf(path), grant.Id, TextOf(id), result));
            return result;
        }
    }

    /// <inheritdoc cref="LimitBook.StateOf"/>
    public GrantState StateOf(LimitPath path, ResetGrant grant, Instant now)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
            return shard.Book.StateOf(path.Scope, grant, now);
    }

    /// <summary>Changes a book, and notes what was done if anything was.</summary>
    private bool Change(
        LimitPath path, Instant now, Func<LimitBook, Instant, bool> change, Func<Instant, LimitEvent> note)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var isDone = change(shard.Book, now);
            if (isDone)
                journal?.Invoke(note(now));
            return isDone;
        }
    }
}
