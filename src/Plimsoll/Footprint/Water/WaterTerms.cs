using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Water;

/// <summary>
/// What the water account of a site is reckoned with: water that is used up, not what is drawn and given back. What is
/// null is not stated and counts as nothing.
/// </summary>
public sealed record WaterTerms
{
    /// <summary>Used up on the site for the energy of its servers and network (WUE), mean of the months.</summary>
    public WaterFactor? OnSite { get; init; }

    /// <summary>Multiples of that mean by month: 12 with the mean 1; empty: all alike.</summary>
    public ImmutableArray<double> ByMonth { get; init; } = [];

    /// <summary>Part of the energy at the meter that servers and network take, above 0 to 1.</summary>
    public required double ItPart { get; init; }

    /// <summary>Used up where electricity of the grid is made (EWIF).</summary>
    public WaterFactor? Grid { get; init; }

    /// <summary>Used up by the generators of the site.</summary>
    public WaterFactor? Generators { get; init; }

    /// <summary>Used up by solar panels, washing included.</summary>
    public WaterFactor? Solar { get; init; }
}
