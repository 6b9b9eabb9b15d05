using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>What a contract is worth, as a person reads it.</summary>
internal static class WorthTables
{
    public static void Write(ContractWorth report, IAnsiConsole console)
    {
        var contract = report.Contract;
        console.MarkupLineInterpolated($"[bold]{contract.Name}: {contract.Counterparty}[/]");
        var sites = report.Sites.IsEmpty ? "no site" : string.Join(", ", report.Sites);
        console.WriteLine($"{sites}; supply and demand of {Figures.Day(report.At)}.");
        console.WriteLine();
        console.Write(Margins(report));
        console.Write(Lines(report));
        if (!report.Replacements.IsEmpty)
            console.Write(Replacements(report));
        foreach (var sentence in Carried(report).Concat(Alone(report)).Concat(Notice(report)).Concat(Undone(report)))
            console.WriteLine(sentence);
    }

    private static Table Margins(ContractWorth report)
    {
        var table = ReportTables.New("Load served over what is required");
        table.AddColumn("Condition");
        ReportTables.AddNumbers(table, "With", "Without", "Worth");
        foreach (var (condition, with, without) in report.Margins)
        {
            ReportTables.AddRow(
                table,
                $"{condition}",
                Figures.Percent(with),
                Figures.Percent(without),
                double.IsFinite(with) ? Figures.Percent(with - without) : "–");
        }

        return table;
    }

    private static Table Lines(ContractWorth report)
    {
        var table = ReportTables.New("Load lines under Storm: the largest multiple of the limit before that is borne");
        table.AddColumn("Limit");
        ReportTables.AddNumbers(table, "Now", "With", "Without");
        table.AddColumn("Backed by it alone");
        foreach (var line in report.Lines)
        {
            ReportTables.AddRow(
                table,
                line.Dial.Title,
                Figures.Multiple(line.Dial.AfterMultiple),
                Figures.Line(line.With.Multiple),
                Figures.Line(line.Without.Multiple),
                line.IsBackedByItAlone ? "yes" : "no");
        }

        return table;
    }

    private static Table Replacements(ContractWorth report)
    {
        var hasPrices = report.Replacements.Any(answer => answer.Candidate.PricePerHour is not null);
        var breaksEven = report.Contract.PricePerMonth is not null;
        var table = ReportTables.New("What would carry as much under Storm, on a new site; each row by itself");
        table.AddColumn("Kind");
        ReportTables.AddNumbers(table, "Accelerators", "MW");
        ReportTables.AddNumbers(table, hasPrices ? ["M USD a month"] : []);
        ReportTables.AddNumbers(table, breaksEven ? ["Cheaper below, USD/h each"] : []);
        foreach (var answer in report.Replacements.OrderBy(answer => answer.Power?.Value ?? double.PositiveInfinity))
        {
            var cells = new List<string>
            {
                answer.Candidate.Kind.Name,
                answer.Accelerators is { } count ? Figures.Amount(count) : "no amount",
                answer.Power is { } power ? (power.Value / 1e6).ToString("#,0", CultureInfo.InvariantCulture) : "–",
            };
            if (hasPrices)
                cells.Add(answer.PricePerMonth is { } price ? Figures.Amount(price.Dollars / 1e6) : "not known");
            if (breaksEven)
                cells.Add(report.BreakEvenOf(answer) is { } even ? Figures.Amount(even.Dollars) : "–");
            ReportTables.AddRow(table, [.. cells]);
        }

        return table;
    }

    private static IEnumerable<string> Carried(ContractWorth report)
    {
        var storm = report.Under(Condition.Storm);
        yield return report.Carried <= 0
            ? "Under Storm it carries nothing: as much is served without it."
            : $"Under Storm it carries {Figures.Percent(report.Carried)} of the required load, "
                + $"{Figures.Amount(report.OutputTokensPerMonth / 1e12)} trillion output tokens a month"
                + (report.GrowthDays is { } days ? $": {Figures.Amount(days)} days of the growth stated." : ".");
        if (report.Contract.PricePerMonth is { } price)
        {
            yield return $"Its price is {Figures.Amount(price.Dollars)} USD a month at full ramp"
                + (report.PricePerMillion is { } each ? $": {Figures.Amount(each)} USD for a million output tokens "
                    + "that it lets the service promise, with their input." : ".");
        }
        else
            yield return "Its price is not stated.";
        if (storm is { With: >= 1, Without: >= 1 })
            yield return "The policy as a whole is borne without it as well.";
    }

    private static IEnumerable<string> Alone(ContractWorth report)
    {
        var alone = report.Lines.Where(line => line.IsBackedByItAlone).Select(line => line.Dial.Title).ToArray();
        if (alone.Length > 0)
            yield return $"Backed by it alone: {string.Join("; ", alone)}.";
    }

    private static IEnumerable<string> Notice(ContractWorth report)
    {
        if (report.Withdrawal is not { } withdrawal)
        {
            yield return "It cannot be withdrawn before it ends.";
            yield break;
        }

        var (days, left) = (Days(withdrawal.Notice), Days(withdrawal.First - report.At));
        var until = left > days ? $"until {left} days after {Figures.Day(report.At)} it stays, and then it" : "it";
        yield return $"It may be withdrawn on {days} days' notice, first to be gone on "
            + $"{Figures.Day(withdrawal.First)}: {until} backs only promises that can be revised within {days} days. "
            + $"By then, at the growth stated, {Figures.Percent(withdrawal.With)} of the required load is served "
            + $"with it and {Figures.Percent(withdrawal.Without)} without.";
    }

    private static long Days(Duration length) => length.Nanoseconds / Duration.FromDays(1).Nanoseconds;

    private static IEnumerable<string> Undone(ContractWorth report)
    {
        if (report.Undone.IsEmpty)
            yield break;
        var steps = report.Undone.Select(step => $"{step.Dial.Title} ({Figures.Percent(step.Margin)})");
        const string more = " That is not enough: limits before the change have to shrink as well.";
        yield return $"To live without it on {Figures.Day(report.At)}, take back in this order: "
            + $"{string.Join("; ", steps)}."
            + (report.Undone[^1].Margin < 1 ? more : "");
    }
}
