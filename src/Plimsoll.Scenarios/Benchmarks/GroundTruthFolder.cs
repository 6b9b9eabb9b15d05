using Plimsoll.Serving;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>
/// Runs of vLLM under requests at an even rate, as <c>inference-perf</c> reports them: a folder a run with
/// <c>exp-config.yaml</c>, <c>profile.yaml</c> and <c>results/stage_N_lifecycle_metrics.json</c>. Prompts come again
/// and again, and vLLM keeps them: all but the first time, only the last block of a prompt is computed.
/// </summary>
internal static class GroundTruthFolder
{
    public const string Name = "vllm-ground-truth";

    private const string Source = "vllm ground truth";

    // Half a block of 16 tokens: what is left of a prompt behind its last whole block.
    private const double LeftOfPrompt = 8;

    // Below this part of the rate that was asked for, requests pile up and there is no steady state.
    private const double Steady = 0.95;

    public static BenchmarkRuns Read(string folder, BenchmarkTables tables, List<Diagnostic> wrong)
    {
        List<Measurement> runs = [];
        List<string> left = [];
        foreach (var run in Directory.GetDirectories(Path.Combine(folder, Name)).Order(StringComparer.Ordinal))
            ReadRun(run, tables, runs, left, wrong);
        return new(runs, left);
    }

    private static void ReadRun(
        string folder, BenchmarkTables tables, List<Measurement> runs, List<string> left, List<Diagnostic> wrong)
    {
        var config = TreeFile.Read(Path.Combine(folder, "exp-config.yaml"), "how the engine was started", wrong);
        var profile = TreeFile.Read(Path.Combine(folder, "profile.yaml"), "the load that was offered", wrong);
        if (config is null || profile is null)
            return;
        var id = config.Text("model");
        if (id is null)
        {
            wrong.Add(new(config.Path, 1, 1, "model", "found nothing; expected the name of a model"));
            return;
        }

        var model = tables.Model(id, config.Path, config.Line("model"), wrong);
        var kind = config.Text("hardware") ?? tables.Assumed(Name, "hardware") ?? "";
        var accelerator = tables.Accelerator(kind, config.Path, config.Line("hardware"), wrong);
        var stages = Stages(Path.Combine(folder, "results"), wrong);
        if (model is null || accelerator is null)
            return;
        var prompts = Prompts(folder, profile, wrong);
        var precision = Precision.Find(IsFp8(id) ? "fp8" : "bf16")!;
        foreach (var (file, stage) in stages.Order(StringComparer.Ordinal).Select((file, stage) => (file, stage)))
        {
            if (TreeFile.Read(file, "what was measured", wrong) is not { } measured)
                continue;
            if (measured.Text("successes.count") == "0")
            {
                left.Add($"{Path.GetFileName(folder)} stage {stage}: left out, no request succeeded");
                continue;
            }

            var rate = measured.Needed("load_summary.requested_rate");
            var output = profile.Needed("data.shared_prefix.output_len");
            var traffic = Traffic(measured, stage == 0 ? prompts : 0, output);
            var readings = Readings(measured, output);
            if (measured.Needed("successes.throughput.requests_per_sec") < Steady * rate)
                left.Add($"{Path.GetFileName(folder)} stage {stage}: left out, the engine did not keep up");
            else if (readings.All(reading => reading.Value > 0))
            {
                runs.Add(new()
                {
                    Source = Source,
                    Model = model.Name,
                    Engine = EngineVersion.Vllm.Name,
                    Accelerator = accelerator.At(precision),
                    Shape = model.Shape(precision.BytesPerWeight, 2, traffic.MeanContext),
                    Width = (int)(config.Number("tensor_parallelism") ?? 1),
                    Traffic = traffic,
                    Rate = rate,
                    MaxSequences = (int)(config.Number("max_num_seqs") ?? 256),
                    StepsAhead = EngineVersion.Vllm.StepsAhead,
                    Readings = readings,
                });
            }
        }
    }

    private static string[] Stages(string results, List<Diagnostic> wrong)
    {
        var stages = Directory.Exists(results)
            ? Directory.GetFiles(results, "stage_*_lifecycle_metrics.json") : [];
        if (stages.Length == 0)
            wrong.Add(new(results, 1, 1, "", "found no stage_N_lifecycle_metrics.json; expected one a stage"));
        return stages;
    }

    /// <summary>New prompts are computed; of the others, only what is left behind their last whole block.</summary>
    private static TrafficShape Traffic(TreeFile measured, double newPrompts, double output)
    {
        var length = measured.Needed("successes.prompt_len.mean");
        var cold = Math.Min(1, newPrompts / measured.Needed("successes.count"));
        var computed = LeftOfPrompt + (cold * (length - LeftOfPrompt));
        return new(computed, length - computed, output);
    }

    // The tool counts a chunk of the stream that carries no text as a token, so that its own time per token is too
    // short; the length that was asked for is what the engine gave.
    private static Reading[] Readings(TreeFile measured, double output)
    {
        var ttft = measured.Needed("successes.latency.time_to_first_token.mean");
        var last = measured.Needed("successes.latency.request_latency.mean");
        return
        [
            new(Metric.Ttft, ttft), new(Metric.Tpot, (last - ttft) / (output - 1)), new(Metric.EndToEnd, last),
        ];
    }

    /// <summary>Different prompts that are asked: what the tool reports of its own settings, or was told.</summary>
    private static double Prompts(string folder, TreeFile profile, List<Diagnostic> wrong)
    {
        var path = Path.Combine(folder, "results", "config.yaml");
        if (File.Exists(path) && TreeFile.Read(path, "the tool's settings", wrong) is { } settings
            && settings.Number("data.shared_prefix.num_groups") is { } groups
            && settings.Number("data.shared_prefix.num_prompts_per_group") is { } each)
        {
            return groups * each;
        }

        return profile.Needed("data.shared_prefix.num_unique_system_prompts")
            * profile.Needed("data.shared_prefix.num_users_per_system_prompt");
    }

    private static bool IsFp8(string id) => id.Contains("fp8", StringComparison.OrdinalIgnoreCase);
}
