using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Horizon;

/// <summary>What a condition asks for in a month.</summary>
/// <param name="Criterion">Which demand and outages have to be borne.</param>
/// <param name="At">Whose supply and demand.</param>
/// <param name="Except">Sites that do not count, by name.</param>
internal readonly record struct MonthCase(Criterion Criterion, Instant At, ImmutableArray<string> Except)
{
    public static MonthCase Of(ServiceModel model, Condition condition, Instant monday) => new(
        model.CriterionOf(condition),
        model.InstantOf(condition, monday),
        condition != Condition.Notice ? [] :
        [
            .. model.Sites.Where(site => !site.Contract.Backs(monday, model.Conditions.Notice)).Select(s => s.Name),
        ]);
}
