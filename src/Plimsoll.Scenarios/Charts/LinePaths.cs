using System.Text;

namespace Plimsoll.Scenarios.Charts;

/// <summary>Lines as paths of SVG.</summary>
internal static class LinePaths
{
    /// <summary>What each line reaches up to at its points: stacked ones on what lies below them.</summary>
    public static List<double?[]> Tops(LineChart chart)
    {
        var tops = new List<double?[]>();
        var stack = Array.Empty<double>();
        foreach (var line in chart.Lines)
        {
            var own = line.Points.Select(p => p.Y).ToArray();
            if (line.Form == LineForm.Stacked)
            {
                Array.Resize(ref stack, Math.Max(stack.Length, own.Length));
                for (var point = 0; point < own.Length; point++)
                    own[point] = stack[point] += own[point] ?? 0;
            }

            tops.Add(own);
        }

        return tops;
    }

    /// <summary>The upper edge of a line.</summary>
    public static string Edge(ChartLine line, double?[] tops, AxisScale x, AxisScale y)
    {
        var path = new StringBuilder();
        var isOpen = false;
        for (var point = 0; point < tops.Length; point++)
        {
            if (tops[point] is not { } value)
            {
                isOpen = false;
                continue;
            }

            var (left, top) = (HtmlWriter.Pixels(x.At(line.Points[point].X)), HtmlWriter.Pixels(y.At(value)));
            path.Append(!isOpen ? $"M{left} {top}" : line.Form == LineForm.Line ? $"L{left} {top}" : $"H{left}V{top}");
            isOpen = true;
            if (line.Form != LineForm.Line)
                path.Append($"H{HtmlWriter.Pixels(x.At(End(line, point)))}");
        }

        return path.ToString();
    }

    /// <summary>The surface between a line and zero; gaps have none.</summary>
    public static string Surface(ChartLine line, double?[] tops, AxisScale x, AxisScale y)
    {
        var path = new StringBuilder();
        var ground = HtmlWriter.Pixels(y.At(Math.Max(0, y.Min)));
        for (var point = 0; point < tops.Length;)
        {
            if (tops[point] is null)
            {
                point++;
                continue;
            }

            path.Append($"M{HtmlWriter.Pixels(x.At(line.Points[point].X))} {ground}");
            for (; point < tops.Length && tops[point] is { } value; point++)
                path.Append($"V{HtmlWriter.Pixels(y.At(value))}H{HtmlWriter.Pixels(x.At(End(line, point)))}");
            path.Append($"V{ground}Z");
        }

        return path.ToString();
    }

    /// <summary>
    /// Where the value of a point ends: at the next one, the last after as long as the one before it.
    /// </summary>
    public static double End(ChartLine line, int point)
    {
        var points = line.Points;
        if (point + 1 < points.Length)
            return points[point + 1].X;
        return points.Length < 2 ? points[point].X : (2 * points[point].X) - points[point - 1].X;
    }
}
