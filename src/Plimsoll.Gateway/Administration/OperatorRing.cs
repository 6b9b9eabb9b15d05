using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Administration;

/// <summary>The operators' keys that a gateway accepts. Immutable and safe to share between threads.</summary>
public sealed class OperatorRing
{
    /// <summary>How every operator's key begins, so that secret scanners can find one that leaked.</summary>
    public const string Prefix = "plm-op-";

    private const int SecretBytes = 32;
    private const int HashDigits = 64;

    private readonly ImmutableArray<byte[]> hashes;

    /// <summary>A ring of <paramref name="keys"/>.</summary>
    /// <param name="keys">The keys, oldest first.</param>
    /// <exception cref="ArgumentException">
    /// Two keys share a name or a hash, or a key is not whole; the message has everything that is wrong, one a line.
    /// </exception>
    public OperatorRing(IEnumerable<OperatorKey> keys)
    {
        Keys = [.. keys];
        List<string> errors = [.. Keys.SelectMany(ErrorsOf)];
        errors.AddRange(Keys.GroupBy(key => key.Name).Where(keys => keys.Count() > 1)
            .Select(twice => $"Operator '{twice.Key}' is there twice: names must differ."));
        errors.AddRange(Keys.GroupBy(key => key.Hash).Where(keys => keys.Count() > 1)
            .Select(twice => $"Operators {string.Join(" and ", twice.Select(key => $"'{key.Name}'"))} have one hash."));
        if (errors.Count > 0)
            throw new ArgumentException(string.Join('\n', errors));
        hashes = [.. Keys.Select(key => Convert.FromHexString(key.Hash))];
    }

    /// <summary>A ring with no keys: operators have no routes.</summary>
    public static OperatorRing Empty { get; } = new([]);

    /// <summary>All keys, oldest first.</summary>
    public ImmutableArray<OperatorKey> Keys { get; }

    /// <summary>A ring with one operator more.</summary>
    /// <param name="name">Who it is; not in the ring yet.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="now">When it is made.</param>
    /// <returns>The new ring, and the key itself: it is shown here once and kept nowhere.</returns>
    /// <exception cref="ArgumentException">The name is taken or none.</exception>
    public (OperatorRing Ring, string Key) Add(string name, OperatorRole role, DateTimeOffset now)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (new OperatorRing(Keys.Add(new OperatorKey(name, KeyRing.HashOf(key), role, now))), key);
    }

    /// <summary>A ring without an operator; null when there is none of this name.</summary>
    public OperatorRing? Revoke(string name) =>
        Keys.Any(key => key.Name == name) ? new OperatorRing(Keys.Where(key => key.Name != name)) : null;

    /// <summary>
    /// The operator of a key; null when it is not in the ring. Every hash is compared in whole, so that the time it
    /// takes says nothing about any of them.
    /// </summary>
    public OperatorKey? Find(string key)
    {
        var sent = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        OperatorKey? found = null;
        for (var i = 0; i < hashes.Length; i++)
        {
            if (CryptographicOperations.FixedTimeEquals(sent, hashes[i]))
                found = Keys[i];
        }

        return found;
    }

    /// <summary>This ring with the key of <c>--admin-key-env</c>, of which only the hash is known.</summary>
    internal OperatorRing With(string? adminKeyHash) => adminKeyHash is null
        ? this
        : new OperatorRing(Keys.Add(new OperatorKey("", adminKeyHash, OperatorRole.Admin, default)));

    private static IEnumerable<string> ErrorsOf(OperatorKey key)
    {
        // The one without a name is that of --admin-key-env, which no file holds.
        if (key.Name.Length > 0 ? !NameForm.IsText(key.Name) : key.Created != default)
            yield return $"Operator '{NameForm.Shown(key.Name)}' has a name that cannot be: expected {NameForm.Text}.";
        if (key.Hash.Length != HashDigits || !key.Hash.All(char.IsAsciiHexDigitLower))
            yield return $"Operator '{key.Name}' has no hash of {HashDigits} lower-case hex digits.";
    }
}
