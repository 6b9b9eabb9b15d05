using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Fitting;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Serving.Fitting;

/// <summary>Runs of an engine whose constants are known, because the model itself made their figures.</summary>
internal static class KnownEngine
{
    public static EngineFit Fit { get; } = new(
        new Calibration(
            new(0.8), new(0.4), Duration.FromSeconds(20e-6), Duration.FromSeconds(15e-6), Duration.FromSeconds(12e-6)),
        Duration.FromSeconds(8e-3));

    public static AcceleratorPower Power { get; } = new(new(2000), new(250), new(300), new(1200));

    public static IReadOnlyList<Measurement> Runs { get; } =
    [
        .. from model in new[]
           {
               ("llama-8b", Known.Llama8, 1), ("qwen-14b", Known.Qwen14, 1), ("qwen-32b", Known.Qwen32, 2),
               ("llama-70b", Known.Llama70, 4), ("llama-70b", Known.Llama70, 8),
           }
           from input in new[] { 200, 4000 }
           from batch in new[] { 1, 16, 128, 512 }
           select Run(model.Item1, model.Item2, model.Item3, input, batch),
    ];

    /// <summary>The runs with every figure off by a factor.</summary>
    public static IReadOnlyList<Measurement> Off(Func<int, double> factor) =>
    [
        .. Runs.Select((run, i) => run with
        {
            Readings = [.. run.Readings.Select(reading => reading with { Value = reading.Value * factor(i) })],
        }),
    ];

    private static Measurement Run(string name, ModelShape shape, int width, int input, int batch)
    {
        var run = new Measurement
        {
            Source = "made up",
            Model = name,
            Engine = "vllm",
            Accelerator = Known.H100 with { Power = Power },
            Shape = shape,
            Width = width,
            Traffic = new(input, 0, 300),
            Batch = batch,
            StepsAhead = 1,
            Readings = [],
        };
        var state = SteadyState.Of(run, Fit);
        Metric[] metrics =
        [
            Metric.Ttft, Metric.Tpot, Metric.Itl, Metric.EndToEnd, Metric.TokensPerSecond, Metric.Watts,
        ];
        return run with
        {
            Readings = [.. metrics.Select(metric => new Reading(metric, state.Value(metric, Power)))],
        };
    }
}
