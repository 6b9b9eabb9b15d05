using System.Collections.Immutable;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps model classes as written to the core's.</summary>
internal static class ServingCompiler
{
    public static ImmutableArray<ModelClass> Classes(ScenarioSpec spec) =>
    [
        .. spec.Classes.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new ModelClass
        {
            Name = c.Key,
            Title = c.Value.Title,
            StandIn = c.Value.StandIn,
            Shape = new ModelShape
            {
                Parameters = c.Value.Architecture.Parameters.Value.Value,
                Active = c.Value.Architecture.Active.Value.Value,
                Layers = c.Value.Architecture.Layers,
                Experts = c.Value.Architecture.Experts,
                Routed = c.Value.Architecture.Routed,
                AttentionWidth = c.Value.Architecture.AttentionWidth,
                KvPerToken = c.Value.Architecture.KvPerToken.Value,
                BytesPerWeight = c.Value.Architecture.PerWeight.Value.Bytes,
            },
            Traffic = TrafficOf(c.Value.Traffic),
            Objective = new Objective(c.Value.Objective.Ttft.Value, c.Value.Objective.Tpot.Value),
        }),
    ];
    public static TrafficShape TrafficOf(TrafficSpec spec) =>
        new(spec.Input.Value.Value, spec.Cached.Value.Value, spec.Output.Value.Value);
}
