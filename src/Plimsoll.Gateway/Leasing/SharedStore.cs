using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>A store that several gateways share, and how this one takes part.</summary>
public sealed record SharedStore
{
    /// <summary>The store. Whoever opened it disposes it.</summary>
    public required IStore Store { get; init; }

    /// <summary>Name of this gateway, different from every other's; letters, digits and hyphens.</summary>
    public required string Gateway { get; init; }

    /// <summary>How leases are cut; the same at every gateway.</summary>
    public LeaseTerms Terms { get; init; } = new();

    /// <summary>How long the store may take to answer before it counts as gone. Default 2 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Kinds of limits that let requests pass while the store is gone and nothing leased is left. A request passes if
    /// all limits that it meets are of these kinds. Default: none does.
    /// </summary>
    public FrozenSet<LimitKind> OpenWithoutStore { get; init; } = FrozenSet<LimitKind>.Empty;

    /// <summary>
    /// Kinds of limits that refuse requests as soon as the store is gone, though something leased is left. Default:
    /// none; leases are served until they end.
    /// </summary>
    public FrozenSet<LimitKind> ClosedWithoutStore { get; init; } = FrozenSet<LimitKind>.Empty;

    /// <summary>
    /// Most entries of the ledger that a gateway keeps while the store is gone. With as many, nothing more passes
    /// without it. Default 500,000, some 200 MB.
    /// </summary>
    public int MostUntold { get; init; } = 500_000;
}
