using System.Collections.Immutable;
using System.Globalization;

namespace Plimsoll.Scenarios.Charts;

/// <summary>Draws region charts.</summary>
internal sealed class RegionFigure
{
    private const double Width = 760;
    private const double Left = 64;
    private const double Right = 24;
    private const double PlotHeight = 330;
    private const double StripHeight = 96;
    private const double Line = 19;
    private const double Gap = 52;
    private const double LetterSize = 9;

    private const string Style = """
        text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--soft);
          font-variant-numeric: tabular-nums }
        .title { font-size: 17px; font-weight: 650; fill: var(--ink) } .strong { fill: var(--ink) }
        .grid { stroke: var(--rule) } .axis { stroke: var(--edge) }
        .region { fill: var(--c); stroke: none }
        .border { fill: none; stroke: var(--ink); stroke-width: 1.4 } .dashed { stroke-dasharray: 5 4 }
        .line { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round }
        .letter circle { fill: var(--paper); stroke: var(--ink) } .letter text { font-size: 11px; fill: var(--ink) }
        .spot { fill: var(--soft) } .main { fill: var(--c2); stroke: var(--paper); stroke-width: 2 }
        .halo { stroke: var(--paper); stroke-width: 4; paint-order: stroke; stroke-linejoin: round }
        .c1 { --c: var(--c1) } .c2 { --c: var(--c2) } .c3 { --c: var(--c3) }
        .c4 { --c: var(--c4) } .c5 { --c: var(--c5) } .c6 { --c: var(--c6) }
        """;

    private readonly RegionChart chart;
    private readonly HtmlWriter page = new();
    private readonly double top;
    private readonly AxisScale x;
    private readonly AxisScale y;
    private readonly AxisScale below;

    private RegionFigure(RegionChart chart)
    {
        this.chart = chart;
        top = 42 + (Line * chart.Notes.Length) + 26;
        x = new AxisScale(chart.X, [], Left, Width - Right, ticks: 6);
        y = new AxisScale(chart.Y, [], Bottom, top, ticks: 6);
        below = new AxisScale(
            chart.Below, chart.Lines.SelectMany(l => l.Points.Select(p => p.Y ?? 0)), StripBottom, StripTop, ticks: 3);
    }

    private double Bottom => top + PlotHeight;

    private double StripTop => Bottom + Gap;

    private double StripBottom => StripTop + StripHeight;

    public static string Write(RegionChart chart) => new RegionFigure(chart).Write();

    private string Write()
    {
        var legend = StripBottom + 62;
        var height = legend + (Line * (chart.Regions.Length + chart.Edges.Length + chart.Lines.Length));
        page.Raw("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").Number(Width).Raw(" ").Number(height);
        page.Raw("\" role=\"img\" aria-labelledby=\"t d\">\n").Element("title id=\"t\"", chart.Title);
        page.Element("desc id=\"d\"", chart.Summary).Raw("\n<style>\n").Raw(ChartStyle.Colors).Raw(Style);
        page.Raw("\n</style>\n<rect width=\"100%\" height=\"100%\" fill=\"var(--paper)\"/>\n");
        Text("start", 16, 28, chart.Title, "title");
        for (var note = 0; note < chart.Notes.Length; note++)
            Text("start", 16, 30 + (Line * (note + 1)), chart.Notes[note]);
        WriteAxes();
        foreach (var region in chart.Regions)
            WriteRegion(region);
        for (var edge = 0; edge < chart.Edges.Length; edge++)
            WriteEdge(chart.Edges[edge], Letter(edge));
        foreach (var spot in chart.Spots)
            WriteSpot(spot);
        foreach (var line in chart.Lines)
            WriteLine(line);
        WriteLegend(legend);
        return page.Raw("</svg>\n").ToString();
    }

    private void WriteAxes()
    {
        WriteRules(y);
        WriteRules(below);
        foreach (var (value, text) in x.Ticks)
        {
            Rule("grid", x.At(value), top, x.At(value), Bottom);
            Rule("grid", x.At(value), StripTop, x.At(value), StripBottom);
            Text("middle", x.At(value), Bottom + 17, text);
            Text("middle", x.At(value), StripBottom + 17, text);
        }

        Rule("axis", Left, Bottom, Width - Right, Bottom);
        Rule("axis", Left, StripBottom, Width - Right, StripBottom);
        Text("start", Left + 4, top - 13, chart.Y.Label, "strong halo");
        Text("start", Left + 4, StripTop - 8, chart.Below.Label, "strong halo");
        Text("middle", (Left + Width - Right) / 2, StripBottom + 36, chart.X.Label, "strong");
    }

