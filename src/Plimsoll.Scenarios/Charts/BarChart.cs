using System.Collections.Immutable;

namespace Plimsoll.Scenarios.Charts;

/// <summary>
/// Bars from left to right, each a row of a table with its name and value: it reads the same without seeing the bars.
/// The same chart gives the same bytes.
/// </summary>
public sealed record BarChart
{
    /// <summary>A name that no other chart of the page has: letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What the chart shows, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// What the bars are, and in which unit. The longest fills the width unless the axis has a greatest value.
    /// </summary>
    public required Axis Axis { get; init; }

    /// <summary>What the rows are: the head of their column.</summary>
    public required string Rows { get; init; }

    /// <summary>The bars from top to bottom.</summary>
    public required ImmutableArray<ChartBar> Bars { get; init; }

    /// <summary>The chart as a figure.</summary>
    public string Figure()
    {
        var most = Axis.Max ?? Bars.Select(b => b.Parts.Sum(p => p.Value)).DefaultIfEmpty(0).Max();
        var page = new HtmlWriter().Raw($"<figure class=\"chart bars\" id=\"{Id}\">\n").Element("figcaption", Title);
        page.Raw("\n<table><thead><tr>").Element("th scope=\"col\"", Rows);
        page.Raw("<th aria-hidden=\"true\"></th>").Element("th scope=\"col\" class=\"n\"", Axis.Label);
        page.Raw("</tr></thead><tbody>\n");
        foreach (var bar in Bars)
        {
            page.Raw("<tr>").Element("th scope=\"row\"", bar.Name).Raw("<td class=\"bar\" aria-hidden=\"true\">");
            page.Raw("<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">");
            var left = 0.0;
            foreach (var part in bar.Parts)
            {
                var width = most <= 0 ? 0 : 100 * part.Value / most;
                page.Raw($"<rect class=\"c{part.Color}\" x=\"").Number(left).Raw("\" y=\"0\" width=\"").Number(width)
                    .Raw("\" height=\"10\">").Element("title", $"{part.Name} {AxisText.Of(part.Value, Axis)}");
                page.Raw("</rect>");
                left += width;
            }

            page.Raw("</svg></td>").Element("td", bar.Text ?? AxisText.Of(bar.Parts.Sum(p => p.Value), Axis));
            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table>\n<ul class=\"legend\">");
        var parts = Bars.SelectMany(b => b.Parts).Select(p => (p.Name, p.Color)).Distinct().ToList();
        foreach (var (name, color) in parts.Count > 1 ? parts : [])
            page.Raw($"<li><i class=\"key c{color}\"></i>").Text(name).Raw("</li>");
        return page.Raw("</ul>\n</figure>\n").ToString();
    }
}

/// <summary>A bar.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Parts">Its parts from left to right.</param>
/// <param name="Text">What is written beside it; null for the sum of its parts.</param>
public sealed record ChartBar(string Name, ImmutableArray<BarPart> Parts, string? Text = null);

/// <summary>A part of a bar.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Value">Its length. 0 or more.</param>
/// <param name="Color">Number of its color, 1 to 6.</param>
public sealed record BarPart(string Name, double Value, int Color);
