using System.Collections.Immutable;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// Turns of several desks that are made together. They share a reading and a commit, and nothing else: one that meets
/// what another gateway changed, or that cannot be read, keeps no other from being made.
/// </summary>
/// <param name="limits">Whose they are.</param>
/// <param name="turns">The turns, each of another organization.</param>
internal sealed class LeaseRound(LeasedLimits limits, List<DeskTurn> turns)
{
    private readonly List<DeskTurn> prepared = [];
    private long version;

    /// <summary>Makes them; each is told what came of it.</summary>
    public async Task Make()
    {
        while (turns.Count > 0)
        {
            try
            {
                using var patience = new CancellationTokenSource(limits.Patience, limits.Time);
                await limits.Clock.Read(patience.Token);
                await Attempt(patience.Token);
            }
            catch (Exception fault)
                when (turns.Count > 1 && fault is not (StoreException or OperationCanceledException))
            {
                // One of them is what the store does not take: each talks for itself.
                foreach (var turn in turns)
                    await new LeaseRound(limits, [turn]).Make();
                return;
            }
            catch (Exception fault)
            {
                foreach (var turn in turns)
                    turn.Fail(fault);
                return;
            }
        }
    }

    private async Task Attempt(CancellationToken cancellation)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal) { SharedRules.Changes };
        foreach (var turn in turns)
            keys.UnionWith(turn.Begin());
        ImmutableArray<string> topics = [.. turns.Select(turn => turn.Topic)];
        var result = await limits.Store.Exchange(new StoreExchange(topics, [.. keys], Decide), cancellation);
        if (await limits.Follow(version, cancellation))
            return;
        while (result is CommitResult.Conflict { Keys: var lost } && prepared.Count > 0)
        {
            prepared.RemoveAll(turn => turn.Batch!.Changes.Any(change => lost.Contains(change.Key)));
            result = prepared.Count > 0 ? await limits.Store.Commit(Joined(), cancellation) : null;
        }

        // Those that met a commit of another gateway, or had no room with the others, are left for another attempt.
        turns.RemoveAll(prepared.Contains);
        foreach (var turn in prepared)
            turn.Finish();
    }

    private StoreBatch? Decide(ImmutableArray<StoredValue> read)
    {
        var values = read.ToDictionary(value => value.Key, StringComparer.Ordinal);
        version = values[SharedRules.Changes].Version;
        prepared.Clear();
        if (limits.IsBehind(version))
            return null;
        var together = new JoinedBatch();
        foreach (var turn in turns.ToList())
        {
            if (!turn.Prepare(values))
                turns.Remove(turn);
            else if (together.TryAdd(turn.Batch!))
                prepared.Add(turn);
        }

        return prepared.Count > 0 ? together.Whole : null;
    }

    private StoreBatch Joined()
    {
        var together = new JoinedBatch();
        foreach (var turn in prepared)
            together.TryAdd(turn.Batch!);
        return together.Whole;
    }
}
