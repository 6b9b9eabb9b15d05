using Plimsoll.Limits.Replay;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Durability;

/// <summary>What a store has of the limits of scopes, whether a gateway keeps it alone or shares it.</summary>
public static class ScopeValues
{
    /// <summary>Where what is lent of a scope's rate limits is kept, by its path.</summary>
    internal const string Lent = "lent/";

    /// <summary>
    /// Removes what a store has of the limits of a scope and of all beneath it. A gateway that still has keys of it
    /// lets it begin unused.
    /// </summary>
    /// <returns>How many values were removed.</returns>
    /// <exception cref="StoreException">The store cannot be asked.</exception>
    public static async Task<long> Remove(IStore store, ScopeName scope, CancellationToken cancellation)
    {
        long removed = 0;
        foreach (var own in new[] { StoreKeys.OfScope(scope.Text), Lent + scope.Text })
        {
            // Whoever changes one meanwhile does so once more at most: then it is there again, and removed again.
            await foreach (var value in store.ReadAll(own, cancellation))
            {
                if (value.Key == own || value.Key.StartsWith(own + "/", StringComparison.Ordinal))
                    removed += await Remove(store, value, cancellation);
            }
        }

        return removed;
    }

    private static async Task<int> Remove(IStore store, StoredValue value, CancellationToken cancellation)
    {
        while (value.Exists)
        {
            var change = StoreChange.Remove(value.Key, value.Version);
            if (await store.Commit(StoreBatch.Of(change), cancellation) is CommitResult.Committed)
                return 1;
            value = (await store.Read([value.Key], cancellation))[0];
        }

        return 0;
    }
}
