using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Gateway.Keys;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// The accounts of all keys, in memory: they begin empty with the gateway. Immutable and safe to share between threads.
/// </summary>
internal sealed class AccountBook
{
    private readonly FrozenDictionary<string, Account> byHash;
    private readonly FrozenDictionary<string, AccountScope> byName;

    /// <summary>Adds the scopes of a ring to limits that have none.</summary>
    public AccountBook(KeyRing ring, ShardedLimits limits, Instant now)
    {
        var scopes = new Dictionary<string, AccountScope>(StringComparer.Ordinal);
        foreach (var scope in ring.Tree.All)
        {
            var path = scope.Above is { } above
                ? limits.Add(scopes[above.Name].Path, scope.OwnName, scope.Level, scope.Terms, now)
                : limits.Add(scope.Name, scope.Level, scope.Terms, now);
            scopes[scope.Name] = new AccountScope(scope.Level, path, scope.Terms.Sets);
        }

        byName = scopes.ToFrozenDictionary(StringComparer.Ordinal);
        byHash = ring.Keys.ToFrozenDictionary(key => key.Hash, key => new Account(
            key,
            limits.ProductNumber(key.Product),
            ImmutableArray.CreateRange(ring.Tree.Of(key).Path, scope => scopes[scope.Name])));
    }

    /// <summary>The account of a key of the ring.</summary>
    public Account Of(GatewayKey key) => byHash[key.Hash];

    /// <summary>Names of all scopes, in alphabetical order.</summary>
    public IEnumerable<string> Names => byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The scope of a name such as <c>acme/research</c>; null when there is none.</summary>
    public AccountScope? Find(string scope) => byName.GetValueOrDefault(scope);
}
