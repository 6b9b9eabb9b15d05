using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Money;

/// <summary>What an average subscriber of a plan pays in a month, and what their use costs, in US dollars.</summary>
/// <param name="Plan">Name of the plan.</param>
/// <param name="Price">Price of a month; null: not stated.</param>
/// <param name="Cost">What their requests cost in a month, with their part in what is idle.</param>
public sealed record PlanMargin(string Plan, double? Price, double Cost)
{
    /// <summary>The price less the cost; null: no price is stated.</summary>
    public double? Left => Price - Cost;

    /// <summary>Margins of the plans that have subscribers, in ordinal order.</summary>
    /// <param name="report">A footprint with money among its impacts.</param>
    /// <param name="prices">What a month of each plan costs, where it is stated.</param>
    public static ImmutableArray<PlanMargin> Of(FootprintReport report, IReadOnlyDictionary<string, Usd> prices)
    {
        var impacts = report.Footprint.Impacts;
        var money = Enumerable.Range(0, impacts.Length)
            .Where(i => impacts[i] is Impact.EnergyMoney or Impact.CapacityMoney).ToArray();
        var months = report.Footprint.Metered.Hours / ContractLedger.HoursPerMonth;
        return
        [
            .. report.Plans.Where(part => part.Users > 0).Select(part => new PlanMargin(
                part.Name,
                prices.TryGetValue(part.Name, out var price) ? price.Dollars : null,
                money.Sum(part.ImpactAt) / part.Users / months)),
        ];
    }
}
