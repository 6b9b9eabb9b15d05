namespace Plimsoll.Scenarios.Charts;

/// <summary>Draws line charts.</summary>
internal static class ChartFigure
{
    private const double Width = 560;
    private const double Height = 250;
    private const double Left = 62;
    private const double Right = 14;
    private const double Top = 12;
    private const double Bottom = 44;
    private const double AloneTop = 34;
    private const double LegendRow = 20;
    private const int MostHovered = 80;
    private const int MostRows = 40;
    private const string AloneCss = """
        .chart .paper { fill: var(--paper) } .chart .head { font-size: 15px; font-weight: 600; fill: var(--ink) }
        .chart .key { fill: var(--c) } .chart .key.band { fill: var(--shade) } .chart .key.dash { fill: var(--ink) }
        """;

    public static string Write(LineChart chart)
    {
        var page = new HtmlWriter().Raw($"<figure class=\"chart\" id=\"{chart.Id}\">\n");
        page.Element("figcaption", chart.Title).Raw("\n");
        page.Raw($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" ");
        page.Raw($"aria-labelledby=\"{chart.Id}-t {chart.Id}-d\">\n");
        WriteDrawing(page, chart);
        page.Raw("</svg>\n");
        WriteLegend(page, chart);
        WriteTable(page, chart);
        return page.Raw("</figure>\n").ToString();
    }

    /// <summary>A chart without a page about it: title above and legend below, both drawn.</summary>
    public static string WriteAlone(LineChart chart)
    {
        var names = chart.Lines.Select(line => ($"c{line.Color}", line.Name))
            .Concat(chart.Marks.Select(mark => ("dash", mark.Name)))
            .Concat(chart.Bands.Select(band => band.Name).Distinct().Select(name => ("band", name))).ToList();
        var height = Height + AloneTop + (((names.Count + 1) / 2) * LegendRow) + 6;
        var page = new HtmlWriter().Raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" ");
        page.Raw($"aria-labelledby=\"{chart.Id}-t {chart.Id}-d\" viewBox=\"0 0 {Width} ").Number(height);
        page.Raw($"\" font-family=\"system-ui, sans-serif\">\n<style>\n{ChartStyle.Css}\n{AloneCss}\n</style>\n");
        page.Raw("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
        page.Element("text class=\"head\" x=\"12\" y=\"24\"", chart.Title);
        page.Raw($"\n<g transform=\"translate(0 {AloneTop})\">\n");
        WriteDrawing(page, chart);
        page.Raw("</g>\n");
        foreach (var (index, (look, name)) in names.Index())
        {
            var left = index % 2 == 0 ? Left : Width / 2;
            var top = Height + AloneTop + (index / 2 * LegendRow);
            page.Raw($"<rect class=\"key {look}\" width=\"12\" height=\"12\" x=\"").Number(left).Raw("\" y=\"")
                .Number(top).Raw("\"/>\n");
            Label(page, "start", left + 18, top + 11, name);
        }

        return page.Raw("</svg>\n").ToString();
    }

    private static void WriteDrawing(HtmlWriter page, LineChart chart)
    {
        var tops = LinePaths.Tops(chart);
        var x = new AxisScale(
            chart.X, chart.Lines.SelectMany(line => line.Points.Select(p => p.X)), Left, Width - Right, ticks: 5);
        var y = new AxisScale(
            chart.Y, tops.SelectMany(t => t.OfType<double>()).Concat(chart.Marks.Select(m => m.Value)),
            Height - Bottom, Top, ticks: 4);
        page.Element($"title id=\"{chart.Id}-t\"", chart.Title).Element($"desc id=\"{chart.Id}-d\"", chart.Summary);
        page.Raw("\n");
        WriteAxes(page, chart, x, y);
        WriteLines(page, chart, tops, x, y);
        WriteHover(page, chart, x);
    }

    private static void WriteAxes(HtmlWriter page, LineChart chart, AxisScale x, AxisScale y)
    {
        foreach (var band in chart.Bands)
        {
            var (from, to) = (x.At(band.From), x.At(band.To));
            page.Raw("<rect class=\"band\" x=\"").Number(from).Raw("\" y=\"").Number(Top).Raw("\" width=\"")
                .Number(to - from).Raw("\" height=\"").Number(Height - Bottom - Top).Raw("\"/>\n");
        }

        foreach (var (value, text) in y.Ticks)
        {
            var at = y.At(value);
            Rule(page, "grid", Left, at, Width - Right, at);
            Label(page, "end", Left - 8, at + 4.5, text);
        }

        foreach (var (value, text) in x.Ticks)
        {
            var at = x.At(value);
            Rule(page, "tick", at, Height - Bottom, at, Height - Bottom + 5);
            Label(page, at > Width - Right - 20 ? "end" : "middle", at > Width - Right - 20 ? Width - 2 : at,
                Height - Bottom + 19, text);
        }

        Rule(page, "axis", Left, Height - Bottom, Width - Right, Height - Bottom);
        Label(page, "middle", (Left + Width - Right) / 2, Height - 6, chart.X.Label, "name");
    }

