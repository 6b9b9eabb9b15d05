using System.Collections.Immutable;
using Plimsoll.Footprint.Air;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>Air permits as programs read them; <c>docs/reference/air.md</c> describes the document.</summary>
internal static class PermitJson
{
    private const string Format = "plimsoll.permits/1";

    public static string Write(PermitAnswer answer, string scenario)
    {
        var report = answer.Range.Mid;
        return JsonText.Write(Format, new
        {
            scenario,
            from = Time(report.Metered.From),
            hours = report.Metered.Hours,
            sites = report.Sites.Select((site, i) => new
            {
                name = site.Account.Meter.Site.Name,
                unstated = site.Account.Unstated,
                emitted = site.Potential.Keys.ToDictionary(JsonText.Name, site.Account.KilogramsOf),
                potential = site.Potential.ToDictionary(one => JsonText.Name(one.Key), one => one.Value.Kilograms),
                permits = site.Ledgers.Select((ledger, j) => Permit(answer, i, j)),
            }),
            thresholds = answer.Thresholds.ToDictionary(
                rule => rule.Name,
                rule => rule.PerYear.ToDictionary(one => JsonText.Name(one.Key), one => one.Value.Kilograms)),
        });
    }

    private static object Permit(PermitAnswer answer, int site, int permit)
    {
        var there = answer.Range.Mid.Sites[site];
        var ledger = there.Ledgers[permit];
        return new
        {
            name = ledger.Permit.Name,
            title = ledger.Permit.Title,
            sources = ledger.Permit.Sources,
            from = Time(ledger.Permit.From),
            until = Time(ledger.Permit.Until),
            beforeIsStated = !ledger.Permit.Before.IsEmpty,
            unknown = ledger.Unknown.Select(JsonText.Name),
            hoursNotCovered = ledger.HoursNotCovered,
            firstNotCovered = Time(ledger.FirstNotCovered),
            limits = ledger.Lines.Select((line, i) => Limit(
                line,
                answer.Range.LinesOf(site, permit, i),
                line.Term is PermitTerm.Emission { Pollutant: var pollutant }
                    ? answer.WorthOf(there.Account.Meter.Site.Name, ledger.Permit.Name, pollutant) : null)),
        };
    }

    private static object Limit(PermitLine line, ImmutableArray<PermitLine> ends, ShadowPrice? worth) => new
    {
        what = PermitText.Key(line.Term),
        most = line.Limit,
        used = line.Highest,
        usedLow = ends[0].Highest,
        usedHigh = ends[2].Highest,
        left = line.Remaining,
        passed = Time(line.Reached),
        passedLow = Time(ends[0].Reached),
        passedHigh = Time(ends[2].Reached),
        worth = worth is { } price
            ? new { goal = price.Goal is { } goal ? AllocationText.Key(goal) : null, value = price.Value } : null,
        months = line.Months.Select(month => new
        {
            month = Time(month.At)![..7],
            amount = month.Amount,
            twelveMonths = month.Rolling,
        }),
    };

    private static string? Time(Instant? at) =>
        at?.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mmZ", System.Globalization.CultureInfo.InvariantCulture);
}
