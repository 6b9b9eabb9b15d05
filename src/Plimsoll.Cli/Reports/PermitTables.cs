using Plimsoll.Footprint.Air;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Air permits as a person reads them.</summary>
internal static class PermitTables
{
    public static void Write(PermitAnswer answer, IAnsiConsole console)
    {
        var report = answer.Range.Mid;
        console.MarkupLineInterpolated($"[bold]{report.Metered.Model.Title}[/]");
        console.WriteLine($"{FootprintText.Period(report.Metered)}; load spread evenly. Ranges: what the scenario is "
            + "unsure of about sources, their emissions and permits, all at its low end and all at its high end. "
            + "Limits are of any twelve calendar months in a row; what a kilogram more saves is that of the first "
            + "week, at its best allocation.");
        foreach (var site in report.NotInService)
        {
            console.WriteLine($"{site.Name}, which has permits or burns fuel, is not in service in the period; its "
                + $"ramp begins on {Figures.Day(site.Ramp.Points.Min())}.");
        }

        if (report.Sites.IsEmpty && !report.NotInService.Any())
            console.WriteLine("No site states a permit, or a source that burns fuel.");
        for (var s = 0; s < report.Sites.Length; s++)
        {
            console.WriteLine();
            Site(answer, s, console);
        }
    }

    private static void Site(PermitAnswer answer, int site, IAnsiConsole console)
    {
        var there = answer.Range.Mid.Sites[site];
        for (var i = 0; i < there.Ledgers.Length; i++)
        {
            var (ledger, name) = (there.Ledgers[i], there.Account.Meter.Site.Name);
            if (!ledger.Lines.IsEmpty)
                console.Write(Limits(answer, site, i));
            foreach (var sentence in Sentences(ledger, name))
                console.WriteLine(sentence);
        }

        foreach (var source in there.Account.Unstated)
            console.WriteLine($"{source} at {there.Account.Meter.Site.Name} burns fuel; what it emits is not stated.");
        if (!there.Potential.IsEmpty)
            console.Write(Potential(answer, there));
    }

    private static Table Limits(PermitAnswer answer, int site, int permit)
    {
        var there = answer.Range.Mid.Sites[site];
        var (ledger, name) = (there.Ledgers[permit], there.Account.Meter.Site.Name);
        var table = ReportTables.New($"{ledger.Permit.Title}: {ledger.Permit.Name} at {name}");
        ReportTables.AddWhole(table, "Limit");
        ReportTables.AddNumbers(table, "Most", "Used", "Range", "Of it", "Left");
        ReportTables.AddWhole(table, "Passed", "A kg saves");
        for (var i = 0; i < ledger.Lines.Length; i++)
        {
            var (line, ends) = (ledger.Lines[i], answer.Range.LinesOf(site, permit, i));
            var worth = line.Term is PermitTerm.Emission { Pollutant: var pollutant }
                ? answer.WorthOf(name, ledger.Permit.Name, pollutant) : null;
            ReportTables.AddRow(
                table,
                PermitText.Name(line.Term),
                PermitText.Amount(line.Term, line.Limit),
                PermitText.Amount(line.Term, line.Highest),
                PermitText.Between(ends),
                Figures.Percent(line.Highest / line.Limit),
                PermitText.Amount(line.Term, line.Remaining),
                PermitText.Reached(ends),
                worth is { } price ? AllocationText.Price(price) : "");
        }

        return table;
    }

    private static IEnumerable<string> Sentences(PermitLedger ledger, string site)
    {
        var permit = ledger.Permit;
        yield return $"{permit.Name} at {site} is {PermitText.Days(permit)}.";
        if (ledger.Lines.IsEmpty)
            yield return $"{permit.Title}: none of its limits is stated, so nothing is held against it.";
        else if (permit.Before.IsEmpty)
            yield return $"What was emitted before the period is not stated for {permit.Name}: assumed to be nothing.";
        if (ledger.Unknown.Length > 0)
        {
            yield return $"Not known under {permit.Name}, as no source states it: "
                + $"{string.Join(", ", ledger.Unknown.Select(PollutantName.Of))}.";
        }

        if (ledger.FirstNotCovered is { } first)
        {
            yield return $"{Figures.Amount(ledger.HoursNotCovered)} hours in which its sources run while it is not in "
                + $"force, from {Figures.Day(first)} on.";
        }
    }

    private static Table Potential(PermitAnswer answer, SitePermits site)
    {
        var table = ReportTables.New(
            $"Sources of {site.Account.Meter.Site.Name} that burn fuel, in short tons, and what counts as major");
        ReportTables.AddWhole(table, "Pollutant");
        ReportTables.AddNumbers(
            table, ["In the period", "At full power all year", .. answer.Thresholds.Select(rule => rule.Name)]);
        foreach (var (pollutant, potential) in site.Potential)
        {
            ReportTables.AddRow(
                table,
                [
                    PollutantName.Of(pollutant),
                    Figures.Amount(new Mass(site.Account.KilogramsOf(pollutant)).ShortTons),
                    Figures.Amount(potential.ShortTons),
                    .. answer.Thresholds.Select(rule => rule.PerYear.TryGetValue(pollutant, out var from)
                        ? $"{(potential >= from ? "yes" : "no")}, from {Figures.Amount(from.ShortTons)}" : ""),
                ]);
        }

        return table;
    }
}
