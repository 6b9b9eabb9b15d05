using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Bench.Engines;

/// <summary>A fleet that has served everything of a trace.</summary>
/// <param name="Seconds">CPU time that it took.</param>
/// <param name="Steps">Steps that its engines did.</param>
/// <param name="Finished">Requests that finished.</param>
/// <param name="HeapMoves">What keeping events and replicas in order cost.</param>
internal readonly record struct FleetRun(double Seconds, long Steps, long Finished, long HeapMoves)
{
    /// <summary>Runs it without measuring more than that.</summary>
    public static FleetRun Of(FleetPlan plan, IEnumerable<TraceRow> rows, int prefixBlock)
    {
        var before = Environment.CpuUsage.TotalTime;
        using var workload = new TraceWorkload(rows, prefixBlock);
        var finished = 0L;
        var fleet = new FleetSimulation(
            plan, workload, (in record) => finished += record.Outcome == RequestOutcome.Finished ? 1 : 0);
        while (fleet.Next is { } next)
            fleet.RunTo(next);
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        return new(seconds, StepsOf(fleet), finished, fleet.HeapMoves);
    }

    /// <summary>Runs it and measures all that a report of a simulation has.</summary>
    public static FleetRun Measured(FleetPlan plan, IEnumerable<TraceRow> rows, int prefixBlock)
    {
        var before = Environment.CpuUsage.TotalTime;
        using var workload = new TraceWorkload(rows, prefixBlock);
        var finished = 0L;
        var measures = new SimulationMeasures(new()
        {
            Classes = ["llama"],
            Pools = [new("a100", plan.Pools[0].Replicas)],
            Start = default,
            Interval = MeasureSettings.IntervalFor(Duration.FromHours(1)),
        });
        var fleet = new FleetSimulation(plan, workload, Take);
        while (fleet.Next is not null)
        {
            var at = measures.NextSample;
            fleet.RunTo(at);
            measures.Sample(at, fleet.States().AsSpan());
        }

        measures.Report();
        return new((Environment.CpuUsage.TotalTime - before).TotalSeconds, StepsOf(fleet), finished, fleet.HeapMoves);

        void Take(in RequestRecord record)
        {
            finished += record.Outcome == RequestOutcome.Finished ? 1 : 0;
            measures.Record(record);
        }
    }

    private static long StepsOf(FleetSimulation fleet)
    {
        var steps = 0L;
        foreach (var count in fleet.States()[0].StepsByBatch.Span)
            steps += count;
        return steps;
    }
}
