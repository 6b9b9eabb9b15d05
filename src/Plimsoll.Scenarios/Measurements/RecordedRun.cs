using System.Text.Json;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// A run of a real engine with what it needs to be repeated: its settings, the tables of its kernels and what became of
/// each request. Immutable.
/// </summary>
public sealed record RecordedRun
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Kind of its accelerators.</summary>
    public required string Hardware { get; init; }

    /// <summary>Version of the engine.</summary>
    public required string Version { get; init; }

    /// <summary>Times of its kernels.</summary>
    public required KernelTables Tables { get; init; }

    /// <summary>Model and accelerators, as far as times depend on them.</summary>
    public required KernelSettings Kernels { get; init; }

    /// <summary>Most sequences in a batch.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>Most tokens computed in a step.</summary>
    public required int TokenBudget { get; init; }

    /// <summary>Blocks of the cache of one rank that sequences can use.</summary>
    public required int Blocks { get; init; }

    /// <summary>Whether the number of blocks was recorded; otherwise it follows from memory and weights.</summary>
    public required bool BlocksRecorded { get; init; }

    /// <summary>Tokens of a block.</summary>
    public required int BlockTokens { get; init; }

    /// <summary>Whether blocks of equal prompts are shared.</summary>
    public required bool PrefixCaching { get; init; }

    /// <summary>Whether a step is formed while the one before it runs.</summary>
    public required bool Ahead { get; init; }

    /// <summary>Whether a sequence joins only when all of its input fits.</summary>
    public required bool AdmitsWhole { get; init; }

    /// <summary>Most input tokens of one sequence in a step; 0: no bound but the budget.</summary>
    public required int LongPrefill { get; init; }

    /// <summary>How full the engine was over time; empty when that was not recorded.</summary>
    public required IReadOnlyList<EngineState> States { get; init; }

    /// <summary>Its requests, in the order in which the engine took them in.</summary>
    public required IReadOnlyList<RecordedRequest> Requests { get; init; }

    /// <summary>
    /// Reads a folder with <c>meta.json</c>, <c>config.json</c>, <c>requests.csv</c>, <c>prefix_blocks16.jsonl</c> and
    /// <c>profile/tpN</c>, as LLMServingSim records them; each file may be compressed. Without <c>config.json</c>, one
    /// accelerator and recorded blocks are needed.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="wrong">Everything that is wrong; empty when the run was read.</param>
    public static RecordedRun? Read(string folder, out IReadOnlyList<Diagnostic> wrong)
    {
        var found = new List<Diagnostic>();
        wrong = found;
        string metaFile = Path.Combine(folder, "meta.json");
        JsonElement? meta = Json(metaFile, "what the engine was started with", found);
        string configFile = Path.Combine(folder, "config.json");
        JsonElement? config = KernelFile.Text(configFile) is null
            ? JsonElement.Parse("{}") : Json(configFile, "memory and links of its accelerators", found);
        IReadOnlyList<RecordedRequest>? requests = RecordedRequests.Read(folder, found);
        IReadOnlyList<EngineState> states = RecordedStates.Read(folder, found);
        if (meta is null || config is null)
        {
            return null;
        }

        var settings = new RecordedSettings(metaFile, meta.Value, config.Value);
        string name = settings.Text("engine_kwargs.model", "") is { Length: > 0 } stated ? stated : "(none)";
        if (KernelModel.Find(name) is not { } model)
        {
            found.Add(new(metaFile, 1, 1, "engine_kwargs.model",
                $"found '{name}'; expected a model whose shape is known, one of "
                + $"{string.Join(", ", KernelModel.Known.Keys)}, of any owner, or of those names with a suffix such as "
                + "-Instruct. Other shapes go into KernelModel.cs, from the model's config.json"));
            return null;
        }

        Refuse(model, settings, found);
        int split = settings.Whole("engine_kwargs.tensor_parallel_size", 1);
        string profile = Path.Combine(folder, "profile");
        KernelTables? tables = KernelProfile.Read(Path.Combine(profile, $"tp{split}"),
            model.Experts > 0 ? Path.Combine(profile, "tp1") : null, found);
        return found.Count > 0 ? null : Assemble(name, model, settings, tables!, requests!, states);
    }

    /// <summary>Says what of a recording cannot be repeated.</summary>
    private static void Refuse(KernelModel model, RecordedSettings settings, List<Diagnostic> wrong)
    {
        int split = settings.Whole("engine_kwargs.tensor_parallel_size", 1);
        int ranks = settings.Whole("engine_kwargs.data_parallel_size", 1);
        RefuseIf(settings.Whole("engine_kwargs.pipeline_parallel_size", 1) > 1, "pipeline_parallel_size",
            "found more than 1; expected 1, for no table says what stages tell each other");
        RefuseIf(model.Experts == 0 && ranks > 1, "data_parallel_size",
            $"found {ranks} ranks of a dense model, which have nothing to do with each other; expected 1");
        RefuseIf(model.Experts > 0 && split > 1, "tensor_parallel_size",
            $"found {split} with a model of experts; expected 1, for the experts of one rank are all that is measured");
        RefuseIf(model.Experts > 0 && ranks > 1 && !settings.Flag("engine_kwargs.enable_expert_parallel", false),
            "enable_expert_parallel",
            $"found none with {ranks} ranks; expected true: ranks that share the experts out");
        RefuseIf(split * ranks > 1 && settings.Kernels(model, 1).LinkBytesPerSecond <= 0, "tensor_parallel_size",
            $"found {split * ranks} accelerators and no link_bw in config.json; expected GB/s above zero there");
        RefuseIf(split * ranks > 1 && !settings.KnowsLatency, "tensor_parallel_size",
            $"found {split * ranks} accelerators and no link_latency in config.json; expected nanoseconds there");
        RefuseIf(settings.Speculates, "speculative_config",
            "found one; expected none: which guesses were right is not recorded");
        RefuseIf(settings.Text("resolved_config.scheduler_config.policy", "fcfs") is not "fcfs", "scheduling_policy",
            "found a policy other than fcfs; expected fcfs, for no priority of a request is recorded");
        RefuseIf(!settings.KnowsBlocks(model), "model",
            "found neither kv_cache.num_gpu_blocks nor memory beyond the weights in nodes.instances.npu_mem of "
            + "config.json (mem_size in GiB, mem_util or 0.9); expected one of them");

        void RefuseIf(bool isSo, string path, string message)
        {
            if (isSo)
                wrong.Add(new(settings.File, 1, 1, $"engine_kwargs.{path}", message));
        }
    }

    private static RecordedRun Assemble(string name, KernelModel model, RecordedSettings settings, KernelTables tables,
        IReadOnlyList<RecordedRequest> requests, IReadOnlyList<EngineState> states)
    {
        int most = settings.Whole("engine_kwargs.max_num_seqs", 256);
        int blockTokens = settings.Whole("kv_cache.block_size", 16);
        int recorded = settings.RecordedBlocks;
        return new RecordedRun
        {
            Model = name,
            Hardware = settings.Hardware,
            Version = settings.Text("vllm_version", "unknown"),
            Tables = tables,
            Kernels = settings.Kernels(model, most),
            MaxSequences = most,
            TokenBudget = settings.Whole("engine_kwargs.max_num_batched_tokens", 2048),
            Blocks = (recorded > 0 ? recorded : settings.BlocksFromMemory(model, blockTokens)) - 1,
            BlocksRecorded = recorded > 0,
            BlockTokens = blockTokens,
            PrefixCaching = settings.Flag("kv_cache.enable_prefix_caching", true),
            Ahead = settings.Flag("resolved_config.scheduler_config.async_scheduling", true),
            AdmitsWhole = settings.Flag("resolved_config.scheduler_config.scheduler_reserve_full_isl", true),
            LongPrefill = settings.Whole("resolved_config.scheduler_config.long_prefill_token_threshold", 0),
            States = states,
            Requests = requests,
        };
    }

    private static JsonElement? Json(string path, string what, List<Diagnostic> wrong)
    {
        if (KernelFile.Needed(path, what, wrong) is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            wrong.Add(new(path, (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, "",
                "this is not JSON; expected " + what));
            return null;
        }
    }
}
