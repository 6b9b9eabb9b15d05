using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps what an allocation heeds as written to the core's.</summary>
internal static class AllocationCompiler
{
    private const int HoursOfADay = 24;

    /// <summary>Nobody waits for the answers of a batch: as many at a time as fit into memory.</summary>
    private static readonly Objective AnyLatency = new(Duration.FromDays(1), Duration.FromDays(1));

    public static AllocationTerms Terms(ScenarioSpec spec, ImmutableArray<ModelClass> classes) => new()
    {
        Ranks = [.. classes.Select(c => spec.Allocation.Ranks.GetValueOrDefault(c.Name))],
        Residency =
        [
            .. spec.Allocation.Residency.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new ResidencyRule(
                r.Key,
                [.. r.Value.Users],
                [.. r.Value.Classes.Select(name => IndexOf(classes, name))],
                [.. r.Value.Zones],
                [.. r.Value.Sites])),
        ],
        Jobs =
        [
            .. spec.Allocation.Batch.Select(b => (ElasticJob)BatchOf(b.Key, b.Value, classes))
                .Concat(spec.Allocation.Training.Select(t => TrainingOf(t.Key, t.Value)))
                .OrderBy(job => job.Name, StringComparer.Ordinal),
        ],
        Replicas =
        [
            .. spec.Allocation.Replicas.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new MinimumReplicas(
                r.Key, IndexOf(classes, r.Value.Class), r.Value.Count.Value.Value, Names(r.Value.Sites))),
        ],
    };

    private static BatchJob BatchOf(string name, BatchJobSpec spec, ImmutableArray<ModelClass> classes)
    {
        var model = classes[IndexOf(classes, spec.Class)];
        var day = spec.Every == Recurrence.Week ? ((int)spec.On + 6) % 7 : 0;
        return new BatchJob(
            name,
            Names(spec.Sites),
            model with
            {
                Name = $"batch {name}",
                Traffic = spec.Traffic is { } traffic ? ServingCompiler.TrafficOf(traffic) : model.Traffic,
                Objective = AnyLatency,
            },
            spec.Output.Value.Value,
            (day * HoursOfADay) + (spec.From.Minutes / 60),
            spec.Within is { } within ? (int)(within.Value.Seconds / 3600) : HoursOfADay,
            spec.Every == Recurrence.Week ? WeekShape.Hours : HoursOfADay)
        {
            Rank = spec.Rank,
        };
    }

    private static TrainingJob TrainingOf(string name, TrainingJobSpec spec) => new(
        name,
        Names(spec.Sites),
        Names(spec.Accelerators),
        spec.AcceleratorHours.Value.Value,
        spec.Gang?.Value.Value ?? 0,
        spec.Most?.Value.Value ?? double.PositiveInfinity)
    {
        Rank = spec.Rank,
    };

    private static int IndexOf(ImmutableArray<ModelClass> classes, string name) =>
        classes.TakeWhile(c => c.Name != name).Count();

    private static ImmutableArray<string>? Names(IReadOnlyList<string>? names) => names is null ? null : [.. names];
}
