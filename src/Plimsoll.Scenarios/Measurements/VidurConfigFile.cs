using System.Text.Json;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>Reads the <c>config.json</c> that Vidur writes beside its results.</summary>
public static class VidurConfigFile
{
    /// <summary>Reads how the cluster was set up and how the trace was replayed.</summary>
    /// <exception cref="InvalidDataException">
    /// It is no such file, or asks for what the compatibility mode does not have; the message names all of it.
    /// </exception>
    public static (VidurSettings Settings, VidurTrace Trace) Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            using var json = JsonDocument.Parse(stream);
            return Read(path, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException
            or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is no configuration of Vidur: {e.Message}", e);
        }
    }

    private static (VidurSettings Settings, VidurTrace Trace) Read(string path, JsonElement root)
    {
        var cluster = root.GetProperty("cluster_config");
        var replica = cluster.GetProperty("replica_config");
        var scheduler = cluster.GetProperty("replica_scheduler_config");
        var trace = root.GetProperty("request_generator_config");
        var predictor = root.GetProperty("execution_time_predictor_config");
        var router = cluster.GetProperty("global_scheduler_config");
        List<string> faults = [];
        Expect(faults, "replica_scheduler_config", Name(scheduler), "vllm", "sarathi");
        Expect(faults, "global_scheduler_config", Name(router), "round_robin", "lor");
        Expect(faults, "request_generator_config", Name(trace), "trace_replay");
        if (replica.GetProperty("num_pipeline_stages").GetInt32() != 1)
            faults.Add("num_pipeline_stages: only 1 is part of the mode");
        if (!predictor.GetProperty("skip_cpu_overhead_modeling").GetBoolean())
            faults.Add("skip_cpu_overhead_modeling: only true is part of the mode; the tables hold no CPU times");
        if (root.GetProperty("time_limit").GetDouble() != 0)
            faults.Add("time_limit: only 0 is part of the mode");
        if (faults.Count > 0)
            throw new InvalidDataException($"{path}: {string.Join("; ", faults)}.");

        var sarathi = Name(scheduler) == "sarathi";
        var settings = new VidurSettings
        {
            Scheduler = sarathi ? VidurScheduler.Sarathi : VidurScheduler.Vllm,
            Router = Name(router) == "lor" ? VidurRouter.LeastOutstanding : VidurRouter.RoundRobin,
            Replicas = cluster.GetProperty("num_replicas").GetInt32(),
            BatchSizeCap = scheduler.GetProperty("batch_size_cap").GetInt32(),
            Blocks = scheduler.GetProperty("num_blocks") is { ValueKind: JsonValueKind.Number } blocks
                ? (int)blocks.GetDouble()
                : 0,
            BlockSize = scheduler.GetProperty("block_size").GetInt32(),
            WatermarkFraction = scheduler.GetProperty("watermark_blocks_fraction").GetDouble(),
        };
        return (
            sarathi
                ? settings with { ChunkSize = scheduler.GetProperty("chunk_size").GetInt32() }
                : settings with { MaxTokensInBatch = scheduler.GetProperty("max_tokens_in_batch").GetInt32() },
            new VidurTrace
            {
                MaxTokens = trace.GetProperty("max_tokens").GetInt32(),
                PrefillScale = trace.GetProperty("prefill_scale_factor").GetDouble(),
                DecodeScale = trace.GetProperty("decode_scale_factor").GetDouble(),
                TimeScale = trace.GetProperty("time_scale_factor").GetDouble(),
            });
    }

    private static string Name(JsonElement element) => element.GetProperty("name").GetString() ?? "";

    private static void Expect(List<string> faults, string what, string found, params ReadOnlySpan<string> known)
    {
        if (!known.Contains(found))
        {
            faults.Add($"{what}: found '{found}', which is not part of the mode; expected "
                + string.Join(" or ", known.ToArray()));
        }
    }
}
