using System.Runtime.InteropServices;
using Plimsoll.Storage.Embedded.Frames;
using Plimsoll.Storage.Embedded.Logs;

namespace Plimsoll.Storage.Embedded;

/// <summary>
/// Batches that are made durable together. Each is decided on the state as those before it in the group leave it.
/// </summary>
internal sealed class CommitGroup(StoreState state)
{
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private readonly HashSet<UInt128> requests = [];
    private readonly List<string> conflicts = [];
    private long version = state.Version;

    /// <summary>Begins another group.</summary>
    public void Clear()
    {
        versions.Clear();
        requests.Clear();
        version = state.Version;
    }

    /// <summary>Decides a batch, and writes it if it changes something.</summary>
    public CommitResult Add(StoreBatch batch, ByteWriter to)
    {
        conflicts.Clear();
        foreach (var change in batch.Changes)
        {
            if (VersionOf(change.Key) != change.Expected)
                conflicts.Add(change.Key);
        }

        if (conflicts.Count > 0)
            return new CommitResult.Conflict([.. conflicts]);
        var isNew = batch.Entries.IsEmpty ? [] : new bool[batch.Entries.Length];
        var news = 0;
        for (var i = 0; i < isNew.Length; i++)
        {
            var request = batch.Entries.ItemRef(i).Request;
            isNew[i] = !state.Requests.Contains(request) && requests.Add(request);
            news += isNew[i] ? 1 : 0;
        }

        if (batch.Changes.Length > 0 || news > 0)
        {
            GroupForm.Write(to, ++version, batch, isNew);
            foreach (var change in batch.Changes)
                versions[change.Key] = change.Bytes is null ? 0 : version;
        }

        return new CommitResult.Committed(version, ImmutableCollectionsMarshal.AsImmutableArray(isNew));
    }

    private long VersionOf(string key) =>
        versions.TryGetValue(key, out var changed) ? changed : state[key].Version;
}
