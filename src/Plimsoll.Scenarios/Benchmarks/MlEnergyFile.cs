using System.Globalization;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Serving;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>
/// The configurations of the ML.ENERGY benchmark, version 3: vLLM with a batch held full. Lengths of prompts are not
/// published; code completion, whose prompts are long, is left out.
/// </summary>
internal static class MlEnergyFile
{
    public const string Name = "mlenergy_v3_llm_configs.csv";

    private const string Source = "ml.energy v3";

    private const string Data = "mlenergy";

    private static readonly string[] Columns =
    [
        "task", "model_id", "gpu_model", "weight_precision", "num_gpus", "data_parallel", "avg_batch_size",
        "avg_output_len", "output_throughput_tokens_per_sec", "avg_power_watts", "median_itl_ms",
    ];

    public static BenchmarkRuns Read(string folder, BenchmarkTables tables, List<Diagnostic> wrong)
    {
        var file = Path.Combine(folder, Name);
        List<Measurement> runs = [];
        var left = 0;
        foreach (var row in KernelFile.Rows(file, Columns, wrong) ?? [])
        {
            var task = row.Cells[0];
            var accelerator = tables.Accelerator(row.Cells[2], file, row.Line, wrong);
            var heldUp = accelerator is not null && accelerator.Name == tables.Assumed(Data, $"host-bound {task}");
            if (heldUp || row.Whole(5, 1, wrong) != 1
                || !double.TryParse(
                    tables.Assumed(Data, $"prompt {task}"), CultureInfo.InvariantCulture, out var input))
            {
                left++;
                continue;
            }

            var model = tables.Model(row.Cells[1], file, row.Line, wrong);
            var precision = row.Precision(3, wrong);
            var width = row.Whole(4, 1, wrong);
            var traffic = new TrafficShape(input, 0, row.Above(7, wrong));
            var readings = new List<Reading>
            {
                new(Metric.TokensPerSecond, row.Above(8, wrong)),
                new(Metric.Watts, row.Above(9, wrong) / width),
                new(Metric.Itl, row.Above(10, wrong) / 1e3),
            };
            if (model is null || accelerator is null || precision is null)
                continue;
            runs.Add(new()
            {
                Source = Source,
                Model = model.Name,
                Engine = EngineVersion.OldVllm.Name,
                Accelerator = accelerator.At(precision),
                Shape = model.Shape(precision.BytesPerWeight, 2, traffic.MeanContext),
                Width = width,
                Traffic = traffic,
                Batch = row.Above(6, wrong),
                Readings = readings,
            });
        }

        return new(runs, left == 0 ? [] :
            [$"{Name}: {left} rows left out: code completion (length of prompts unpublished), data parallel, or "
                + "of a task that the host holds up there"]);
    }
}
