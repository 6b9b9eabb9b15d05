using System.Collections.Immutable;

namespace Plimsoll.Scenarios.Charts;

/// <summary>
/// Regions of two quantities with their lettered edges, and lines over the same axis below them. A picture of its own:
/// an SVG with its colors, for light and dark. The same chart gives the same bytes.
/// </summary>
public sealed record RegionChart
{
    /// <summary>What the chart shows, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be known to read it, a line each.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>What there is to see in it, for those who do not see it.</summary>
    public required string Summary { get; init; }

    /// <summary>The axis from left to right, with least and greatest value.</summary>
    public required Axis X { get; init; }

    /// <summary>The axis from bottom to top, with least and greatest value.</summary>
    public required Axis Y { get; init; }

    /// <summary>What is filled, the first at the back.</summary>
    public required ImmutableArray<ChartRegion> Regions { get; init; }

    /// <summary>Lines between what holds and what does not; they are lettered in order.</summary>
    public required ImmutableArray<ChartEdge> Edges { get; init; }

    /// <summary>Points that are marked. Default: none.</summary>
    public ImmutableArray<ChartSpot> Spots { get; init; } = [];

    /// <summary>The upward axis of the lines below.</summary>
    public required Axis Below { get; init; }

    /// <summary>Lines below, over the same axis from left to right.</summary>
    public required ImmutableArray<ChartLine> Lines { get; init; }

    /// <summary>The chart as an SVG document.</summary>
    public string Svg() => RegionFigure.Write(this);
}

/// <summary>A filled region.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Corners">Its outline; none: there is no such region.</param>
/// <param name="Color">Number of its color, 1 to 6.</param>
/// <param name="Opacity">How strong it is, above 0 to 1.</param>
public sealed record ChartRegion(
    string Name, ImmutableArray<(double X, double Y)> Corners, int Color, double Opacity);

/// <summary>An edge.</summary>
/// <param name="Name">What holds on which side of it.</param>
/// <param name="Points">From end to end; the letter stands at the last one shown.</param>
/// <param name="IsDashed">Whether it is dashed.</param>
public sealed record ChartEdge(string Name, ImmutableArray<(double X, double Y)> Points, bool IsDashed);

/// <summary>A marked point.</summary>
/// <param name="Name">What stands beside it.</param>
/// <param name="X">Where, from left to right.</param>
/// <param name="Y">Where, from bottom to top.</param>
/// <param name="IsMain">Whether it is the one that matters.</param>
public sealed record ChartSpot(string Name, double X, double Y, bool IsMain);
