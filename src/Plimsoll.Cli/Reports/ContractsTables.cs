using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Contracts as a person reads them.</summary>
internal static class ContractsTables
{
    private const double Billion = 1e9;
    private const double Million = 1e6;

    public static void Write(ContractsRun run, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{run.Document.Spec.Title}[/]");
        console.WriteLine($"Contracts as of {Figures.Day(run.Mid.At)}. In brackets: where reports conflict, all of "
            + "them at the low and at the high end.");
        console.WriteLine();
        console.Write(Contracts(run));
        console.Write(Counterparties(run));
        if (run.Mid.Entries.Any(entry => entry.Months.Any(month => month.Total.Value > 0)))
            console.Write(Months(run));
        else
            console.WriteLine("No contract whose price is known costs anything in these months.");
        if (run.Conflicts.Any())
            console.Write(Conflicts(run));
        foreach (var sentence in Sentences(run))
            console.WriteLine(sentence);
    }

    private static Table Contracts(ContractsRun run)
    {
        var table = ReportTables.New("What is committed, in billions of USD, and what it takes to leave");
        table.AddColumns("Contract", "Counterparty", "Ends");
        ReportTables.AddNumbers(table, "Committed", "To leave");
        table.AddColumn("Free of it, on notice now");
        foreach (var outlay in run.Mid.Entries.Select(entry => entry.Outlay))
        {
            var name = outlay.Contract.Name;
            ReportTables.AddRow(
                table,
                name,
                outlay.Contract.Counterparty,
                outlay.End is { } end ? Figures.Day(end) : "not stated",
                Text(run.Of([name], ContractsRun.Remaining)),
                Text(run.Of([name], ContractsRun.UntilExit)),
                Exit(run.ExitOf(name)));
        }

        return table;
    }

    private static Table Counterparties(ContractsRun run)
    {
        var discount = run.Document.Spec.Money.Discount?.Value.Fraction;
        var table = ReportTables.New("By counterparty, in billions of USD");
        table.AddColumn("Counterparty");
        ReportTables.AddNumbers(table, "Committed (RPO)", "Of it to leave");
        ReportTables.AddNumbers(table, discount is { } rate ? [$"Discounted at {Figures.Percent(rate)}"] : []);
        var known = new List<string>();
        foreach (var group in run.Mid.ByCounterparty)
        {
            ImmutableArray<string> names = [.. group.Select(entry => entry.Outlay.Contract.Name)];
            Row(group.Key, names);
            if (run.Of(names, ContractsRun.Remaining) is not null)
                known.AddRange(names);
        }

        Row("all that are known", [.. known]);
        return table;

        void Row(string who, ImmutableArray<string> names)
        {
            var cells = new List<string>
            {
                who,
                Text(run.Of(names, ContractsRun.Remaining)),
                Text(run.Of(names, ContractsRun.UntilExit)),
            };
            if (discount is not null)
                cells.Add(Text(run.Of(names, ContractsRun.PresentValue)));
            ReportTables.AddRow(table, [.. cells]);
        }
    }

    private static Table Months(ContractsRun run)
    {
        var paid = run.Mid.Entries.Where(entry => entry.Months.Any(month => month.Total.Value > 0)).ToArray();
        var table = ReportTables.New("What they cost, in millions of USD, without energy that is passed through");
        ReportTables.AddWhole(table, "Month");
        ReportTables.AddNumbers(table, [.. paid.Select(entry => entry.Outlay.Contract.Name), "All"]);
        var starts = paid.SelectMany(entry => entry.Months.Select(month => FirstOf(month.From))).Distinct().Order();
        foreach (var start in starts)
        {
            var costs = paid.Select(entry => entry.Months.Where(month => FirstOf(month.From) == start)
                .Sum(month => (double)month.Total.Dollars)).ToArray();
            ReportTables.AddRow(
                table,
                [
                    start.ToString("MMM yyyy", CultureInfo.InvariantCulture),
                    .. costs.Append(costs.Sum()).Select(Millions),
                ]);
        }

        return table;
    }

    private static Table Conflicts(ContractsRun run)
    {
        var table = ReportTables.New("Where reports conflict");
        table.AddColumn("Figure");
        ReportTables.AddNumbers(table, "Low", "Mid", "High");
        table.AddColumns("Evidence", "Note");
        foreach (var input in run.Conflicts)
        {
            ReportTables.AddRow(
                table,
                input.Path["contracts.".Length..],
                Figures.Input(input.Low, input),
                Figures.Input(input.Mid, input),
                Figures.Input(input.High, input),
                $"{input.Provenance.Kind}".ToLowerInvariant(),
                input.Provenance.Note ?? "");
        }

        return table;
    }

    private static IEnumerable<string> Sentences(ContractsRun run)
    {
        foreach (var entry in run.Mid.Entries)
        {
            var contract = entry.Outlay.Contract;
            if (entry.PerAcceleratorHour is { } each)
            {
                yield return $"{contract.Name}: {Figures.Amount(contract.PricePerMonth!.Value.Dollars)} USD a month "
                    + $"for {Figures.Amount(contract.Accelerators!.Value)} accelerators is "
                    + $"{Figures.Amount(each.Dollars)} USD an accelerator-hour (730 h a month).";
            }

            if (contract is { Commitment: not null, Spread: null })
            {
                var total = MoneyRange.Of(
                    run.Low.Of(contract.Name).Outlay.Contract.Commitment!.Total.Dollars,
                    contract.Commitment.Total.Dollars,
                    run.High.Of(contract.Name).Outlay.Contract.Commitment!.Total.Dollars)!.Value;
                yield return $"{contract.Name}: {total.Text()} USD in all are reported beside.";
            }
        }

        var totals = run.Mid.Entries.Select(entry => entry.Outlay.Contract)
            .Where(contract => contract.Spread is not null).ToArray();
        if (totals.Length > 0)
        {
            yield return $"Of {string.Join(", ", totals.Select(contract => contract.Name))} only a total is stated; it "
                + "is spread evenly over its years.";
        }

        if (run.Mid.Entries.Any(entry => entry.Outlay.Contract.Power == PowerTerms.PassedThrough))
            yield return "Energy that is passed through comes on top, by the meter.";
    }

    private static string Exit((Instant? From, Instant? To) exit) => exit switch
    {
        ({ } from, { } to) => from == to ? Figures.Day(from) : $"{Figures.Day(from)} to {Figures.Day(to)}",
        _ => "not known",
    };

    private static string Text(MoneyRange? range) => range?.Text(Billion) ?? "not known";

    private static string Millions(double usd) => (usd / Million).ToString("#,0", CultureInfo.InvariantCulture);

    private static DateOnly FirstOf(Instant at) => new(at.Date.Year, at.Date.Month, 1);
}
