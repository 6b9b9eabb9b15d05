using Plimsoll.Measures;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;
using Plimsoll.Tests.Serving.Oracle;

namespace Plimsoll.Bench.Engines;

/// <summary>
/// One engine with vLLM v1's scheduler and the roofline's times, against the engine of the tests that takes every step,
/// every sequence and every block one by one: CPU time, and bytes allocated, each with the same load in one run.
/// </summary>
internal static class EngineBench
{
    private const int Requests = 200_000;
    private const int NaiveRequests = 1_000;
    private const int Rounds = 5;

    private static readonly EngineSettings roomy = Llama7OnA100.Settings;

    // A name of a shared beginning for 512 tokens as in Mooncake's traces, or for every block as in vLLM.
    private static readonly EngineSettings sharing = roomy with { PrefixTokens = 512 };
    private static readonly EngineSettings sharingBlocks = roomy with { PrefixTokens = roomy.BlockTokens };

    // Few enough blocks that sequences which grow have to give way all the time.
    private static readonly EngineSettings tight = sharing with { Blocks = 2400, WatermarkBlocks = 0 };

    public static void Run()
    {
        Console.WriteLine($"{Requests:N0} requests through one engine, vLLM v1, CPU time, least of {Rounds}; "
            + "stood for: steps that the engine did, taken: steps and runs of steps that it computed\n");
        Console.WriteLine($"{"",-34} {"M requests",10} {"M steps/s",9} {"M steps/s",9} {"steps a",8} {"preempted",9} "
            + $"{"input",6} {"bytes a",8} {"step by step",12} {"times",6}");
        Console.WriteLine($"{"",-34} {"a second",10} {"stood for",9} {"taken",9} {"request",8} {"a request",9} "
            + $"{"found",6} {"request",8} {"us a request",12} {"slower",6}");
        Print("1/s, nothing shared", roomy, 1);
        Print("3/s, nothing shared", roomy, 3);
        Print("3/s, beginnings shared", sharing, 3);
        Print("3/s, the same, a name a block", sharingBlocks, 3);
        Print("a full queue, beginnings shared", sharing, 10);
        Print("the same, and blocks run out", tight, 10);
    }

    private static void Print(string name, EngineSettings settings, double perSecond)
    {
        var load = new EngineLoad(DrawnRequests.Sequences(Requests, settings.PrefixTokens), perSecond);
        var times = new CountedTimes(Llama7OnA100.Times());
        var counted = New(settings, times);
        load.Through(counted);
        var (stepsBefore, askedBefore) = (counted.Tally.Steps, times.Asked);
        var counts = load.Through(counted);
        double steps = counted.Tally.Steps - stepsBefore;
        double taken = times.Asked - askedBefore;
        var engine = New(settings, Llama7OnA100.Times());
        load.Through(engine);
        var (seconds, bytes) = (double.PositiveInfinity, long.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = Environment.CpuUsage.TotalTime;
            load.Through(engine);
            seconds = Math.Min(seconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        var naive = NaiveMicroseconds(settings, load);
        var each = seconds / Requests;
        Console.WriteLine($"{name,-34} {1e-6 / each,10:0.00} {steps / seconds / 1e6,9:0.0} "
            + $"{taken / seconds / 1e6,9:0.00} {steps / Requests,8:0.0} "
            + $"{counts.Preempted / (double)Requests,9:0.000} {counts.Found / (double)load.Input,6:0.0%} "
            + $"{bytes / (double)Requests,8:0.0} {naive,12:0.0} {naive / (each * 1e6),6:0}");
    }

    private static Engine New(EngineSettings settings, IStepTimes times) =>
        new(settings, new ContinuousBatching(), times, new QuantileSketch());

    private static double NaiveMicroseconds(EngineSettings settings, EngineLoad load)
    {
        var naive = new NaiveEngine(settings, new ContinuousBatching(), Llama7OnA100.Times());
        var engine = New(settings, Llama7OnA100.Times());
        load.Through(engine, NaiveRequests);
        var before = Environment.CpuUsage.TotalTime;
        load.Through(naive, NaiveRequests);
        var time = Environment.CpuUsage.TotalTime - before;
        if (naive.StepsByDecodes.Sum() != engine.Tally.Steps || naive.Sums.Busy != engine.Tally.BusyUnits)
            throw new InvalidOperationException("The engine and the one that takes every step differ.");
        return time.TotalMicroseconds / NaiveRequests;
    }
}
