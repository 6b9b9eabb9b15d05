using Plimsoll.Quantities;

namespace Plimsoll.Planning;

/// <summary>
/// A condition made concrete: which fleet has to bear which multiple of a week's load. Not thread-safe.
/// </summary>
/// <param name="Condition">The condition.</param>
/// <param name="At">Instant of supply and demand.</param>
/// <param name="Fleet">What is in service and counts.</param>
/// <param name="Adequacy">The fleet under the condition's demand and outages.</param>
/// <param name="Growth">Demand at the instant over demand as counted.</param>
public sealed record ConditionCase(Condition Condition, Instant At, Fleet Fleet, Adequacy Adequacy, double Growth)
{
    /// <summary>The tightest hour and outage of a week's load, before growth.</summary>
    public Margin Of(double[] load) => Adequacy.Of(load, Growth);

    /// <summary>Whether the fleet serves all that is required.</summary>
    public bool Bears(double[] load) => Adequacy.Of(load, Growth, enough: 1).Multiple >= 1;

    /// <summary>What stops a load from rising; null when there is no load.</summary>
    public Binding? Explain(Margin margin) =>
        double.IsPositiveInfinity(margin.Multiple) ? null : Adequacy.Explain(margin);
}
