using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Supply;

namespace Plimsoll.Bench.Engines;

/// <summary>
/// Llama-2-7B in BF16 on one A100: what Vidur and BLIS were timed with. The accelerator's figures are its maker's; how
/// much of them is reached is assumed to be as fitted for an H100, since speed of a simulator hardly depends on it.
/// </summary>
internal static class Llama7OnA100
{
    public static Accelerator Accelerator { get; } = new()
    {
        Name = "a100",
        Title = "A100 SXM 80 GB",
        Compute = new(312e12),
        Memory = new(80e9),
        Bandwidth = new(2.039e12),
        ScaleUp = 8,
        Calibration = new(new(0.75), new(0.63), new(6_600), new(32_000), new(62_000)),
        Power = new(new(400), new(90), new(150), new(400)),
    };

    public static ModelShape Shape { get; } = new()
    {
        Parameters = 6.74e9,
        Active = 6.74e9,
        Layers = 32,
        Experts = 1,
        Routed = 1,
        AttentionWidth = 4096,
        KvPerToken = new(524_288),
        BytesPerWeight = 2,
    };

    /// <summary>Bounds as Vidur's: sequences, tokens a step, blocks, and one block in a hundred kept free.</summary>
    public static EngineSettings Settings { get; } = new()
    {
        MaxSequences = 128,
        TokenBudget = 4096,
        Blocks = 7424,
        WatermarkBlocks = 74,
    };

    public static IStepTimes Times() => new RooflineStepTimes(Accelerator, Shape, width: 1);

    /// <summary>A pool of such engines, to which requests go one after the other.</summary>
    public static FleetPlan Fleet(int replicas, Func<IScheduler> scheduler, IStepTimes times) => new()
    {
        Pools =
        [
            new() { Name = "a100", Replicas = replicas, Engine = Settings, Scheduler = scheduler, Times = times },
        ],
        Router = RouterKind.RoundRobin,
    };
}
