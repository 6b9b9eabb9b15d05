using System.Collections.Immutable;

namespace Plimsoll.Footprint.Power;

/// <summary>What of a site's sources is there.</summary>
public sealed record DispatchTerms
{
    /// <summary>Part of each source that is in service in each hour, as of the site, 0 to 1; empty: all.</summary>
    public ImmutableArray<double> InService { get; init; } = [];

    /// <summary>Part of grids that is left in each hour: less than 1 in a curtailment; empty: all.</summary>
    public ImmutableArray<double> OfGrid { get; init; } = [];

    /// <summary>Part of each source that is in service in an hour.</summary>
    public double InServiceAt(int hour) => InService.IsEmpty ? 1 : InService[hour];

    /// <summary>Part of grids that is left in an hour.</summary>
    public double OfGridAt(int hour) => OfGrid.IsEmpty ? 1 : OfGrid[hour];
}
