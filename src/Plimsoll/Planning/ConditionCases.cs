using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>
/// The five conditions of a service, each made once: at the end of the ramp, Growth later. Not thread-safe.
/// </summary>
/// <param name="model">The service.</param>
/// <param name="engines">Operating points of its classes.</param>
internal sealed class ConditionCases(ServiceModel model, EngineTable engines)
{
    private readonly Dictionary<(Condition, string Without, double Training), ConditionCase> made = [];

    /// <summary>When Normal, Peak, Storm and Notice are asked for.</summary>
    public Instant Now => model.Compare.Ramped;

    /// <summary>Contracts of the sites in service at the end of the ramp, in order of name.</summary>
    public ImmutableArray<Contract> Contracts { get; } =
    [
        .. model.Sites.Where(site => site.InServiceAt(model.Compare.Ramped) > 0).Select(site => site.Contract)
            .DistinctBy(contract => contract.Name).OrderBy(contract => contract.Name, StringComparer.Ordinal),
    ];

    /// <summary>A condition.</summary>
    /// <param name="condition">Which.</param>
    /// <param name="notice">The promise's own notice, which Notice heeds.</param>
    /// <param name="training">Part of the accelerators that is given to training, 0 to 1.</param>
    public ConditionCase Of(Condition condition, Duration notice, double training = 0) =>
        Of(condition, condition == Condition.Notice ? Withdrawable(notice) : [], training);

    /// <summary>Storm without some contracts' sites.</summary>
    public ConditionCase Without(IEnumerable<Contract> contracts, double training = 0) =>
        Of(Condition.Storm, [.. contracts], training);

    /// <summary>Contracts that may be withdrawn before a promise with a notice could be taken back.</summary>
    public ImmutableArray<Contract> Withdrawable(Duration notice) =>
        [.. Contracts.Where(contract => !contract.Backs(Now, notice))];

    private ConditionCase Of(Condition condition, ImmutableArray<Contract> without, double training)
    {
        // With nothing withdrawn, Notice is Storm, and solved as such.
        var asked = condition == Condition.Notice ? Condition.Storm : condition;
        var key = (asked, string.Join('\n', without.Select(contract => contract.Name)), training);
        if (!made.TryGetValue(key, out var found))
            made.Add(key, found = Make(asked, without, training));
        return found with { Condition = condition };
    }

    private ConditionCase Make(Condition condition, ImmutableArray<Contract> without, double training)
    {
        var at = model.InstantOf(condition, Now);
        var except = model.Sites.Where(site => without.Any(contract => contract.Name == site.Contract.Name));
        var served = training <= 0 ? model : model with
        {
            Sites = [.. model.Sites.Select(site => site with
            {
                Pools = [.. site.Pools.Select(pool => pool with { Inference = pool.Inference * (1 - training) })],
            })],
        };
        var fleet = Fleet.At(served, at, engines, [.. except.Select(site => site.Name)]);
        return new ConditionCase(
            condition, at, fleet, new Adequacy(fleet, model.CriterionOf(condition)), model.Growth.At(at));
    }
}
