using System.Diagnostics;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Simulation.Fleets;

namespace Plimsoll.Bench.Engines;

/// <summary>
/// What a request costs by how many replicas there are, each with the same load, and what ten million requests take
/// that are drawn one by one as they arrive.
/// </summary>
internal static class ScaleBench
{
    private const int Least = 400_000;
    private const int LeastEach = 200;
    private const int Streamed = 10_000_000;
    private const int StreamReplicas = 160;
    private const double PerSecond = 3;
    private const int Rounds = 2;

    public static void Run()
    {
        Stream();
        Console.WriteLine($"\n{LeastEach} requests for each replica and {Least:N0} at least, {PerSecond} a second for "
            + $"each, least of {Rounds}");
        Console.WriteLine($"{"replicas",9} {"requests",10} {"ns a request",12} {"steps a request",15} "
            + $"{"heap moves a request",20} {"memory, MB",10}");
        foreach (var replicas in (int[])[10, 100, 1_000, 10_000])
        {
            var (plan, requests) = (PlanOf(replicas), Math.Max(Least, LeastEach * replicas));
            var least = Of(plan, requests);
            for (var round = 1; round < Rounds; round++)
            {
                var run = Of(plan, requests);
                least = run.Seconds < least.Seconds ? run : least;
            }

            Console.WriteLine($"{replicas,9:N0} {requests,10:N0} {least.Seconds / requests * 1e9,12:0} "
                + $"{least.Steps / (double)requests,15:0.0} {least.HeapMoves / (double)requests,20:0.0} "
                + $"{GC.GetTotalMemory(false) / 1e6,10:0}");
        }
    }

    private static void Stream()
    {
        var streamed = Of(PlanOf(StreamReplicas), Streamed);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"{streamed.Finished:N0} requests drawn as they arrive, {StreamReplicas} replicas: "
            + $"{streamed.Seconds:0.0} CPU s, {streamed.Seconds / Streamed * 1e9:0} ns a request, "
            + $"{streamed.Steps:N0} steps; {process.PeakWorkingSet64 / 1e6:0} MB at most");
    }

    private static FleetRun Of(FleetPlan plan, int requests) => FleetRun.Of(
        plan, DrawnRequests.Rows(PerSecond * plan.Pools[0].Replicas).Take(requests), prefixBlock: 16);

    private static FleetPlan PlanOf(int replicas) =>
        Llama7OnA100.Fleet(replicas, () => new ContinuousBatching(), Llama7OnA100.Times());
}
