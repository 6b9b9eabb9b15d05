using System.Globalization;
using System.Text;

namespace Plimsoll.Scenarios.Charts;

/// <summary>Writes HTML and SVG: text is escaped, numbers have a tenth of a pixel and no culture.</summary>
public sealed class HtmlWriter
{
    private readonly StringBuilder text = new();

    /// <summary>Writes markup as it is.</summary>
    public HtmlWriter Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <summary>Writes text.</summary>
    public HtmlWriter Text(string content) => Raw(Escaped(content));

    /// <summary>Writes an element that holds text only.</summary>
    /// <param name="name">Name of the element, with its attributes if any: <c>td class="name"</c>.</param>
    /// <param name="content">Its text.</param>
    public HtmlWriter Element(string name, string content)
    {
        var end = name.IndexOf(' ', StringComparison.Ordinal);
        return Raw($"<{name}>").Text(content).Raw($"</{(end < 0 ? name : name[..end])}>");
    }

    /// <summary>Writes a number of pixels.</summary>
    public HtmlWriter Number(double value) => Raw(Pixels(value));

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Text for use between tags or in a quoted attribute.</summary>
    public static string Escaped(string content) => content
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    internal static string Pixels(double value) =>
        (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);
}
