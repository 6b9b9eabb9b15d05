using Plimsoll.Scenarios.Measurements;
using Plimsoll.Serving;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>
/// Points of InferenceX as AIConfigurator collected them: a number of clients that each ask again when answered. Only
/// replicas that compute and decode on the same accelerators, split by tensors or experts alone.
/// </summary>
internal static class InferenceXFile
{
    public const string Name = "inferencex_sample.csv";

    private const string Source = "inferencex";

    // Ten requests a client, the first of all clients at once.
    private const double FirstWave = 0.1;

    private static readonly string[] Columns =
    [
        "backend", "backend_version", "model_path", "system", "precision", "mode", "isl", "osl", "batch_size",
        "tp_size", "pp_size", "attention_dp_size", "moe_tp_size", "moe_ep_size", "silicon_ttft_ms", "silicon_tpot_ms",
    ];

    public static BenchmarkRuns Read(string folder, BenchmarkTables tables, List<Diagnostic> wrong)
    {
        var file = Path.Combine(folder, Name);
        List<Measurement> runs = [];
        var left = 0;
        foreach (var row in KernelFile.Rows(file, Columns, wrong) ?? [])
        {
            if (!Plain(row, tables, wrong))
            {
                left++;
                continue;
            }

            if (Run(row, tables, wrong) is { } run)
                runs.Add(run);
        }

        return new(runs, left == 0 ? [] :
            [$"{Name}: {left} rows left out: prefill apart from decoding, or split by data or pipeline"]);
    }

    private static Measurement? Run(KernelRow row, BenchmarkTables tables, List<Diagnostic> wrong)
    {
        var model = tables.Model(row.Cells[2], row.File, row.Line, wrong);
        var accelerator = tables.Accelerator(row.Cells[3], row.File, row.Line, wrong);
        var precision = row.Precision(4, wrong);
        var traffic = new TrafficShape(row.Above(6, wrong), 0, row.Above(7, wrong));
        var batch = row.Above(8, wrong);
        var width = row.Whole(9, 1, wrong);
        var version = EngineVersion.Of(row.Cells[0], row.Cells[1]);
        Reading[] readings =
        [
            new(Metric.Ttft, row.Above(14, wrong) / 1e3), new(Metric.Tpot, row.Above(15, wrong) / 1e3),
        ];
        if (model is null || accelerator is null || precision is null)
            return null;
        return new()
        {
            Source = Source,
            Model = model.Name,
            Engine = version.Name,
            Accelerator = accelerator.At(precision),
            Shape = model.Shape(
                precision.BytesPerWeight, precision.Name is "fp8" or "fp4" ? 1 : 2, traffic.MeanContext),
            Width = width,
            Traffic = traffic,
            Batch = batch,
            AtOnce = FirstWave,
            StepsAhead = version.StepsAhead,
            Readings = readings,
        };
    }

    // A width that its splits of experts do not make up, or that no system has, is a slip of the collection.
    private static bool Plain(KernelRow row, BenchmarkTables tables, List<Diagnostic> wrong)
    {
        if (row.Cells[5] != "agg" || Split(row, 10, wrong) != 1 || Split(row, 11, wrong) != 1)
            return false;
        var width = row.Whole(9, 1, wrong);
        var experts = Split(row, 12, wrong) * Split(row, 13, wrong);
        var system = tables.Accelerator(row.Cells[3], row.File, row.Line, wrong);
        return (experts == 1 || experts == width) && (system is null || width <= system.ScaleUp);
    }

    private static int Split(KernelRow row, int column, List<Diagnostic> wrong) =>
        row.Cells[column].Length == 0 ? 1 : Math.Max(1, row.Whole(column, 0, wrong));
}
