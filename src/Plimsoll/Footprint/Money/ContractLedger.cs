using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Money;

/// <summary>What contracts cost, month by month.</summary>
/// <remarks>
/// cost = fee · multiple · part of the month + max(minimum, used up to the covered hours) · price · multiple + hours
/// beyond the covered ones · price of overage; energy that is passed through comes on top of it, by the meter. A stated
/// total without a price is spread evenly over its years. Amounts are rounded to millionths of a dollar each, so that
/// months add up exactly.
/// </remarks>
public static class ContractLedger
{
    /// <summary>Hours of a month where prices of months and of hours are compared: 8,760 / 12.</summary>
    public const double HoursPerMonth = 730;

    private const double HoursPerWeek = 168;

    /// <summary>The months of a contract from one instant to another; those outside its term are left out.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="from">First instant.</param>
    /// <param name="until">The first instant after the last.</param>
    /// <param name="use">What is used between two instants.</param>
    public static ImmutableArray<ContractMonth> Months(
        Contract contract, Instant from, Instant until, Func<Instant, Instant, ContractUse> use)
    {
        var months = ImmutableArray.CreateBuilder<ContractMonth>();
        for (var start = from; start < until;)
        {
            var end = Earlier(NextMonth(start), until);
            if (Within(contract, start, end) is { } part)
                months.Add(Month(contract, part.From, part.Until, use(part.From, part.Until)));
            start = end;
        }

        return months.ToImmutable();
    }

    /// <summary>What a contract costs in a time within a month and within its term.</summary>
    public static ContractMonth Month(Contract contract, Instant from, Instant until, ContractUse use)
    {
        var hours = (until - from).Seconds / 3600;
        var multiple = MultipleOf(contract, from, until);
        var price = multiple * (contract.PricePerAcceleratorHour?.Dollars ?? 0);
        var covered = contract.Accelerators is { } accelerators ? accelerators * hours : use.InService;
        var least = contract.TakeOrPay is { } terms
            ? terms.LeastOf(covered / hours * HoursPerWeek) * hours / HoursPerWeek : 0;
        var taken = Math.Min(use.Used, covered);
        var overage = contract.OveragePerAcceleratorHour is { } dearer ? multiple * dearer.Dollars : price;
        var fee = MicroUsd.From(FeeOf(contract, from, until, multiple));
        return new ContractMonth(
            from,
            until,
            fee,
            MicroUsd.From(taken * price),
            MicroUsd.From(Math.Max(0, least - taken) * price),
            MicroUsd.From(Math.Max(0, use.Used - covered) * overage),
            fee + MicroUsd.From(least * price));
    }

    /// <summary>What an accelerator-hour costs where a price of a month covers some accelerators.</summary>
    public static Usd PerAcceleratorHour(Usd perMonth, double accelerators) =>
        new(perMonth.Dollars / (accelerators * HoursPerMonth));

    /// <summary>What a megawatt costs in a year.</summary>
    public static Usd PerMegawattYear(Usd total, double years, double megawatts) =>
        new(total.Dollars / (years * megawatts));

    /// <summary>Mean multiple of the prices over a time.</summary>
    internal static double MultipleOf(Contract contract, Instant from, Instant until)
    {
        var (sum, at, multiple) = (0.0, from, 1.0);
        foreach (var step in contract.FeeSteps)
        {
            if (step.From > at)
            {
                var end = Earlier(step.From, until);
                sum += multiple * (end - at).Seconds;
                at = end;
            }

            multiple = step.Multiple;
        }

        return (sum + multiple * (until - at).Seconds) / (until - from).Seconds;
    }

    /// <summary>The part of a time that is within a contract's term or the years of its total; null: none.</summary>
    internal static (Instant From, Instant Until)? Within(Contract contract, Instant from, Instant until)
    {
        var first = contract.Spread?.From ?? contract.Start ?? from;
        var start = first > from ? first : from;
        var end = (contract.Spread?.Until ?? contract.End) is { } last ? Earlier(last, until) : until;
        return start < end ? (start, end) : null;
    }

    private static double FeeOf(Contract contract, Instant from, Instant until, double multiple)
    {
        if (contract.PricePerMonth is { } perMonth)
            return perMonth.Dollars * multiple * (until - from).Seconds / LengthOfMonth(from).Seconds;
        return contract.Spread is { } all
            ? all.Total.Dollars * (until - from).Seconds / (all.Until - all.From).Seconds : 0;
    }

    /// <summary>Start of the calendar month after that of an instant, UTC.</summary>
    internal static Instant NextMonth(Instant at) => Instant.FromDate(FirstOf(at).AddMonths(1));

    private static Duration LengthOfMonth(Instant at) => NextMonth(at) - Instant.FromDate(FirstOf(at));

    private static DateOnly FirstOf(Instant at) => new(at.Date.Year, at.Date.Month, 1);

    private static Instant Earlier(Instant left, Instant right) => left < right ? left : right;
}
