using System.Globalization;
using Plimsoll.Planning.Search;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>How much of what makes a limit hold, as a person reads it.</summary>
internal static class SizeTables
{
    public static void Write(SizeReport report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated(
            $"[bold]{report.Target.Title} at {Figures.Multiple(report.Target.Multiple)}[/]");
        console.WriteLine($"Supply and demand of {Figures.Day(report.At)}.");
        console.WriteLine("Without any addition: " + string.Join(", ", report.Now.Select(now =>
            $"{now.Condition} {Figures.Percent(now.Margin)}")) + " of the required load served.");
        console.WriteLine();
        console.Write(Needs(report));
        foreach (var line in Proof(report).Concat(Obstacles(report)))
            console.WriteLine(line);
        console.WriteLine("Megawatts are those of the accelerators at full load (TDP), in the basis of the place. "
            + "Each row alone suffices.");
    }

    private static Table Needs(SizeReport report)
    {
        var table = ReportTables.New("Accelerators to add so that it holds; each row by itself");
        table.AddColumns("Kind", "At");
        var hasPrices = report.Rows.Any(row => row.Candidate.PricePerHour is not null);
        ReportTables.AddNumbers(
            table, [.. report.Now.Select(now => $"{now.Condition}"), $"MW, {report.OrderedBy}"]);
        ReportTables.AddNumbers(table, hasPrices ? ["M USD a month"] : []);
        foreach (var row in report.Rows)
        {
            var (power, price) = (row.Under(report.OrderedBy).Power, row.Under(report.OrderedBy).PricePerMonth);
            string[] prices = hasPrices ? [price is { } usd ? Figures.Amount(usd.Dollars / 1e6) : "–"] : [];
            ReportTables.AddRow(
                table,
                [
                    row.Candidate.Kind.Name,
                    row.Candidate.IsNew ? "a new site" : row.Candidate.Place.Name,
                    .. row.Answers.Select(answer => Amount(answer.Accelerators)),
                    power is { } watts ? (watts.Value / 1e6).ToString("#,0.#", CultureInfo.InvariantCulture) : "–",
                    .. prices,
                ]);
        }

        return table;
    }

    private static string Amount(double? accelerators) =>
        accelerators is { } count ? Figures.Amount(count) : "no amount";

    /// <summary>That the first answer is enough, and fewer are not.</summary>
    private static IEnumerable<string> Proof(SizeReport report)
    {
        var first = report.Rows.Select(row => row.Under(report.OrderedBy)).FirstOrDefault(a => a.Below is not null);
        if (first is { Below: { } below })
        {
            yield return $"Proof of {first.Candidate.Name} under {report.OrderedBy}: "
                + $"{Whole(first.Accelerators!.Value)} serve {Exact(first.At)}, a thousandth fewer {Exact(below)}.";
        }
    }

    private static IEnumerable<string> Obstacles(SizeReport report) => report.Rows
        .SelectMany(row => row.Answers)
        .Where(answer => answer.Obstacle is not null)
        .GroupBy(answer => (answer.Candidate.Place.Name, answer.Obstacle))
        .Select(same => $"No amount of {Each(same, answer => answer.Candidate.Kind.Name)} at {same.Key.Name} helps "
            + $"under {Each(same, answer => $"{answer.Condition}")}: {same.Key.Obstacle}.");

    private static string Each(IEnumerable<SizeAnswer> answers, Func<SizeAnswer, string> name) =>
        string.Join(", ", answers.Select(name).Distinct());

    private static string Whole(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Exact(double share) => share.ToString("0.000%", CultureInfo.InvariantCulture);
}
