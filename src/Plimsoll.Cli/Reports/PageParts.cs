using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// What pages are made of: one file without scripts or anything to fetch, light or dark as the reader's system is.
/// </summary>
internal static class PageParts
{
    /// <summary>A page up to the end of its header.</summary>
    /// <param name="kind">What it is about, in two or three words.</param>
    /// <param name="title">What was computed, in a line.</param>
    /// <param name="answer">The answer, the most important sentence first.</param>
    public static HtmlWriter Begin(string kind, string title, IEnumerable<string> answer)
    {
        var page = new HtmlWriter().Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Element("title", title).Raw($"\n<style>\n{ChartStyle.Css}\n{PageStyle.Css}\n</style>\n");
        page.Raw("</head>\n<body>\n<main>\n<header>\n").Element("p class=\"kind\"", kind).Raw("\n");
        page.Element("h1", title).Raw("\n");
        foreach (var (index, sentence) in answer.Index())
            page.Element(index == 0 ? "p class=\"answer\"" : "p class=\"because\"", sentence).Raw("\n");
        return page.Raw("</header>\n");
    }

    /// <summary>The page as a text.</summary>
    public static string End(HtmlWriter page) => page.Raw("</main>\n</body>\n</html>\n").ToString();

    /// <summary>The few numbers that it is judged by: name, value, and what puts it in perspective.</summary>
    public static void WriteKeys(HtmlWriter page, IEnumerable<(string Name, string Value, string Note)> keys)
    {
        page.Raw("<dl class=\"keys\">\n");
        foreach (var (name, value, note) in keys)
        {
            page.Raw("<div>").Element("dt", name).Element("dd", value).Element("dd class=\"note\"", note);
            page.Raw("</div>\n");
        }

        page.Raw("</dl>\n");
    }

    /// <summary>Charts under a title; nothing where there are none.</summary>
    public static void WriteSection(HtmlWriter page, string title, string? intro, IEnumerable<string> figures)
    {
        var all = figures.ToList();
        if (all.Count == 0)
            return;
        page.Raw("<section>\n").Element("h2", title).Raw("\n");
        if (intro is not null)
            page.Element("p class=\"intro\"", intro).Raw("\n");
        page.Raw("<div class=\"charts\">\n");
        foreach (var figure in all)
            page.Raw(figure);
        page.Raw("</div>\n</section>\n");
    }

    /// <summary>A table under a title.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">Its title.</param>
    /// <param name="heads">Heads of its columns.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="note">What is to be known about it; null: nothing.</param>
    /// <param name="texts">How many columns hold text, the first of them.</param>
    public static void WriteTable(
        HtmlWriter page, string title, string[] heads, IEnumerable<string[]> rows, string? note, int texts = 1)
    {
        texts = heads.Length > 1 && heads[1].Length == 0 ? 2 : texts;
        page.Raw("<section>\n").Element("h2", title).Raw("\n<div class=\"scroll card\"><table>\n<thead><tr>");
        foreach (var (index, head) in heads.Index())
            page.Element(index < texts ? "th scope=\"col\" class=\"t\"" : "th scope=\"col\" class=\"n\"", head);
        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            page.Raw("<tr>");
            foreach (var (index, cell) in row.Index())
                page.Element(index == 0 ? "th scope=\"row\"" : index < texts ? "td class=\"t\"" : "td", cell);
            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
        if (note is not null)
            page.Element("p class=\"note\"", note).Raw("\n");
        page.Raw("</section>\n");
    }
}
