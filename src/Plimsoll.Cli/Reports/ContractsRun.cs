using System.Collections.Immutable;
using Plimsoll.Evidence;
using Plimsoll.Footprint.Money;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Reports;

/// <summary>The contracts of a scenario, read at the low, the middle and the high value of what is disputed.</summary>
internal sealed class ContractsRun
{
    private const string Section = "contracts.";

    private ContractsRun(ScenarioDocument document, Func<ScenarioSpec, ContractBook> book)
    {
        Document = document;
        Mid = book(document.Spec);
        Low = book(MoneyRange.Reading(document, Section, isHigh: false));
        High = book(MoneyRange.Reading(document, Section, isHigh: true));
    }

    public ScenarioDocument Document { get; }

    public ContractBook Mid { get; }

    public ContractBook Low { get; }

    public ContractBook High { get; }

    /// <summary>Inputs of contracts on which reports conflict.</summary>
    public IEnumerable<InputRecord> Conflicts => Document.Inputs.Where(input =>
        input.HasRange && input.Path.StartsWith(Section, StringComparison.Ordinal));

    public static ContractsRun Of(ScenarioDocument document, Instant at, int months, double used) => new(
        document, spec => ContractBook.Of(
            MoneyCompiler.Contracts(spec),
            SupplyCompiler.Sites(spec),
            at,
            months,
            used,
            spec.Money.Discount?.Value.Fraction));

    /// <summary>A figure of some contracts together; null: of one of them it is not known.</summary>
    public MoneyRange? Of(ImmutableArray<string> names, Func<ContractOutlay, double?> figure) => MoneyRange.Of(
        Sum(Low, names, figure), Sum(Mid, names, figure), Sum(High, names, figure));

    /// <summary>The first and the last day on which the service can be free of a contract.</summary>
    public (Instant? From, Instant? To) ExitOf(string name)
    {
        Instant?[] days = [Low.Of(name).Outlay.Exit, Mid.Of(name).Outlay.Exit, High.Of(name).Outlay.Exit];
        return days.Contains(null) ? (null, null) : (days.Min(), days.Max());
    }

    public static double? Remaining(ContractOutlay outlay) => (double?)outlay.Remaining?.Dollars;

    public static double? UntilExit(ContractOutlay outlay) => (double?)outlay.UntilExit?.Dollars;

    public static double? PresentValue(ContractOutlay outlay) => outlay.PresentValue?.Dollars;

    private static double? Sum(ContractBook book, ImmutableArray<string> names, Func<ContractOutlay, double?> figure)
    {
        double? sum = 0;
        foreach (var name in names)
            sum += figure(book.Of(name).Outlay);
        return sum;
    }
}
