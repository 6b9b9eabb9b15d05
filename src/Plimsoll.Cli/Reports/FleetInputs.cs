using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Charts;
using Plimsoll.Serving;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Cli.Reports;

/// <summary>How the fleet was simulated, as a report says it, with the evidence of what the scenario states.</summary>
internal static class FleetInputs
{
    private const string Section = "simulation.";

    /// <summary>What is set, and what is so because nothing else is.</summary>
    /// <param name="document">The scenario.</param>
    /// <param name="simulation">What was simulated.</param>
    /// <param name="plan">The fleet that was simulated.</param>
    public static IEnumerable<SimulationInput> Of(
        ScenarioDocument document, ServiceSimulation simulation, FleetPlan plan)
    {
        var settings = simulation.Fleet;
        yield return Input("Scheduler", $"{Scheduler(settings.Scheduler)}, {Number(settings.Budget)} tokens a step",
            "step-tokens");
        yield return Input("Router", Router(settings.Router));
        yield return Input("Queue", $"{Number(settings.Queue)} waiting for each in a batch", "queue");
        yield return Input("Order of a queue", settings.Order == QueueOrder.Priority
            ? "by rank, then first come"
            : "first come");
        if (simulation.Trace is null && settings.Cache == CacheKind.Assumed)
            yield return Input("Cached part of a prompt", "always at hand, wherever it runs");
        else if (simulation.Trace is null)
        {
            yield return Input("Cached part of a prompt", "on the replicas that computed it, until evicted; the first "
                + $"{Number(settings.SharedPrompt)} tokens are the same for all of a class", "shared-prompt");
        }

        foreach (var apart in settings.Disaggregations)
        {
            yield return Input(
                $"Prompts of {apart.Class}",
                $"computed apart by {Replicas(simulation.Model, plan, apart.Class)} replicas",
                $"disaggregation.{apart.Class}.prefill");
        }

        yield return settings.Repair is { } repair
            ? Input("Failures of replicas", "as the availability of pools says, repaired in "
                + $"{AxisText.Length(repair.Seconds)} on average", "repair")
            : Input("Failures of replicas", "none: what is available stays so");
        if (settings.SiteFailures is { } sites)
        {
            yield return Input("Failures of sites", $"every {AxisText.Length(sites.Between.Seconds)}, repaired in "
                + $"{AxisText.Length(sites.Repair.Seconds)}, on average", "site-failures.between");
        }

        if (settings.Curtailments.Length > 0)
            yield return Input("Curtailments", string.Join(", ", document.Spec.Simulation.Curtailments.Keys));

        SimulationInput Input(string name, string value, string? path = null)
        {
            var record = path is null ? null : document.Inputs.FirstOrDefault(input => input.Path == Section + path);
            return record is null
                ? new(name, value, "assumed")
                : new(name, value, $"{record.Provenance.Kind}".ToLowerInvariant(), record.Provenance.Source);
        }
    }

    private static string Scheduler(SchedulerKind scheduler) => scheduler switch
    {
        SchedulerKind.VllmV1 => "vLLM v1",
        SchedulerKind.VllmV0 => "vLLM v0",
        _ => "Sarathi",
    };

    private static string Router(RouterKind router) => router switch
    {
        RouterKind.LeastOutstanding => "fewest requests for the size of the batch",
        RouterKind.RoundRobin => "one after the other",
        RouterKind.PowerOfTwo => "the less loaded of two drawn at random",
        RouterKind.Random => "at random",
        RouterKind.PrefixAffinity => "where most of the prompt's beginning went",
        _ => "weighted scores",
    };

    private static string Replicas(ServiceModel model, FleetPlan plan, string modelClass)
    {
        var pools = plan.Pools.Where(pool => model.Classes[pool.Class].Name == modelClass).ToList();
        var prefill = pools.Where(pool => pool.Role == PoolRole.Prefill).Sum(pool => pool.Replicas);
        return $"{Number(prefill)} of {Number(pools.Sum(pool => pool.Replicas))}";
    }

    private static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);
}
