namespace Plimsoll.Scenarios.Tests.Benchmarks;

/// <summary>A folder with benchmarks of a test's own.</summary>
internal sealed class DataFolder : IDisposable
{
    public const string InferenceXHead = "backend,backend_version,model_path,system,precision,mode,isl,osl,batch_size,"
        + "tp_size,pp_size,attention_dp_size,moe_tp_size,moe_ep_size,silicon_ttft_ms,silicon_tpot_ms";

    public const string MlEnergyHead = "task,model_id,gpu_model,weight_precision,num_gpus,data_parallel,"
        + "avg_batch_size,avg_output_len,output_throughput_tokens_per_sec,avg_power_watts,median_itl_ms";

    public string Path { get; } = Directory.CreateTempSubdirectory("plimsoll-data-").FullName;

    public string Write(string file, params string[] lines)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return path;
    }

    /// <summary>A run of vLLM as <c>inference-perf</c> reports it.</summary>
    public void WriteRun(string name, string model, double achieved = 10, string hardware = "")
    {
        var run = $"vllm-ground-truth/{name}";
        Write($"{run}/exp-config.yaml", $"model: {model}", "tensor_parallelism: 2", "max_num_seqs: 128", hardware);
        Write($"{run}/profile.yaml", """
            {"data":{"shared_prefix":{"num_unique_system_prompts":9,"num_users_per_system_prompt":5,"output_len":248}}}
            """);
        foreach (var stage in new[] { 0, 1 })
        {
            Write($"{run}/results/stage_{stage}_lifecycle_metrics.json", $$"""
                {
                  "load_summary": { "requested_rate": 10.0 },
                  "successes": {
                    "count": 450,
                    "latency": {
                      "request_latency": { "mean": 2.5 },
                      "time_to_first_token": { "mean": 0.03 }
                    },
                    "throughput": { "requests_per_sec": {{achieved}} },
                    "prompt_len": { "mean": 508.0 }
                  }
                }
                """);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
