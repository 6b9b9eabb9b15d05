using System.Collections.Immutable;
using System.Text;
using Plimsoll.Gateway.Documents;
using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// The policy and the keys of gateways that share a store. Once operators changed them at one gateway, what the store
/// has counts at all of them, before any configuration. Safe to share between threads.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="adopt">Puts in force what was read.</param>
internal sealed class SharedRules(IStore store, Action<StoredRules> adopt)
{
    /// <summary>Key of the value that each change writes, so that they are made one after the other.</summary>
    public const string Changes = "policy/changes";

    /// <summary>Key of the policy that was uploaded.</summary>
    public const string Policy = "policy/enforced";

    /// <summary>Key of the keys that were changed.</summary>
    public const string Keys = "keys/ring";

    private static readonly ImmutableArray<string> all = [Changes, Policy, Keys];
    private static readonly byte[] changed = [1];

    private volatile StoredRules inForce = StoredRules.None;

    /// <summary>What is in force here; set while nobody else changes anything.</summary>
    public StoredRules InForce
    {
        get => inForce;
        set => inForce = value;
    }

    /// <summary>Reads what the store has.</summary>
    /// <exception cref="StoreException">It cannot be asked.</exception>
    /// <exception cref="InvalidDataException">It has what cannot be read.</exception>
    public async Task<StoredRules> Read(CancellationToken cancellation)
    {
        var (values, known) = (await store.Read(all, cancellation), InForce);
        return new StoredRules(
            values[0].Version,
            values[1].Version,
            values[1].Version == known.PolicyVersion ? known.Policy : PolicyFile.Read(values[1].Bytes, Policy),
            values[2].Version,
            values[2].Version == known.KeysVersion ? known.Keys : KeyFile.Read(values[2].Bytes.Span, Keys));
    }

    /// <summary>Puts in force what the store has, if it has more than what is.</summary>
    /// <param name="version">Version that the store has of <see cref="Changes"/>; null: it is looked for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether there was more.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public async ValueTask<bool> Follow(long? version, CancellationToken cancellation)
    {
        version ??= (await store.Read([Changes], cancellation))[0].Version;
        if (version <= InForce.Version)
            return false;
        adopt(await Read(cancellation));
        return true;
    }

    /// <summary>Writes other rules, unless somebody else changed any since they were read.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="policy">Another policy; null: it stays.</param>
    /// <param name="keys">Other keys; null: they stay.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What the store has then; null: somebody else was faster.</returns>
    /// <exception cref="StoreException">It cannot be asked, or it is not known what came of it.</exception>
    /// <exception cref="InvalidDataException">It is too large to be kept.</exception>
    public async Task<StoredRules?> Change(
        StoredRules read, PolicyTimeline? policy, KeyRing? keys, CancellationToken cancellation)
    {
        List<StoreChange> changes = [StoreChange.Put(Changes, read.Version, changed)];
        if (policy is not null)
            changes.Add(Put(Policy, read.PolicyVersion, Encoding.UTF8.GetBytes(PolicyJson.Write(policy))));
        if (keys is not null)
            changes.Add(Put(Keys, read.KeysVersion, KeyFile.Write(keys)));
        if (await store.Commit(StoreBatch.Of([.. changes]), cancellation) is not CommitResult.Committed made)
            return null;
        return new StoredRules(
            made.Version,
            policy is null ? read.PolicyVersion : made.Version,
            policy ?? read.Policy,
            keys is null ? read.KeysVersion : made.Version,
            keys ?? read.Keys);
    }

    private static StoreChange Put(string key, long version, byte[] bytes) => bytes.Length <= StoreBatch.LargestValue
        ? StoreChange.Put(key, version, bytes)
        : throw new InvalidDataException(
            $"{key} would have {bytes.Length} bytes; a store takes at most {StoreBatch.LargestValue}.");
}
