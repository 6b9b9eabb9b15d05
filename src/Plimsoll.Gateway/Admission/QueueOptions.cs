using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Admission;

/// <summary>How requests wait in front of the fleet.</summary>
public sealed record QueueOptions
{
    /// <summary>Bounds, bands and weights of every class's queue. Default: those of <see cref="QueueTerms"/>.</summary>
    public QueueTerms Terms { get; init; } = new();

    /// <summary>
    /// What plans and tiers get, by name. Default: the standard band and a weight of 1. Lanes come first: the priority
    /// lane is the high band, the batch lane the batch band.
    /// </summary>
    public FrozenDictionary<string, TenantTerms> Tenants { get; init; } = FrozenDictionary<string, TenantTerms>.Empty;

    /// <summary>All that is wrong with the options; empty when nothing is.</summary>
    public ImmutableArray<string> Problems() =>
    [
        .. Terms.Problems(),
        .. Tenants.Where(entry => entry.Value.Weight is < 1 or > QueueRequest.MostWeight).Select(entry =>
            $"weight of {entry.Key}: found {entry.Value.Weight}, expected 1 to {QueueRequest.MostWeight}."),
        .. Tenants.Where(entry => !Enum.IsDefined(entry.Value.Band)).Select(entry =>
            $"band of {entry.Key}: found {entry.Value.Band}, expected high, standard, low or batch."),
    ];
}
