using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving.Routing;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps how the fleet is simulated as written, already validated, to the simulation's settings.</summary>
public static class SimulationCompiler
{
    /// <summary>The settings of a scenario.</summary>
    public static FleetSettings Compile(ScenarioSpec scenario)
    {
        var spec = scenario.Simulation;
        return new()
        {
            Scheduler = spec.Scheduler,
            StepTokens = (int?)spec.StepTokens?.Value.Value,
            Router = spec.Router,
            Weights = Weights(spec.Weights),
            Queue = spec.Queue?.Value.Value ?? 1,
            Order = spec.Order,
            Priorities = spec.Priorities.ToImmutableDictionary(StringComparer.Ordinal),
            Cache = spec.Cache,
            SharedPrompt = (int)(spec.SharedPrompt?.Value.Value ?? 0),
            Repair = spec.Repair?.Value,
            SiteFailures = spec.SiteFailures is { } sites
                ? new SiteFailures(sites.Between.Value, sites.Repair.Value) : null,
            Curtailments =
            [
                .. spec.Curtailments.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => CurtailmentOf(c.Value)),
            ],
            Disaggregations =
            [
                .. spec.Disaggregation.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => new Disaggregation(
                    d.Key,
                    d.Value.Prefill.Value.Fraction,
                    d.Value.Bandwidth.Value,
                    d.Value.Latency?.Value ?? Duration.Zero)),
            ],
        };
    }

    private static ScoreWeights? Weights(RouterWeightsSpec? spec) => spec is null ? null : new()
    {
        Queue = spec.Queue,
        Kv = spec.Kv,
        Prefix = spec.Prefix,
        Prepaid = spec.Prepaid,
    };

    private static Curtailment CurtailmentOf(CurtailmentSpec spec)
    {
        var from = Instant.FromDate(spec.Date) + Duration.FromMinutes(spec.At.Minutes);
        return new Curtailment(
            spec.Site,
            from,
            from + spec.For.Value,
            spec.Share?.Value.Fraction ?? 1,
            spec.Kind == CurtailmentKind.Drain);
    }
}
