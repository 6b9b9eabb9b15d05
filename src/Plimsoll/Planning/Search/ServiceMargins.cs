using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Search;

/// <summary>
/// How much of the required load a service serves at any instant under any condition: what searches ask, over and over.
/// The week of demand is that of the day on which the policy takes effect, as it is for a plan. Not thread-safe.
/// </summary>
public sealed class ServiceMargins
{
    private readonly WeekLoad week;

    /// <summary>Prepares the answers.</summary>
    /// <param name="model">The service.</param>
    /// <param name="engines">Operating points, where some are known already.</param>
    public ServiceMargins(ServiceModel model, EngineTable? engines = null)
    {
        Model = model;
        Engines = engines ?? new EngineTable();
        Policy = model.Timeline.At(model.Compare.After);
        week = new WeekLoad(model.Classes, model.Populations, model.Organizations, model.Compare.After);
    }

    /// <summary>The service.</summary>
    public ServiceModel Model { get; }

    /// <summary>Operating points.</summary>
    public EngineTable Engines { get; }

    /// <summary>The policy that is judged: the one after the change.</summary>
    public Policy Policy { get; }

    /// <summary>Requests per second by hour and class under a policy, before growth.</summary>
    public double[] LoadUnder(Policy policy) => week.Under(policy);

    /// <summary>Growth of demand under a condition that is asked for at an instant.</summary>
    public double GrowthAt(Instant at, Condition condition) => Model.Growth.At(Model.InstantOf(condition, at));

    /// <summary>What is in service and counts under a condition that is asked for at an instant.</summary>
    public Fleet FleetAt(Instant at, Condition condition) => Fleet.At(
        Model,
        Model.InstantOf(condition, at),
        Engines,
        [.. Model.Sites.Where(site => !Counts(site, at, condition)).Select(site => site.Name)]);

    /// <summary>Whether a fleet serves what a condition requires, asked for at an instant.</summary>
    public Adequacy AdequacyAt(Instant at, Condition condition) =>
        new(FleetAt(at, condition), Model.CriterionOf(condition));

    /// <summary>The margin under a condition that is asked for at an instant.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="load">Requests per second by hour and class, before growth.</param>
    public Margin Of(Instant at, Condition condition, double[] load) =>
        AdequacyAt(at, condition).Of(load, GrowthAt(at, condition));

    /// <summary>The same answers for a service that differs in its supply only.</summary>
    public ServiceMargins With(ServiceModel model) => new(model, Engines);

    /// <summary>Whether what is at a site counts under a condition that is asked for at an instant.</summary>
    public bool Counts(Site site, Instant at, Condition condition) =>
        condition != Condition.Notice || site.Contract.Backs(at, Model.Conditions.Notice);
}
