using Plimsoll.Gateway.Durability;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <content>What is kept in a store, where there is one.</content>
public sealed partial class ShardedLimits
{
    private readonly StoredLimits? stored;

    /// <summary>Limits that go on where the process before ended, and commit whatever changes.</summary>
    internal ShardedLimits(
        PolicyTimeline timeline, StoredLimits stored, int shards, Action<LimitEvent>? journal, Instant now)
        : this(timeline, shards, journal, number => NewShard(stored, timeline, (number, shards), now))
    {
        this.stored = stored;
        this.shards[0].Notes!.Note();
        stored.Committer.Begin(Take);
    }

    /// <summary>Waits until all that was changed until now is durable, where somebody is to wait for that.</summary>
    internal ValueTask Confirm() => stored?.Committer.Confirm() ?? default;

    /// <summary>Puts a scope into its book as the store has it, or unused.</summary>
    private ScopePath AddTo(
        Shard shard,
        LimitPath? above,
        string name,
        ScopeLevel level,
        ScopeTerms terms,
        Instant now,
        out long version)
    {
        var place = above?.Scope ?? default;
        var value = stored?.State.TakeScope(name) ?? default;
        version = value.Version;
        if (!value.Exists)
            return shard.Book.Add(place, level, terms);
        return StoredState.Named(value.Key, () =>
        {
            if (LimitBook.LevelOf(value.Bytes.Span) != level)
                return shard.Book.Add(place, level, terms);
            var path = shard.Book.Add(place, level, value.Bytes.Span, now);
            if (!shard.Book.Carries(path, terms))
                shard.Book.Change(path, terms, now);
            return path;
        });
    }

    /// <summary>Ends what a process that ended left open of a scope.</summary>
    private void Recover(Shard shard, LimitPath path, Instant now)
    {
        foreach (var left in stored!.State.TakeOpen(path.Name))
            StoredState.Named(left.Key.Key, () =>
            {
                shard.Notes!.Recover(left, path, now);
                return true;
            });
    }

    /// <summary>Notes what a request that was admitted will be entered in the ledger with.</summary>
    private void NoteAdmitted(Shard shard, LimitPath path, in LimitRequest asked, Reservation reservation)
    {
        if (reservation.IsRepeated)
            return;
        var terms = shard.Book.Policy.Classes[classNames[asked.Class]];
        shard.Notes!.Begin(new OpenBill(reservation, path, terms) { Lane = reservation.Lane });
    }

    /// <summary>What a request that was admitted elsewhere will be entered in the ledger with.</summary>
    internal OpenBill BillOf(LimitPath path, in LimitRequest asked, Lane lane)
    {
        var name = classNames[asked.Class];
        return Use(path, book => new OpenBill(default, path, book.Policy.Classes[name]) { Lane = lane });
    }

    private static Shard NewShard(
        StoredLimits stored, PolicyTimeline timeline, (int Number, int Count) place, Instant now)
    {
        var book = stored.NewBook(timeline, now);
        return new Shard(book, stored.NewNotes(book, place.Number, place.Count));
    }

    private IEnumerable<CommitBatch> Take()
    {
        var batch = new CommitBatch();
        for (var number = 0; number < shards.Length; number++)
        {
            var shard = shards[number];
            lock (shard.Gate)
            {
                if (shard.Notes!.HasChanges)
                    shard.Notes.Take(batch, (number, shards.Length), stored!.CourseOf(number), shard.Book.Latest);
            }

            if (!batch.IsFull)
                continue;
            yield return batch;
            batch = new CommitBatch();
        }

        if (!batch.IsEmpty)
            yield return batch;
    }
}
