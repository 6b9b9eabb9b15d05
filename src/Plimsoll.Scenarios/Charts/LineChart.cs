using System.Collections.Immutable;

namespace Plimsoll.Scenarios.Charts;

/// <summary>Lines, steps or stacked areas over one axis. The same chart gives the same bytes.</summary>
public sealed record LineChart
{
    /// <summary>A name that no other chart of the page has: letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What the chart shows, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>What there is to see in it, for those who do not see it.</summary>
    public required string Summary { get; init; }

    /// <summary>The axis from left to right.</summary>
    public required Axis X { get; init; }

    /// <summary>The axis from bottom to top.</summary>
    public required Axis Y { get; init; }

    /// <summary>What is drawn, the first at the back.</summary>
    public required ImmutableArray<ChartLine> Lines { get; init; }

    /// <summary>Stretches of the axis from left to right that are marked. Default: none.</summary>
    public ImmutableArray<ChartBand> Bands { get; init; } = [];

    /// <summary>Values of the upward axis at which a dashed line lies. Default: none.</summary>
    public ImmutableArray<ChartMark> Marks { get; init; } = [];

    /// <summary>The chart as a figure with its legend and, folded, its numbers.</summary>
    public string Figure() => ChartFigure.Write(this);

    /// <summary>The chart as an SVG file that stands alone, with title and legend.</summary>
    public string Drawing() => ChartFigure.WriteAlone(this);
}

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Points">From left to right. A gap where a value is null.</param>
/// <param name="Form">How it is drawn.</param>
/// <param name="Color">Number of its color, 1 to 6.</param>
public sealed record ChartLine(string Name, ImmutableArray<ChartPoint> Points, LineForm Form, int Color);

/// <summary>A point of a line. <c>default</c> is a gap at 0.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">Its value; null for none.</param>
public readonly record struct ChartPoint(double X, double? Y);

/// <summary>A marked stretch.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Name">What it is called in the legend.</param>
public sealed record ChartBand(double From, double To, string Name);

/// <summary>A value that others are compared with.</summary>
/// <param name="Value">The value.</param>
/// <param name="Name">What it is called in the legend.</param>
public sealed record ChartMark(double Value, string Name);

/// <summary>How a line is drawn.</summary>
public enum LineForm
{
    /// <summary>From point to point.</summary>
    Line,

    /// <summary>Each value up to the next point.</summary>
    Step,

    /// <summary>Each value up to the next point, filled down to zero.</summary>
    Area,

    /// <summary>As an area on top of the stacked lines before it, which have the same points.</summary>
    Stacked,
}
