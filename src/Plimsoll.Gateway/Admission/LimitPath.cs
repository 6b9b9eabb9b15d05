using Plimsoll.Limits;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// Where requests are accounted: a handle that <see cref="ShardedLimits"/> gives out, valid for it alone. Immutable and
/// safe to share between threads.
/// </summary>
public sealed class LimitPath
{
    internal LimitPath(string name, int shard, ScopePath scope) => (Name, Shard, Scope) = (name, shard, scope);

    /// <summary>
    /// Names from the top down to the lowest scope, joined by slashes, such as <c>acme/research/alice</c>.
    /// </summary>
    public string Name { get; }

    /// <summary>The scopes in the book of its shard.</summary>
    public ScopePath Scope { get; }

    /// <summary>Which book keeps all of them.</summary>
    internal int Shard { get; }

    /// <summary>Its <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
