using System.Buffers.Text;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Plimsoll.Gateway.Keys;

/// <summary>The keys that a gateway accepts. Immutable and safe to share between threads.</summary>
public sealed class KeyRing
{
    /// <summary>How every key begins, so that secret scanners can find one that leaked.</summary>
    public const string Prefix = "plm-";

    private const int SecretBytes = 32;
    private const int HashDigits = 64;

    private readonly FrozenDictionary<string, GatewayKey> byHash;

    /// <summary>A ring of <paramref name="keys"/>.</summary>
    /// <param name="keys">The keys, in the order in which they are listed.</param>
    /// <exception cref="ArgumentException">Two keys share a name or a hash, or a key is not whole.</exception>
    public KeyRing(IEnumerable<GatewayKey> keys)
    {
        Keys = [.. keys];
        foreach (var key in Keys)
        {
            if (string.IsNullOrWhiteSpace(key.Name))
                throw new ArgumentException("A key needs a name.");
            if (key.Plan is null == key.Tier is null)
                throw new ArgumentException($"Key '{key.Name}' needs either a plan or a tier, and not both.");
            if (key.Hash.Length != HashDigits || !key.Hash.All(char.IsAsciiHexDigitLower))
                throw new ArgumentException($"Key '{key.Name}' has no hash of {HashDigits} lower-case hex digits.");
        }

        if (Keys.GroupBy(k => k.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Key name '{twice.Key}' is used twice: names must differ.");
        byHash = Keys.ToFrozenDictionary(k => k.Hash);
    }

    /// <summary>A ring with no keys: every request is refused.</summary>
    public static KeyRing Empty { get; } = new([]);

    /// <summary>All keys, oldest first.</summary>
    public ImmutableArray<GatewayKey> Keys { get; }

    /// <summary>A ring with one key more.</summary>
    /// <param name="name">What its owner calls it; not in the ring yet.</param>
    /// <param name="plan">Plan of the policy, or null.</param>
    /// <param name="tier">API tier of the policy, or null. Exactly one of plan and tier is set.</param>
    /// <param name="product">Product whose usage this is.</param>
    /// <param name="now">When it is made; its week resets at this weekday and time.</param>
    /// <returns>The new ring, and the key itself: it is shown here once and kept nowhere.</returns>
    /// <exception cref="ArgumentException">The name is taken, or both or neither of plan and tier are set.</exception>
    public (KeyRing Ring, string Key) Add(string name, string? plan, string? tier, string product, DateTimeOffset now)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var entry = new GatewayKey(name, Hash(key), product, now, now, plan, tier);
        return (new KeyRing(Keys.Add(entry)), key);
    }

    /// <summary>A ring without the key called <paramref name="name"/>; null when there is none.</summary>
    public KeyRing? Revoke(string name) =>
        Keys.Any(k => k.Name == name) ? new KeyRing(Keys.Where(k => k.Name != name)) : null;

    /// <summary>The entry of <paramref name="key"/>; null when it is not in the ring.</summary>
    /// <remarks>
    /// The table is searched by hash: how long that takes depends on the hash, from which nobody can work back to the
    /// key, and not on how much of a guessed key is right.
    /// </remarks>
    public GatewayKey? Find(string key) => byHash.GetValueOrDefault(Hash(key));

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
