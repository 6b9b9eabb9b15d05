using System.Collections.Immutable;

namespace Plimsoll.Scenarios.Charts;

/// <summary>
/// How far each of some inputs, alone, moves a figure: bars around the figure itself, each a row of a table with its
/// numbers, so that it reads the same without seeing the bars. The same chart gives the same bytes.
/// </summary>
public sealed record TornadoChart
{
    private const int LowColor = 1;
    private const int HighColor = 2;

    /// <summary>A name that no other chart of the page has: letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>What the chart shows, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>What the figure is, and in which unit.</summary>
    public required Axis Axis { get; init; }

    /// <summary>What the rows are: the head of their column.</summary>
    public required string Rows { get; init; }

    /// <summary>The figure with every input at its middle.</summary>
    public required double Middle { get; init; }

    /// <summary>A value that others are compared with, drawn through all bars; null: none.</summary>
    public ChartMark? Mark { get; init; }

    /// <summary>The bars from top to bottom.</summary>
    public required ImmutableArray<TornadoRow> Bars { get; init; }

    /// <summary>The chart as a figure.</summary>
    public string Figure()
    {
        double[] values = [Middle, .. Mark is { } mark ? [mark.Value] : Array.Empty<double>(),
            .. Bars.SelectMany(bar => new[] { bar.AtLow, bar.AtHigh }).Where(double.IsFinite)];
        var (least, most) = (values.Min(), values.Max());
        var page = new HtmlWriter().Raw($"<figure class=\"chart bars\" id=\"{Id}\">\n").Element("figcaption", Title);
        page.Raw("\n<table><thead><tr>").Element("th scope=\"col\"", Rows).Raw("<th aria-hidden=\"true\"></th>");
        foreach (var end in new[] { "low", "high" })
            page.Element("th scope=\"col\" class=\"n\"", $"{Axis.Label} at {end}");
        page.Raw("</tr></thead><tbody>\n");
        foreach (var bar in Bars)
        {
            page.Raw("<tr>").Element("th scope=\"row\"", bar.Name).Raw("<td class=\"bar\" aria-hidden=\"true\">");
            page.Raw("<svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">");
            Draw(page, bar.AtLow, LowColor, bar.Low);
            Draw(page, bar.AtHigh, HighColor, bar.High);
            Rule(page, "axis", At(Middle));
            if (Mark is not null)
                Rule(page, "mark", At(Mark.Value));
            page.Raw("</svg></td>").Element("td", AxisText.Of(bar.AtLow, Axis))
                .Element("td", AxisText.Of(bar.AtHigh, Axis)).Raw("</tr>\n");
        }

        page.Raw("</tbody></table>\n<ul class=\"legend\">");
        page.Raw($"<li><i class=\"key c{LowColor}\"></i>").Text("at the low end of the input").Raw("</li>");
        page.Raw($"<li><i class=\"key c{HighColor}\"></i>").Text("at its high end").Raw("</li>");
        if (Mark is not null)
            page.Raw("<li><i class=\"key dashed\"></i>").Text(Mark.Name).Raw("</li>");
        return page.Raw("</ul>\n</figure>\n").ToString();

        double At(double value) => most <= least ? 50 : 100 * (Math.Clamp(value, least, most) - least) / (most - least);

        void Draw(HtmlWriter into, double value, int color, string text)
        {
            var (from, to) = (Math.Min(At(value), At(Middle)), Math.Max(At(value), At(Middle)));
            into.Raw($"<rect class=\"c{color}\" x=\"").Number(from).Raw("\" y=\"0\" width=\"").Number(to - from)
                .Raw("\" height=\"10\">").Element("title", $"{text}: {AxisText.Of(value, Axis)}").Raw("</rect>");
        }
    }

    // The drawing is stretched to the width of its cell, its lines are not.
    private static void Rule(HtmlWriter page, string name, double x) => page
        .Raw($"<line class=\"{name}\" vector-effect=\"non-scaling-stroke\" x1=\"").Number(x)
        .Raw("\" y1=\"0\" x2=\"").Number(x).Raw("\" y2=\"10\"/>");
}

/// <summary>A bar of a tornado.</summary>
/// <param name="Name">The input.</param>
/// <param name="Low">Its low end, in words.</param>
/// <param name="AtLow">The figure with the input there.</param>
/// <param name="High">Its high end, in words.</param>
/// <param name="AtHigh">The figure with the input there.</param>
public sealed record TornadoRow(string Name, string Low, double AtLow, string High, double AtHigh);
