using System.Collections.Immutable;

namespace Plimsoll.Storage;

/// <summary>Values that are read, and what is decided by them.</summary>
/// <param name="Topics">
/// What it is about: where the store can arrange it, exchanges about the same topic are made one after the other.
/// </param>
/// <param name="Keys">Keys of the values that are read.</param>
/// <param name="Decide">
/// Decides by the values, in the order of their keys, what is committed; null: nothing. Called at most once, and quick:
/// others may wait meanwhile.
/// </param>
public sealed record StoreExchange(
    ImmutableArray<string> Topics,
    ImmutableArray<string> Keys,
    Func<ImmutableArray<StoredValue>, StoreBatch?> Decide);
