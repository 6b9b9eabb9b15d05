using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Cli.Reports;

/// <summary>A horizon as a page to look at. The same horizon gives the same bytes.</summary>
internal static class HorizonPage
{
    public static string Write(HorizonReport report, string scenario)
    {
        var page = PageParts.Begin("Plimsoll horizon", report.Model.Title, HorizonText.Sentences(report));
        WriteSections(page, report);
        page.Element("p class=\"note\"", $"plimsoll horizon {scenario}").Raw("\n");
        return PageParts.End(page);
    }

    /// <summary>The sections of a horizon, on a page of its own or of a plan.</summary>
    public static void WriteSections(HtmlWriter page, HorizonReport report)
    {
        PageParts.WriteSection(page, "Month by month", HorizonText.Terms(report), HorizonCharts.All(report));
        string[] heads = ["Week of", "Accelerators", "MW", "Load, tokens/s", .. Enum.GetNames<Condition>()];
        PageParts.WriteTable(page, "Load line of the whole policy", heads, report.Months.Select(month => (string[])
        [
            Figures.Day(month.Monday),
            Figures.Amount(month.Supply.Sum(site => site.Accelerators)),
            (month.Supply.Sum(site => site.Power.Value) / 1e6).ToString("#,0", CultureInfo.InvariantCulture),
            Figures.Amount(month.Load.Sum()),
            .. month.Conditions.Select(outlook => Figures.Percent(outlook.Line)),
        ]), "The part of all load that is served. Each month is its first full week.");
        heads = ["Week of", .. report.Months[0].Bundles.Select(bundle => bundle.Title)];
        PageParts.WriteTable(page, "Load lines of limits in Storm", heads, report.Months.Select(month => (string[])
        [
            Figures.Day(month.Monday),
            .. month.Bundles.Select(bundle => Figures.Line(bundle.Of(Condition.Storm))),
        ]), "The largest multiple of what is in force that is borne, with every other limit as it is.");
        if (!report.Events.IsEmpty)
        {
            PageParts.WriteTable(page, "On the way", ["Date", "What happens"], report.Events.Select(happens =>
                (string[])[Figures.Day(happens.At), happens.Title]), null, texts: 2);
        }
    }
}
