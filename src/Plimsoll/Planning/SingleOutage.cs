using System.Collections.Immutable;

namespace Plimsoll.Planning;

/// <summary>What is missing at a time: a feed of one site, or what the grid of one takes back.</summary>
/// <param name="Lost">Index of the site that has lost a feed; negative: none.</param>
/// <param name="Curtailed">Index of the site whose grid is curtailed; negative: none.</param>
internal readonly record struct SingleOutage(int Lost, int Curtailed)
{
    /// <summary>Everything is there.</summary>
    public static SingleOutage None { get; } = new(-1, -1);

    /// <summary>Everything that a criterion asks a fleet to bear, nothing missing first.</summary>
    public static ImmutableArray<SingleOutage> Of(Fleet fleet, Criterion criterion)
    {
        var sites = Enumerable.Range(0, fleet.Sites.Length).ToArray();
        return
        [
            None,
            .. criterion.FeedsLost > 0 ? sites.Select(site => new SingleOutage(site, -1)) : [],
            .. criterion.HeedsCurtailment
                ? sites.Where(site => fleet.Sites[site].Supply?.Curtailment is not null)
                    .Select(site => new SingleOutage(-1, site))
                : [],
        ];
    }
}
