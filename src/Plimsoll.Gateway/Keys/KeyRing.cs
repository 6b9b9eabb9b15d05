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
    private const int FirstYear = 1678;
    private const int LastYear = 2261;

    private readonly FrozenDictionary<string, GatewayKey> byHash;

    /// <summary>A ring of <paramref name="keys"/>.</summary>
    /// <param name="keys">The keys, in the order in which they are listed, oldest first.</param>
    /// <param name="scopes">What organizations, workspaces and users carry beside; null: nothing.</param>
    /// <exception cref="ArgumentException">
    /// Two keys share a name or a hash, a key is not whole, or keys and scopes contradict each other; the message has
    /// everything that is wrong, one a line.
    /// </exception>
    public KeyRing(IEnumerable<GatewayKey> keys, IEnumerable<ScopeLimits>? scopes = null)
    {
        Keys = [.. keys];
        Scopes = [.. scopes ?? []];
        List<string> errors = [.. Keys.SelectMany(ErrorsOf)];
        errors.AddRange(Keys.GroupBy(key => key.Name).Where(keys => keys.Count() > 1)
            .Select(twice => $"Key name '{twice.Key}' is used twice: names must differ."));
        errors.AddRange(Keys.GroupBy(key => key.Hash).Where(keys => keys.Count() > 1)
            .Select(twice => $"Keys {string.Join(" and ", twice.Select(key => $"'{key.Name}'"))} have one hash."));
        if (errors.Count == 0)
            Tree = KeyScopes.Of(Keys, Scopes, errors);
        if (errors.Count > 0)
            throw new ArgumentException(string.Join('\n', errors));
        byHash = Keys.ToFrozenDictionary(k => k.Hash);
    }

    /// <summary>A ring with no keys: every request is refused.</summary>
    public static KeyRing Empty { get; } = new([]);

    /// <summary>All keys, oldest first.</summary>
    public ImmutableArray<GatewayKey> Keys { get; }

    /// <summary>What organizations, workspaces and users carry beside plans and tiers.</summary>
    public ImmutableArray<ScopeLimits> Scopes { get; }

    /// <summary>The scopes in which the keys stand.</summary>
    internal KeyScopes Tree { get; } = null!;

    /// <summary>A ring with one key more.</summary>
    /// <param name="name">What its owner calls it; not in the ring yet.</param>
    /// <param name="plan">Plan of the policy, or null.</param>
    /// <param name="tier">API tier of the policy, or null. Exactly one of plan and tier is set.</param>
    /// <param name="product">Product whose usage this is.</param>
    /// <param name="now">
    /// When it is made; its week resets at this weekday and time, or with the weeks of its user or organization where
    /// there is one.
    /// </param>
    /// <param name="place">Where it stands and what it carries itself. Default: it stands alone.</param>
    /// <returns>The new ring, and the key itself: it is shown here once and kept nowhere.</returns>
    /// <exception cref="ArgumentException">
    /// The name is taken, both or neither of plan and tier are set, or the key contradicts others.
    /// </exception>
    public (KeyRing Ring, string Key) Add(
        string name, string? plan, string? tier, string product, DateTimeOffset now, KeyPlace place = default)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var entry = new GatewayKey(name, HashOf(key), product, AnchorFor(place) ?? now, now, plan, tier)
        {
            Organization = place.Organization,
            Workspace = place.Workspace,
            User = place.User,
            Limits = place.Limits is { Count: > 0 } ? place.Limits : null,
        };
        return (new KeyRing(Keys.Add(entry), Scopes), key);
    }

    /// <summary>A ring in which a scope carries these limit sets and no others beside its plan or tier.</summary>
    /// <param name="scope">An organization, workspace or user of some key, such as <c>acme/research</c>.</param>
    /// <param name="limits">Names of limit sets; none takes back what it carried.</param>
    /// <exception cref="ArgumentException">
    /// No key stands in such a scope, a set is named twice, or nothing is to be taken back.
    /// </exception>
    public KeyRing Limit(string scope, IReadOnlyList<string> limits)
    {
        ImmutableArray<ScopeLimits> others = [.. Scopes.Where(entry => entry.Scope != scope)];
        if (limits.Count == 0 && others.Length == Scopes.Length)
            throw new ArgumentException($"Scope '{scope}' carries no limit sets that could be taken back.");
        return new KeyRing(Keys, limits.Count == 0 ? others : others.Add(new ScopeLimits(scope, limits)));
    }

    /// <summary>
    /// A ring without the key called <paramref name="name"/>, and without limits of scopes in which no key is left;
    /// null when there is none.
    /// </summary>
    public KeyRing? Revoke(string name)
    {
        if (Keys.All(key => key.Name != name))
            return null;
        var left = new KeyRing(Keys.Where(key => key.Name != name));
        var scopes = left.Tree.All.Select(scope => scope.Name).ToHashSet();
        return new KeyRing(left.Keys, Scopes.Where(entry => scopes.Contains(entry.Scope)));
    }

    /// <summary>The entry of <paramref name="key"/>; null when it is not in the ring.</summary>
    /// <remarks>
    /// The table is searched by hash: how long that takes depends on the hash, from which nobody can work back to the
    /// key, and not on how much of a guessed key is right.
    /// </remarks>
    public GatewayKey? Find(string key) => byHash.GetValueOrDefault(HashOf(key));

    /// <summary>What is kept of a key: its SHA-256 in lower-case hexadecimal digits.</summary>
    public static string HashOf(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>
    /// The anchor that keys of the same user, else of the same organization have: revoking the oldest must not move the
    /// weeks of the others.
    /// </summary>
    private DateTimeOffset? AnchorFor(KeyPlace place)
    {
        var within = Keys.Where(key => key.Organization is not null && key.Organization == place.Organization).ToList();
        var user = place.User is null ? null : within.Find(key => key.User == place.User);
        return (user ?? within.FirstOrDefault())?.WeekAnchor;
    }

    private static IEnumerable<string> ErrorsOf(GatewayKey key)
    {
        if (string.IsNullOrWhiteSpace(key.Name))
            yield return "A key needs a name.";
        else if (!NameForm.IsText(key.Name))
            yield return $"Key '{NameForm.Shown(key.Name)}' has a name that cannot be: expected {NameForm.Text}.";
        if (!NameForm.IsText(key.Product))
            yield return $"Key '{NameForm.Shown(key.Name)}' has product '{NameForm.Shown(key.Product)}': expected "
                + $"{NameForm.Text}.";
        if (key.WeekAnchor.UtcDateTime.Year is < FirstYear or > LastYear)
        {
            yield return $"Key '{NameForm.Shown(key.Name)}' has week-anchor {key.WeekAnchor.UtcDateTime:u}: expected a "
                + $"year from {FirstYear} to {LastYear}.";
        }

        if (key.Plan is null == key.Tier is null)
            yield return $"Key '{key.Name}' needs either a plan or a tier, and not both.";
        if (key.Hash.Length != HashDigits || !key.Hash.All(char.IsAsciiHexDigitLower))
            yield return $"Key '{key.Name}' has no hash of {HashDigits} lower-case hex digits.";
    }
}
