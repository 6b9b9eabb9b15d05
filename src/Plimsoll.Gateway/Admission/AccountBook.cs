using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// The accounts of all keys of one ring, in memory: they begin empty with the gateway. Immutable and safe to share
/// between threads; another ring makes another book over the same limits.
/// </summary>
internal sealed class AccountBook
{
    private readonly FrozenDictionary<GatewayKey, Account> byKey;
    private readonly FrozenDictionary<string, AccountScope> byName;
    private readonly RecentAccounts recent = new();

    /// <summary>Every scope that the limits know, those too in which no key stands any longer.</summary>
    private readonly ImmutableDictionary<string, AccountScope> kept;

    private AccountBook(
        KeyRing ring, ImmutableDictionary<string, AccountScope> kept, ShardedLimits limits, Instant now)
    {
        Ring = ring;
        var placing = new Placing(kept, limits, now);
        var placed = new Dictionary<string, AccountScope>(StringComparer.Ordinal);
        foreach (var scope in ring.Tree.All)
            placed[scope.Name] = placing.Place(scope);
        byName = placed.ToFrozenDictionary(StringComparer.Ordinal);
        this.kept = placing.Kept;
        var products = ring.Keys.Select(key => key.Product).Distinct(StringComparer.Ordinal)
            .ToDictionary(product => product, limits.ProductNumber, StringComparer.Ordinal);
        byKey = ring.Keys.ToFrozenDictionary<GatewayKey, GatewayKey, Account>(key => key, key => new Account(
            key,
            products[key.Product],
            ImmutableArray.CreateRange(ring.Tree.Of(key).Path, scope => byName[scope.Name])),
            ReferenceEqualityComparer.Instance);
    }

    /// <summary>The ring.</summary>
    public KeyRing Ring { get; }

    /// <summary>The accounts of a ring over limits that have no scopes.</summary>
    public static AccountBook Begin(KeyRing ring, ShardedLimits limits, Instant now) => new(
        ring, ImmutableDictionary.Create<string, AccountScope>(StringComparer.Ordinal), limits, now);

    /// <summary>
    /// The accounts of another ring over the same limits. A scope that both rings have keeps what was used; one that
    /// comes back after its last key went does so too. A scope that comes at another level is another one and begins
    /// unused, with all beneath it.
    /// </summary>
    public AccountBook Adopt(KeyRing ring, ShardedLimits limits, Instant now) => new(ring, kept, limits, now);

    /// <summary>The account of a key; null when it is not in the ring.</summary>
    public Account? Find(string key, DateTimeOffset now) => recent.Find(key, now) ?? Look(key, now);

    /// <summary>The account of the key of a name; null when the ring has none.</summary>
    public Account? Named(string name) =>
        Ring.Keys.FirstOrDefault(key => key.Name == name) is { } known ? byKey[known] : null;

    /// <summary>Names of all scopes, in alphabetical order.</summary>
    public IEnumerable<string> Names => byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>What scopes carry or carried: the limits still hold what is in flight in them.</summary>
    public IEnumerable<ScopeTerms> Terms => kept.Values.Select(scope => scope.Terms);

    /// <summary>The scope of a name such as <c>acme/research</c>; null when there is none.</summary>
    public AccountScope? FindScope(string scope) => byName.GetValueOrDefault(scope);

    private Account? Look(string key, DateTimeOffset now)
    {
        if (Ring.Find(key, now, out var until) is not { } known)
            return null;
        var account = byKey[known];
        recent.Keep(key, account, until);
        return account;
    }

    /// <summary>Brings limits from the scopes that they know to those of a ring, those above first.</summary>
    private sealed class Placing(
        ImmutableDictionary<string, AccountScope> kept, ShardedLimits limits, Instant now)
    {
        public ImmutableDictionary<string, AccountScope> Kept { get; private set; } = kept;

        public AccountScope Place(KeyScope scope)
        {
            var known = Kept.GetValueOrDefault(scope.Name);
            if (known is not null && known.Level != scope.Level)
            {
                Forget(scope.Name);
                known = null;
            }

            if (known is not null && known.Carries(scope.Terms))
                return known;
            var placed = new AccountScope(scope.Level, PathOf(scope, known), scope.Terms);
            Kept = Kept.SetItem(scope.Name, placed);
            return placed;
        }

        private LimitPath PathOf(KeyScope scope, AccountScope? known)
        {
            if (known is not null)
            {
                limits.Change(known.Path, scope.Terms, now);
                return known.Path;
            }

            return scope.Above is { } above
                ? limits.Add(Kept[above.Name].Path, scope.OwnName, scope.Level, scope.Terms, now)
                : limits.Add(scope.Name, scope.Level, scope.Terms, now);
        }

        /// <summary>Forgets a scope and all beneath it, the lowest first.</summary>
        private void Forget(string name)
        {
            var gone = Kept.Values.Select(scope => scope.Path)
                .Where(path => path.Name == name || path.Name.StartsWith($"{name}/", StringComparison.Ordinal))
                .OrderByDescending(path => path.Name.Count(letter => letter == '/'))
                .ThenBy(path => path.Name, StringComparer.Ordinal)
                .ToList();
            foreach (var path in gone)
                limits.Remove(path, now);
            Kept = Kept.RemoveRange(gone.Select(path => path.Name));
        }
    }
}
