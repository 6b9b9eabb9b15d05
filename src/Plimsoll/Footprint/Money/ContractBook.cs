using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Money;

/// <summary>All contracts as of a day: what they cost month by month, commit to, and take to leave.</summary>
/// <param name="At">The day.</param>
/// <param name="Entries">Contracts, in ordinal order of name.</param>
public sealed record ContractBook(Instant At, ImmutableArray<ContractEntry> Entries)
{
    /// <summary>The contracts of each counterparty, in ordinal order.</summary>
    public IEnumerable<IGrouping<string, ContractEntry>> ByCounterparty => Entries
        .GroupBy(entry => entry.Outlay.Contract.Counterparty).OrderBy(group => group.Key, StringComparer.Ordinal);

    /// <summary>The entry of a contract.</summary>
    public ContractEntry Of(string name) => Entries.First(entry => entry.Outlay.Contract.Name == name);

    /// <summary>Opens the book.</summary>
    /// <param name="contracts">The contracts.</param>
    /// <param name="sites">All sites.</param>
    /// <param name="at">The day.</param>
    /// <param name="months">How many months of costs.</param>
    /// <param name="used">Part of the accelerator-hours in service that is used, 0 to 1.</param>
    /// <param name="discount">Discount a year; null: none is stated.</param>
    public static ContractBook Of(
        ImmutableArray<Contract> contracts,
        ImmutableArray<Site> sites,
        Instant at,
        int months,
        double used,
        double? discount)
    {
        var end = Instant.FromDate(at.Date.AddMonths(months));
        return new ContractBook(at, [.. contracts.Select(Entry)]);

        ContractEntry Entry(Contract contract)
        {
            var ours = sites.Where(site => site.Contract.Name == contract.Name).ToImmutableArray();
            return new ContractEntry(
                ContractOutlay.Of(contract, sites, at, discount),
                ContractLedger.Months(contract, at, end, UseOf),
                contract is { PricePerMonth: { } price, Accelerators: { } accelerators }
                    ? ContractLedger.PerAcceleratorHour(price, accelerators) : null);

            ContractUse UseOf(Instant from, Instant until)
            {
                var hours = ContractOutlay.InService(ours, from, until);
                return new ContractUse(hours, hours * used);
            }
        }
    }
}

/// <summary>A contract in the book.</summary>
/// <param name="Outlay">What it commits to, and what leaving it takes.</param>
/// <param name="Months">What it costs in each month that it covers.</param>
/// <param name="PerAcceleratorHour">
/// Its price of a month by the accelerators that it covers and 730 hours; null: one of the two is not stated.
/// </param>
public sealed record ContractEntry(
    ContractOutlay Outlay, ImmutableArray<ContractMonth> Months, Usd? PerAcceleratorHour);