    private void WriteRules(AxisScale scale)
    {
        foreach (var (value, text) in scale.Ticks)
        {
            Rule("grid", Left, scale.At(value), Width - Right, scale.At(value));
            Text("end", Left - 8, scale.At(value) + 4.5, text);
        }
    }

    private void WriteRegion(ChartRegion region)
    {
        if (region.Corners.IsEmpty)
            return;
        page.Raw($"<polygon class=\"region c{region.Color}\" fill-opacity=\"");
        page.Raw(region.Opacity.ToString("0.##", CultureInfo.InvariantCulture)).Raw("\" points=\"");
        page.Raw(string.Join(' ', region.Corners.Select(c => At(c.X, c.Y)))).Raw("\"/>\n");
    }

    private void WriteEdge(ChartEdge edge, string letter)
    {
        var shown = edge.Points.Where(IsShown).ToImmutableArray();
        if (shown.IsEmpty)
            return;
        page.Raw($"<polyline class=\"border{(edge.IsDashed ? " dashed" : "")}\" points=\"");
        page.Raw(string.Join(' ', shown.Select(p => At(p.X, p.Y)))).Raw("\"/>\n");
        WriteLetter(letter, x.At(shown[^1].X), y.At(shown[^1].Y));
    }

    private bool IsShown((double X, double Y) point) =>
        point.X >= x.Min && point.X <= x.Max && point.Y >= y.Min && point.Y <= y.Max;

    private void WriteSpot(ChartSpot spot)
    {
        if (!IsShown((spot.X, spot.Y)))
            return;
        page.Raw($"<circle class=\"{(spot.IsMain ? "main" : "spot")}\" cx=\"").Number(x.At(spot.X)).Raw("\" cy=\"");
        page.Number(y.At(spot.Y)).Raw($"\" r=\"{(spot.IsMain ? "7" : "2.5")}\"/>\n");
        Text("start", x.At(spot.X) + 11, y.At(spot.Y) + 4.5, spot.Name, spot.IsMain ? "strong halo" : "halo");
    }

    private void WriteLine(ChartLine line)
    {
        page.Raw($"<polyline class=\"line c{line.Color}\" points=\"");
        page.Raw(string.Join(' ', line.Points.Where(p => p.Y is not null).Select(p =>
            $"{HtmlWriter.Pixels(x.At(p.X))},{HtmlWriter.Pixels(below.At(p.Y!.Value))}"))).Raw("\"/>\n");
    }

    private void WriteLegend(double at)
    {
        foreach (var region in chart.Regions)
        {
            page.Raw($"<rect class=\"region c{region.Color}\" fill-opacity=\"");
            page.Raw(region.Opacity.ToString("0.##", CultureInfo.InvariantCulture)).Raw("\" x=\"16\" y=\"");
            page.Number(at - 12).Raw("\" width=\"18\" height=\"14\"/>\n");
            Text("start", 44, at, region.Name, "strong");
            at += Line;
        }

        foreach (var line in chart.Lines)
        {
            Rule($"line c{line.Color}", 16, at - 4.5, 34, at - 4.5);
            Text("start", 44, at, line.Name, "strong");
            at += Line;
        }

        for (var edge = 0; edge < chart.Edges.Length; edge++)
        {
            WriteLetter(Letter(edge), 25, at - 4.5);
            Text("start", 44, at, chart.Edges[edge].Name);
            at += Line;
        }
    }

    private void WriteLetter(string letter, double left, double height)
    {
        page.Raw("<g class=\"letter\"><circle cx=\"").Number(left).Raw("\" cy=\"").Number(height).Raw("\" r=\"");
        page.Number(LetterSize).Raw("\"/>");
        Text("middle", left, height + 4, letter);
        page.Raw("</g>\n");
    }

    private static string Letter(int index) => ((char)('A' + index)).ToString();

    private string At(double across, double up) =>
        $"{HtmlWriter.Pixels(x.At(across))},{HtmlWriter.Pixels(y.At(up))}";

    private void Rule(string name, double x1, double y1, double x2, double y2) => page
        .Raw($"<line class=\"{name}\" x1=\"").Number(x1).Raw("\" y1=\"").Number(y1).Raw("\" x2=\"").Number(x2)
        .Raw("\" y2=\"").Number(y2).Raw("\"/>\n");

    private void Text(string anchor, double left, double height, string text, string? name = null) => page
        .Raw($"<text{(name is null ? "" : $" class=\"{name}\"")} text-anchor=\"{anchor}\" x=\"").Number(left)
        .Raw("\" y=\"").Number(height).Raw("\">").Text(text).Raw("</text>\n");
}
