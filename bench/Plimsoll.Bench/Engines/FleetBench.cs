using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;
using Plimsoll.Simulation.Vidur;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Bench.Engines;

/// <summary>
/// Fleets on the traces that other simulators were timed on, on one core, beside the CPU seconds that those took on a
/// machine like the one that the figures of <c>docs/reference/simulation.md</c> are from.
/// </summary>
internal static class FleetBench
{
    private const int Rounds = 10;
    private const int PrefixBlock = 16;

    // CPU seconds of Vidur and BLIS, both unmodified, measured on 20 November 2026 without their metrics.
    private static readonly Anchor[] anchors =
    [
        new("azure_conv_full", 4, 0.1, "81.9", "47-75"),
        new("conv_p20k_q96", 32, 0.05, "37.3", "174"),
        new("conv_p100k_q480", 160, 0.5, "not run", "> 425"),
        new("conv_p5000_q24", 8, null, "9.6", "15.9-22.6"),
    ];

    public static void Run(string data)
    {
        var before = Environment.CpuUsage.TotalTime;
        var tables = VidurTablesFile.Read(Path.Combine(data, "vidur", "tables_A_llama2-7b_a100_tp1"));
        Console.WriteLine($"start-up: {before.TotalSeconds:0.000} CPU s, and "
            + $"{(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.000} to read Vidur's tables\n");
        Console.WriteLine($"CPU s: the first run, JIT included, and the least of {Rounds} after it; measured: the "
            + "least with everything that is reported being measured\n");
        Console.WriteLine($"{"trace",-15} {"repl.",5} {"requests",8} {"scheduler",-9} {"times",-8} {"steps",9} "
            + $"{"taken",8} {"read",6} {"first",6} {"least",6} {"measured",8} {"goal",5} {"ns/req.",7} {"M steps/s",9} "
            + $"{"Vidur",8} {"BLIS",9}");
        foreach (var anchor in anchors)
        {
            before = Environment.CpuUsage.TotalTime;
            var rows = Rows(Path.Combine(data, "traces", "common", anchor.Trace + ".csv"));
            var read = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            Print(anchor, rows, read, "vLLM v1", () => new ContinuousBatching(), "roofline", Llama7OnA100.Times());
            Print(anchor, rows, read, "vLLM v1", () => new ContinuousBatching(), "Vidur's", new VidurStepTimes(tables));
            Print(anchor, rows, read, "vLLM v0", () => new PrefillFirst(), "Vidur's", new VidurStepTimes(tables));
        }
    }

    private static ImmutableArray<TraceRow> Rows(string path) =>
    [
        .. VidurRequestsFile.ReadTrace(path).Select((request, index) => new TraceRow(
            new Arrival
            {
                Id = index,
                At = new Instant((long)(request.ArrivedAt * Duration.NanosecondsPerSecond)),
                Account = -1,
                Session = -1,
                Input = request.Prefill,
                Output = request.Decode,
            },
            null)),
    ];

    private static void Print(
        Anchor anchor, ImmutableArray<TraceRow> rows, double read, string scheduler, Func<IScheduler> newScheduler,
        string source, IStepTimes times)
    {
        var counted = new CountedTimes(times);
        var plan = Llama7OnA100.Fleet(anchor.Replicas, newScheduler, times);
        var first = FleetRun.Of(plan, rows, PrefixBlock);
        var taken = FleetRun.Of(Llama7OnA100.Fleet(anchor.Replicas, newScheduler, counted), rows, PrefixBlock);
        var (least, measured) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < Rounds; round++)
        {
            least = Math.Min(least, FleetRun.Of(plan, rows, PrefixBlock).Seconds);
            measured = Math.Min(measured, FleetRun.Measured(plan, rows, PrefixBlock).Seconds);
        }

        if (first.Finished != rows.Length || taken.Steps != first.Steps)
            throw new InvalidOperationException($"{first.Finished} of {rows.Length} requests finished.");
        Console.WriteLine($"{anchor.Trace,-15} {anchor.Replicas,5} {rows.Length,8} {scheduler,-9} {source,-8} "
            + $"{first.Steps,9} {counted.Asked,8} {read,6:0.000} {first.Seconds,6:0.000} {least,6:0.000} "
            + $"{measured,8:0.000} {anchor.Goal,5} {least / rows.Length * 1e9,7:0} {first.Steps / least / 1e6,9:0.0} "
            + $"{anchor.Vidur,8} {anchor.Blis,9}");
    }

    private readonly record struct Anchor(string Trace, int Replicas, double? Goal, string Vidur, string Blis);
}
