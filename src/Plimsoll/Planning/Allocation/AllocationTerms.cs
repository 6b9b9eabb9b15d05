using System.Collections.Immutable;

namespace Plimsoll.Planning.Allocation;

/// <summary>What an allocation has to heed beside the supply and the interactive load of a service.</summary>
public sealed record AllocationTerms
{
    /// <summary>
    /// Rank of each class, in the order of the classes: where not all can be served, load of a lower rank is served
    /// first. Empty: all alike.
    /// </summary>
    public ImmutableArray<int> Ranks { get; init; } = [];

    /// <summary>Which load has to stay at which sites, in ordinal order of name.</summary>
    public ImmutableArray<ResidencyRule> Residency { get; init; } = [];

    /// <summary>Work that may wait, in ordinal order of name.</summary>
    public ImmutableArray<ElasticJob> Jobs { get; init; } = [];

    /// <summary>Replicas that are held whatever the load is, in ordinal order of name.</summary>
    public ImmutableArray<MinimumReplicas> Replicas { get; init; } = [];

    /// <summary>Rank of a class.</summary>
    public int RankOf(int modelClass) => Ranks.IsEmpty ? 0 : Ranks[modelClass];
}
