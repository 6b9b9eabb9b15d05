using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>What people are told about a change of the policy.</summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Title">What changes, in a few words.</param>
/// <param name="Effective">First instant in force.</param>
/// <param name="Announced">When users were told; null: not known.</param>
/// <param name="Reason">Why, as given or assumed; null: none given.</param>
/// <param name="Lifts">Earlier changes that it takes back for some plans, by name.</param>
/// <param name="Rates">Rates that it replaces, as <c>tier/class</c>.</param>
public sealed record ChangeTerms(
    string Name,
    string Title,
    Instant Effective,
    Instant? Announced,
    string? Reason,
    ImmutableArray<string> Lifts,
    ImmutableArray<string> Rates)
{
    /// <summary>
    /// Amounts of plans that it replaces, as <c>plan/session</c> and <c>plan/week</c>. Default: none.
    /// </summary>
    public ImmutableArray<string> Amounts { get; init; } = [];
}
