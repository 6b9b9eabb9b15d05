using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Gateway.Admission;

namespace Plimsoll.Gateway.Keys;

/// <summary>The keys that a gateway accepts. Immutable and safe to share between threads.</summary>
public sealed partial class KeyRing
{
    /// <summary>How every key begins, so that secret scanners can find one that leaked.</summary>
    public const string Prefix = "plm-";

    private const int HashDigits = 64;
    private const int FirstYear = 1678;
    private const int LastYear = 2261;

    // Until when a hash works; null: it is not replaced.
    private readonly FrozenDictionary<KeyHash, (GatewayKey Key, DateTimeOffset? Until)> byHash;

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
        errors.AddRange(Keys.SelectMany(key => key.Hashes.Select(hash => (key.Name, Hash: hash)))
            .GroupBy(key => key.Hash).Where(keys => keys.Count() > 1)
            .Select(twice => $"Keys {string.Join(" and ", twice.Select(key => $"'{key.Name}'"))} have one hash."));
        if (errors.Count == 0)
            Tree = KeyScopes.Of(Keys, Scopes, errors);
        if (errors.Count > 0)
            throw new ArgumentException(string.Join('\n', errors));
        byHash = Keys.SelectMany(key => key.Entries.Select(entry => (key, entry)))
            .ToFrozenDictionary(each => KeyHash.Parse(each.entry.Hash), each => (each.key, each.entry.Until));
    }

    /// <summary>A ring with no keys: every request is refused.</summary>
    public static KeyRing Empty { get; } = new([]);

    /// <summary>All keys, oldest first.</summary>
    public ImmutableArray<GatewayKey> Keys { get; }

    /// <summary>What organizations, workspaces and users carry beside plans and tiers.</summary>
    public ImmutableArray<ScopeLimits> Scopes { get; }

    /// <summary>The scopes in which the keys stand.</summary>
    internal KeyScopes Tree { get; } = null!;

    /// <summary>Every organization, workspace, user and lone key, those above before those beneath.</summary>
    public IEnumerable<ScopePlace> Places
    {
        get
        {
            var keys = Keys.ToLookup(key => Tree.Of(key).Name, key => key.Name, StringComparer.Ordinal);
            return Tree.All.Select(scope => new ScopePlace(
                scope.Name, LimitNames.Of(scope.Level), [.. scope.Terms.Sets], [.. keys[scope.Name]]));
        }
    }

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public GatewayKey this[string name] => Keys.FirstOrDefault(key => key.Name == name) ?? throw new ArgumentException(
        $"There is no key '{NameForm.Shown(name)}'{NearestName.Hint(name, Keys.Select(key => key.Name))}.");

    /// <summary>The entry of a key; null when it is in none, or was replaced and works no longer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">When it is used.</param>
    /// <remarks>
    /// The table is searched by hash: how long that takes depends on the hash, from which nobody can work back to the
    /// key, and not on how much of a guessed key is right.
    /// </remarks>
    public GatewayKey? Find(string key, DateTimeOffset now) => Find(key, now, out _);

    /// <param name="key">The key.</param>
    /// <param name="now">When it is used.</param>
    /// <param name="until">Until when it works; null: it is not replaced.</param>
    /// <inheritdoc cref="Find(string, DateTimeOffset)"/>
    internal GatewayKey? Find(string key, DateTimeOffset now, out DateTimeOffset? until)
    {
        var isKnown = byHash.TryGetValue(KeyHash.Of(key), out var found);
        until = found.Until;
        return isKnown && (until is not { } end || end > now) ? found.Key : null;
    }

    /// <summary>What is kept of a key: its SHA-256 in lower-case hexadecimal digits.</summary>
    public static string HashOf(string key) => KeyHash.Of(key).ToString();

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
        if (!key.Hashes.All(hash => hash.Length == HashDigits && hash.All(char.IsAsciiHexDigitLower)))
            yield return $"Key '{key.Name}' has no hash of {HashDigits} lower-case hex digits.";
    }
}
