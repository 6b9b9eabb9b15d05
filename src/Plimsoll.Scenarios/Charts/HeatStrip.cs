using System.Collections.Immutable;
using System.Globalization;

namespace Plimsoll.Scenarios.Charts;

/// <summary>
/// Rows of cells whose strength of color is a share, over one axis. The same chart gives the same bytes.
/// </summary>
public sealed record HeatStrip
{
    private const double Width = 560;
    private const double Left = 130;
    private const double Right = 14;
    private const double RowHeight = 22;
    private const double Bottom = 44;

    /// <summary>A name that no other chart of the page has: letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What the chart shows, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>What there is to see in it, for those who do not see it.</summary>
    public required string Summary { get; init; }

    /// <summary>The axis from left to right.</summary>
    public required Axis X { get; init; }

    /// <summary>Where the cells of all rows begin, rising, and where the last ends: one more than cells.</summary>
    public required ImmutableArray<double> Edges { get; init; }

    /// <summary>The rows from top to bottom.</summary>
    public required ImmutableArray<HeatRow> Rows { get; init; }

    /// <summary>The chart as a figure.</summary>
    public string Figure()
    {
        var x = new AxisScale(X, Edges, Left, Width - Right, ticks: 5);
        var height = (Rows.Length * RowHeight) + Bottom;
        var share = new Axis("", AxisUnit.Share);
        var page = new HtmlWriter().Raw($"<figure class=\"chart\" id=\"{Id}\">\n").Element("figcaption", Title);
        page.Raw("\n<svg viewBox=\"0 0 ").Number(Width).Raw(" ").Number(height);
        page.Raw($"\" role=\"img\" aria-labelledby=\"{Id}-t {Id}-d\">\n");
        page.Element($"title id=\"{Id}-t\"", Title).Element($"desc id=\"{Id}-d\"", Summary).Raw("\n");
        foreach (var (index, row) in Rows.Index())
        {
            var top = index * RowHeight;
            page.Raw($"<text text-anchor=\"end\" x=\"{Left - 8}\" y=\"").Number(top + 15).Raw("\">").Text(row.Name);
            page.Raw("</text>\n<g class=\"heat\">");
            for (var cell = 0; cell < row.Shares.Length; cell++)
            {
                var from = x.At(Edges[cell]);
                page.Raw("<rect x=\"").Number(from).Raw("\" y=\"").Number(top + 2).Raw("\" width=\"")
                    .Number(x.At(Edges[cell + 1]) - from + 0.3).Raw("\" height=\"").Number(RowHeight - 4)
                    .Raw("\" fill-opacity=\"").Raw(Opacity(row.Shares[cell])).Raw("\">");
                page.Element(
                    "title", $"{row.Name}, {AxisText.Of(Edges[cell], X)}: {AxisText.Of(row.Shares[cell], share)}");
                page.Raw("</rect>");
            }

            page.Raw("</g>\n");
        }

        foreach (var (value, text) in x.Ticks)
        {
            page.Raw("<text text-anchor=\"middle\" x=\"").Number(Math.Min(x.At(value), Width - 24)).Raw("\" y=\"")
                .Number(height - Bottom + 19).Raw("\">").Text(text).Raw("</text>\n");
        }

        page.Raw("<text class=\"name\" text-anchor=\"middle\" x=\"").Number((Left + Width - Right) / 2);
        page.Raw("\" y=\"").Number(height - 6).Raw("\">").Text(X.Label).Raw("</text>\n</svg>\n");
        return page.Raw("</figure>\n").ToString();
    }

    private static string Opacity(double share) =>
        (0.05 + (0.95 * Math.Clamp(share, 0, 1))).ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>A row of a heat strip.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shares">A share from 0 to 1 for each cell.</param>
public sealed record HeatRow(string Name, ImmutableArray<double> Shares);
