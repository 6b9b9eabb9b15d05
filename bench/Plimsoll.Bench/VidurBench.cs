using System.Diagnostics;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Bench;

/// <summary>
/// CPU seconds of the compatibility mode on the traces that other simulators were timed on, on one core, beside what
/// those took on a machine like the one they are printed from.
/// </summary>
internal static class VidurBench
{
    private const int Rounds = 5;

    // CPU seconds and batches of Vidur and CPU seconds of BLIS (whose scheduler is vLLM's) as measured on 20 November
    // 2026 on a machine of two cores; docs/reference/vidur.md says how. Empty where nobody measured.
    private static readonly Anchor[] anchors =
    [
        new("conv_p5000_q3", InTurn(VidurScheduler.Vllm, 1), null, "6.6", 72_653, "3.2-3.6"),
        new("conv_p5000_q3", InTurn(VidurScheduler.Sarathi, 1), null, "7.7", 75_811, ""),
        new("conv_p5000_q24", InTurn(VidurScheduler.Vllm, 8), null, "9.6", 85_359, "15.9-22.6"),
        new("conv_p5000_q24", InTurn(VidurScheduler.Sarathi, 8), null, "9.7", 88_423, ""),
        new("conv_p5000_q24", ByQueue(VidurScheduler.Sarathi, 8), null, "6.1", 57_465, ""),
        new("azure_conv_full", InTurn(VidurScheduler.Vllm, 4), 0.1, "81.9", 1_048_630, "47-75"),
        new("azure_conv_full", InTurn(VidurScheduler.Sarathi, 4), 0.1, "91.8", 1_066_165, ""),
        new("conv_p20k_q96", InTurn(VidurScheduler.Vllm, 32), 0.05, "37.3", 316_566, "174"),
        new("conv_p20k_q96", ByQueue(VidurScheduler.Sarathi, 32), 0.05, "", null, ""),
        new("conv_p100k_q480", InTurn(VidurScheduler.Vllm, 160), 0.5, "", null, "> 425"),
        new("conv_p100k_q480", ByQueue(VidurScheduler.Sarathi, 160), 0.5, "", null, ""),
    ];

    public static void Run(string data)
    {
        var before = Cpu();
        var tables = VidurTablesFile.Read(Path.Combine(data, "vidur", "tables_A_llama2-7b_a100_tp1"));
        Console.WriteLine($"start-up: tables in {(Cpu() - before).TotalSeconds:0.000} CPU s, JIT included");
        Console.WriteLine($"CPU s: the first run, JIT included, and the least of {Rounds} after it\n");
        Console.WriteLine(
            $"{"trace",-15} {"scheduler",-9} {"router",-16} {"repl.",5} {"requests",8} {"batches",9} {"Vidur's",7} "
            + $"{"first",6} {"least",6} {"goal",5} {"M batches/s",11} {"Vidur",6} {"BLIS",9}");
        foreach (var anchor in anchors)
        {
            var requests = VidurRequestsFile.ReadTrace(
                Path.Combine(data, "traces", "common", anchor.Trace + ".csv"));
            var settings = anchor.Settings;
            var (batches, first, least) = Time(settings, tables, requests);
            var same = anchor.Batches is null ? "" : anchor.Batches == batches ? "same" : "OTHER";
            Console.WriteLine(
                $"{anchor.Trace,-15} {settings.Scheduler,-9} {settings.Router,-16} {settings.Replicas,5} "
                + $"{requests.Count,8} {batches,9} {same,7} {first,6:0.000} {least,6:0.000} {anchor.Goal,5} "
                + $"{batches / least / 1e6,11:0.0} {anchor.Vidur,6} {anchor.Blis,9}");
        }
    }

    private static (long Batches, double First, double Least) Time(
        VidurSettings settings, VidurTables tables, IReadOnlyList<VidurRequest> requests)
    {
        var (batches, first, least) = (0L, 0.0, double.PositiveInfinity);
        for (var round = 0; round <= Rounds; round++)
        {
            var before = Cpu();
            batches = VidurSimulation.Run(settings, tables, requests).Batches;
            var seconds = (Cpu() - before).TotalSeconds;
            if (round == 0)
                first = seconds;
            else
                least = Math.Min(least, seconds);
        }

        return (batches, first, least);
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

    private static VidurSettings InTurn(VidurScheduler scheduler, int replicas) =>
        new() { Scheduler = scheduler, Replicas = replicas };

    private static VidurSettings ByQueue(VidurScheduler scheduler, int replicas) =>
        InTurn(scheduler, replicas) with { Router = VidurRouter.LeastOutstanding };

    private readonly record struct Anchor(
        string Trace, VidurSettings Settings, double? Goal, string Vidur, long? Batches, string Blis);
}
