using Plimsoll.Limits;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// Where requests are accounted: a handle that <see cref="ShardedLimits"/> gives out, valid for it alone. Safe to share
/// between threads.
/// </summary>
public sealed class LimitPath
{
    private readonly LimitPath? above;

    internal LimitPath(string name, int shard, ScopePath scope, LimitPath? above, ScopeTerms terms) =>
        (Name, Shard, Scope, this.above, Terms) = (name, shard, scope, above, terms);

    /// <summary>
    /// Names from the top down to the lowest scope, joined by slashes, such as <c>acme/research/alice</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>The scopes in the book of its shard.</summary>
    public ScopePath Scope { get; }

    /// <summary>What its lowest scope carries; set while its book is locked.</summary>
    internal ScopeTerms Terms { get; set; }

    /// <summary>
    /// Whether no key leads through it any more: nothing is made for it that the store does not have.
    /// </summary>
    internal bool IsOfNobody { get; set; }

    /// <summary>What all its scopes carry, from the top down, joined as the ledger has it.</summary>
    internal string Plan => string.Join('+', AllSets.Distinct());

    private IEnumerable<string> AllSets => (above?.AllSets ?? []).Concat(Terms.Sets);

    /// <summary>Which book keeps all of them.</summary>
    internal int Shard { get; }

    /// <summary>The first of its names: whose it is.</summary>
    internal string Organization => Name.IndexOf('/') is > 0 and var end ? Name[..end] : Name;

    /// <summary>The paths of the scopes that it leads through, from the organization down to itself.</summary>
    internal IEnumerable<LimitPath> Scopes() => (above?.Scopes() ?? []).Append(this);

    /// <summary>Its <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
