using Plimsoll.Footprint;

namespace Plimsoll.Cli.Reports;

/// <summary>A footprint as a page to look at. The same footprint gives the same bytes.</summary>
internal static class FootprintPage
{
    public static string Write(FootprintAnswer answer)
    {
        var report = answer.Report;
        var (footprint, metered) = (report.Footprint, report.Footprint.Metered);
        var page = PageParts.Begin("Plimsoll footprint", metered.Model.Title, FootprintText.Terms(report));
        PageParts.WriteSection(page, "Energy", null, FootprintCharts.All(report));
        var (figures, shares) = (FootprintFigure.Sums(report), FootprintFigure.Parts(report));
        string[] impacts = [.. figures.Select(figure => figure.Head)];
        PageParts.WriteTable(page, "By site", ["Site", "MWh", .. impacts], report.Sites.Append(report.Total).Select(
            row => (string[])
            [
                row.Key.Site ?? "all",
                Figures.Amount(row.Joules.MegawattHours),
                .. figures.Select(figure => Figures.Amount(figure.Amount(footprint.Impacts, row))),
            ]), null);
        string[] parts = [.. shares.Select(figure => figure.Head)];
        PageParts.WriteTable(
            page,
            "A million output tokens",
            ["Class", "kWh", "of it idle", .. parts],
            report.Classes.Where(part => part.Own.OutputTokens > 0)
                .Select(part => Part(report, part, part.Own.OutputTokens / 1e6)),
            "With their input, and with their part in what is idle where they are served.");
        var months = metered.Hours / FootprintText.HoursPerMonth;
        PageParts.WriteTable(
            page,
            "A user in a month",
            ["Plan", "kWh", "of it idle", .. parts],
            report.Plans.Where(part => part.Users > 0).Select(part => Part(report, part, part.Users * months)),
            "A month has 730 hours.");
        if (answer.Margins.Any(one => one.Price is not null))
        {
            PageParts.WriteTable(
                page,
                "What a user's list price of a month leaves, in USD",
                ["Plan", "Price", "Cost", "Left"],
                answer.Margins.Select(FootprintText.Margin),
                "Training is not in the cost.");
        }

        var sources = FootprintSources.Rows(metered).ToArray();
        if (sources.Length > 0)
            PageParts.WriteTable(page, "Where it came from", FootprintSources.Heads, sources, null, texts: 2);
        if (answer.Without is { } without)
        {
            PageParts.WriteTable(page, FootprintAdded.Title(answer.Changes), FootprintAdded.Heads,
                FootprintAdded.Rows(report, without), "The same service, supply and days, without.");
        }

        if (answer.Ranges is { } ranges)
        {
            PageParts.WriteTable(page, "Ranges where sources disagree", FootprintRanges.Heads[..^1],
                FootprintRanges.Rows(report, ranges).Select(row => row[..^1]), FootprintRanges.Note);
        }

        if (answer.Unstated is { } unstated)
            page.Element("p class=\"note\"", unstated).Raw("\n");
        page.Element("p class=\"note\"", $"plimsoll footprint {answer.Scenario}").Raw("\n");
        return PageParts.End(page);
    }

    private static string[] Part(FootprintReport report, FootprintPart part, double units) =>
    [
        part.Name,
        Figures.Amount(part.Joules.MegawattHours * 1000 / units),
        Figures.Percent((double)part.Idle.Joules.Value / part.Joules.Value),
        .. FootprintFigure.Parts(report).Select(figure =>
            Figures.Amount(figure.Amount(report.Footprint.Impacts, part) / units)),
    ];
}
