using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Plimsoll.Footprint.Community;

/// <summary>What was promised to those around the sites, what was done for them, and what is alleged.</summary>
/// <param name="Pledges">Pledges, the earliest first.</param>
/// <param name="Deeds">What was done, by site.</param>
/// <param name="Records">Allegations, proceedings, decisions and findings, the earliest first.</param>
public sealed record CommunityLedger(
    ImmutableArray<Pledge> Pledges, FrozenDictionary<string, SiteDeeds> Deeds, ImmutableArray<CommunityRecord> Records)
{
    /// <summary>What was done at a site.</summary>
    public SiteDeeds DeedsOf(string site) => Deeds.TryGetValue(site, out var deeds) ? deeds : new SiteDeeds();
}
