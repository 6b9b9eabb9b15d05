using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Money;

/// <summary>What a contract commits to from a day on, and what leaving it costs.</summary>
public sealed record ContractOutlay
{
    private const double SecondsPerYear = 365.25 * 86_400;

    /// <summary>The contract.</summary>
    public required Contract Contract { get; init; }

    /// <summary>When it ends; null: no end is known.</summary>
    public required Instant? End { get; init; }

    /// <summary>What is committed from the day to the end (RPO); null: not known, as no end or no price is.</summary>
    public required MicroUsd? Remaining { get; init; }

    /// <summary>The same, discounted to the day; null: not known, or no rate is stated.</summary>
    public required Usd? PresentValue { get; init; }

    /// <summary>When the service can be free of it, if it gives notice on the day or as soon as it may.</summary>
    public required Instant? Exit { get; init; }

    /// <summary>What is due until then: what it takes to leave. Null: not known.</summary>
    public required MicroUsd? UntilExit { get; init; }

    /// <summary>Computes it.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="sites">Sites that may be under it: a minimum is a part of what is in service there.</param>
    /// <param name="at">The day.</param>
    /// <param name="discount">Discount a year, as a fraction; null: none is stated.</param>
    public static ContractOutlay Of(Contract contract, IEnumerable<Site> sites, Instant at, double? discount)
    {
        var ours = sites.Where(site => site.Contract.Name == contract.Name).ToImmutableArray();
        var isPriced = contract.PricePerMonth is not null || contract.PricePerAcceleratorHour is not null
            || contract.Commitment is not null;
        var end = contract.Spread?.Until ?? contract.End;
        var exit = contract.OwnNotice is null ? end : contract.ExitFrom(at);
        var months = isPriced && end is { } last ? Committed(last) : default;
        return new ContractOutlay
        {
            Contract = contract,
            End = end,
            Remaining = months.IsDefault ? null : SumOf(months),
            PresentValue = months.IsDefault || discount is not { } rate ? null : ValueOf(months, at, rate),
            Exit = exit,
            UntilExit = isPriced && exit is { } free ? SumOf(Committed(free)) : null,
        };

        ImmutableArray<ContractMonth> Committed(Instant until) =>
            ContractLedger.Months(contract, at, until, (from, to) => new ContractUse(InService(ours, from, to), 0));
    }

    /// <summary>
    /// Accelerator-hours in working order at some sites between two instants, by what is in service on each day.
    /// </summary>
    public static double InService(ImmutableArray<Site> sites, Instant from, Instant until)
    {
        var sum = 0.0;
        for (var at = from; at < until;)
        {
            var next = at + Duration.FromDays(1);
            var end = next < until ? next : until;
            foreach (var site in sites)
            {
                sum += site.Pools.Sum(pool => pool.Count * pool.Availability) * site.InServiceAt(at)
                    * (end - at).Seconds / 3600;
            }

            at = end;
        }

        return sum;
    }

    /// <summary>What is committed in all of some months.</summary>
    private static MicroUsd SumOf(ImmutableArray<ContractMonth> months) => new(months.Sum(month => month.Least.Value));

    /// <summary>The same, each month discounted from its middle.</summary>
    private static Usd ValueOf(ImmutableArray<ContractMonth> months, Instant at, double discount) =>
        new(months.Sum(month =>
        {
            var middle = ((month.From - at).Seconds + (month.Until - at).Seconds) / 2 / SecondsPerYear;
            return (double)month.Least.Dollars / Math.Pow(1 + discount, middle);
        }));
}
