using Plimsoll.Demand;
using Plimsoll.Quantities;

namespace Plimsoll.Planning;

/// <summary>
/// How the served part of the required load comes from one day to another under the criterion, with demand, supply and
/// policy exchanged one after the other. The order is that in which an operator meets them: users grow by themselves,
/// supply answers that, and the policy spends what is left. In another order supply and policy have other parts.
/// </summary>
/// <param name="From">The day of the old policy.</param>
/// <param name="To">The other day, under the new policy.</param>
/// <param name="Before">Demand, supply and policy of the first day.</param>
/// <param name="WithDemand">The same with the growth of demand until the other day.</param>
/// <param name="WithSupply">The same with the supply of the other day too.</param>
/// <param name="WithPolicy">The same with the new policy too, so that nothing of the first day is left.</param>
public sealed record MarginSplit(
    Instant From, Instant To, double Before, double WithDemand, double WithSupply, double WithPolicy)
{
    /// <summary>Splits what lies between the day before and another day.</summary>
    /// <param name="model">The service.</param>
    /// <param name="engines">Operating points of its classes.</param>
    /// <param name="load">Load by hour and class under a policy, before growth.</param>
    /// <param name="to">The other day.</param>
    internal static MarginSplit Of(ServiceModel model, EngineTable engines, WeekLoad load, Instant to)
    {
        var (compare, growth) = (model.Compare, model.Growth);
        var (there, later) = (At(compare.Before), At(to));
        var (before, after) = (Under(compare.Before), Under(compare.After));
        return new MarginSplit(
            compare.Before,
            to,
            there.Of(before, growth.At(compare.Before)).Multiple,
            there.Of(before, growth.At(to)).Multiple,
            later.Of(before, growth.At(to)).Multiple,
            later.Of(after, growth.At(to)).Multiple);

        Adequacy At(Instant day) => new(Fleet.At(model, day, engines, []), model.Criterion);

        double[] Under(Instant day) => load.Under(model.Timeline.At(day));
    }
}
