using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <content>Overage, and resets of every kind.</content>
public sealed partial class ShardedLimits
{
    private readonly Lock changing = new();

    /// <inheritdoc cref="LimitBook.Change"/>
    public void Change(LimitPath path, ScopeTerms terms, Instant now)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            shard.Book.Change(path.Scope, terms, now);
            path.Terms = terms;
            shard.Notes?.Note();
            journal?.Invoke(new ScopeChanged(now, NameOf(path), terms.Sets, terms.WeekAnchor));
        }
    }

    /// <summary>
    /// Gives the name of a scope free, for another scope to have: what is in flight in it ends as it would. Those
    /// beneath it are removed before.
    /// </summary>
    public void Remove(LimitPath path, Instant now)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            journal?.Invoke(new ScopeRemoved(Settled(shard, now), NameOf(path)));
            shard.Notes?.Remove(path);
        }
    }

    /// <summary>
    /// Takes another policy timeline, in every book at one instant: what it has in force then takes effect then, its
    /// later versions at their dates.
    /// </summary>
    /// <param name="timeline">The new timeline.</param>
    /// <param name="now">When.</param>
    public void Adopt(PolicyTimeline timeline, Instant now)
    {
        lock (naming)
        {
            InAll(now, (shard, at) =>
            {
                Name(shard.Book, timeline);
                shard.Book.Adopt(timeline, at);
                journal?.Invoke(new PolicyAdopted(at, timeline));
                return true;
            });
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

    /// <param name="path">The path.</param>
    /// <param name="credit">The credit.</param>
    /// <param name="id">Name of the purchase, which is kept with it; null: it has none.</param>
    /// <param name="now">When.</param>
    /// <inheritdoc cref="LimitBook.Buy"/>
    public bool Buy(LimitPath path, MicroUsd credit, string? id, Instant now) => Change(
        path,
        now,
        (book, at) => book.Buy(path.Scope, credit, at),
        at => new CreditBought(at, NameOf(path), credit),
        (notes, at) =>
        {
            if (id is not null)
                notes.Note(new RememberedName(NamedThing.Purchase, RequestName.OfPurchase(path.Name, id), at));
        });

    /// <inheritdoc cref="LimitBook.Reset"/>
    public bool Reset(LimitPath path, ResetOrder order, UInt128 id, Instant now) => Change(
        path,
        now,
        (book, at) => book.Reset(path.Scope, order, id, at),
        at => new WindowsReset(at, TextOf(id), NameOf(path), order));

    /// <summary>
    /// Clears windows of every scope, or of those that carry certain sets, in every book at one instant.
    /// </summary>
    /// <param name="order">What to clear.</param>
    /// <param name="id">
    /// Name of the reset, which no reset of one scope has: one that was made before is not made again.
    /// </param>
    /// <param name="now">When.</param>
    /// <returns>False, without effect, when a reset of this name was made before.</returns>
    public bool ResetEverybody(ResetOrder order, UInt128 id, Instant now) => InAll(now, (shard, at) =>
    {
        if (!shard.Book.ResetEverybody(order, id, at))
            return false;
        journal?.Invoke(new WindowsReset(at, TextOf(id), null, order));
        return true;
    });

    /// <inheritdoc cref="LimitBook.UseGrant"/>
    public ResetResult UseGrant(LimitPath path, ResetGrant grant, UInt128 id, Instant now)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var result = shard.Book.UseGrant(path.Scope, grant, id, now);
            journal?.Invoke(new GrantUsed(now, NameOf(path), grant.Id, TextOf(id), result));
            shard.Notes?.Note();
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
        LimitPath path,
        Instant now,
        Func<LimitBook, Instant, bool> change,
        Func<Instant, LimitEvent> note,
        Action<ShardNotes, Instant>? keep = null)
    {
        var shard = shards[path.Shard];
        lock (shard.Gate)
        {
            now = Settled(shard, now);
            var isDone = change(shard.Book, now);
            if (isDone)
            {
                journal?.Invoke(note(now));
                shard.Notes?.Note();
                if (shard.Notes is { } notes)
                    keep?.Invoke(notes, now);
            }

            return isDone;
        }
    }

    /// <summary>
    /// Changes every book while nobody uses any, at an instant that none has passed: all go through the same.
    /// </summary>
    /// <returns>Whether any was changed.</returns>
    private bool InAll(Instant now, Func<Shard, Instant, bool> change)
    {
        var entered = 0;
        lock (changing)
        {
            try
            {
                foreach (var shard in shards)
                {
                    shard.Gate.Enter();
                    entered++;
                    now = Settled(shard, now);
                    now = shard.Book.Latest > now ? shard.Book.Latest : now;
                }

                var isChanged = false;
                foreach (var shard in shards)
                {
                    isChanged |= change(shard, now);
                    shard.Notes?.Note();
                }

                return isChanged;
            }
            finally
            {
                while (entered > 0)
                    shards[--entered].Gate.Exit();
            }
        }
    }
}