    private static void WriteLines(HtmlWriter page, LineChart chart, List<double?[]> tops, AxisScale x, AxisScale y)
    {
        // Stacked lines hide what lies below them, so the highest is drawn first.
        var order = Enumerable.Range(0, tops.Count)
            .OrderBy(i => chart.Lines[i].Form == LineForm.Stacked ? -i : i).ToList();
        foreach (var index in order)
        {
            var (line, own) = (chart.Lines[index], tops[index]);
            if (line.Form is LineForm.Area or LineForm.Stacked)
            {
                var name = line.Form == LineForm.Stacked ? "stack" : "area";
                page.Raw($"<path class=\"{name} c{line.Color}\" d=\"{LinePaths.Surface(line, own, x, y)}\"/>\n");
            }

            if (line.Form != LineForm.Stacked)
                page.Raw($"<path class=\"line c{line.Color}\" d=\"{LinePaths.Edge(line, own, x, y)}\"/>\n");
        }

        foreach (var mark in chart.Marks)
            Rule(page, "mark", Left, y.At(mark.Value), Width - Right, y.At(mark.Value));
    }

    /// <summary>Strips that tell their values under the pointer, without a script.</summary>
    private static void WriteHover(HtmlWriter page, LineChart chart, AxisScale x)
    {
        var points = chart.Lines.IsEmpty ? [] : chart.Lines[0].Points;
        var each = Math.Max(1, (points.Length + MostHovered - 1) / MostHovered);
        page.Raw("<g class=\"hover\">\n");
        for (var point = 0; point < points.Length; point += each)
        {
            var from = x.At(points[point].X);
            var to = x.At(LinePaths.End(chart.Lines[0], Math.Min(points.Length - 1, point + each - 1)));
            page.Raw("<rect x=\"").Number(from).Raw("\" y=\"").Number(Top).Raw("\" width=\"")
                .Number(Math.Max(0.5, to - from)).Raw("\" height=\"").Number(Height - Bottom - Top).Raw("\">");
            var values = chart.Lines.Where(line => point < line.Points.Length)
                .Select(line => $"{line.Name} {Value(line.Points[point].Y, chart.Y)}");
            page.Element("title", $"{AxisText.Of(points[point].X, chart.X)}: {string.Join(", ", values)}");
            page.Raw("</rect>\n");
        }

        page.Raw("</g>\n");
    }

    private static void WriteLegend(HtmlWriter page, LineChart chart)
    {
        page.Raw("<ul class=\"legend\">");
        foreach (var line in chart.Lines)
        {
            page.Raw($"<li><i class=\"key c{line.Color}\"></i>").Text(line.Name).Raw("</li>");
        }

        foreach (var mark in chart.Marks)
            page.Raw("<li><i class=\"key dashed\"></i>").Text(mark.Name).Raw("</li>");
        foreach (var name in chart.Bands.Select(b => b.Name).Distinct())
            page.Raw("<li><i class=\"key shade\"></i>").Text(name).Raw("</li>");
        page.Raw("</ul>\n");
    }

    private static void WriteTable(HtmlWriter page, LineChart chart)
    {
        var points = chart.Lines.IsEmpty ? [] : chart.Lines[0].Points;
        var each = Math.Max(1, (points.Length + MostRows - 1) / MostRows);
        page.Raw("<details><summary>").Text(each == 1 ? "Numbers" : $"Numbers (1 point in {each})");
        page.Raw("</summary><div class=\"scroll\"><table><thead><tr>").Element("th scope=\"col\"", chart.X.Label);
        foreach (var line in chart.Lines)
            page.Element("th scope=\"col\" class=\"n\"", line.Name);
        page.Raw("</tr></thead><tbody>\n");
        for (var point = 0; point < points.Length; point += each)
        {
            page.Raw("<tr>").Element("th scope=\"row\"", AxisText.Of(points[point].X, chart.X));
            foreach (var line in chart.Lines)
                page.Element("td", point < line.Points.Length ? Value(line.Points[point].Y, chart.Y) : "–");
            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div></details>\n");
    }

    private static string Value(double? value, Axis axis) => value is { } known ? AxisText.Of(known, axis) : "–";

    private static void Rule(HtmlWriter page, string name, double x1, double y1, double x2, double y2) => page
        .Raw($"<line class=\"{name}\" x1=\"").Number(x1).Raw("\" y1=\"").Number(y1).Raw("\" x2=\"").Number(x2)
        .Raw("\" y2=\"").Number(y2).Raw("\"/>\n");

    private static void Label(
        HtmlWriter page, string anchor, double x, double y, string text, string name = "at") => page
        .Raw($"<text class=\"{name}\" text-anchor=\"{anchor}\" x=\"").Number(x).Raw("\" y=\"").Number(y)
        .Raw("\">").Text(text).Raw("</text>\n");
}
