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

    /// <summary>Its requests, in order of arrival.</summary>
    public required IReadOnlyList<RecordedRequest> Requests { get; init; }

    /// <summary>
    /// Reads a folder with <c>meta.json</c>, <c>config.json</c>, <c>requests.csv</c>, <c>prefix_blocks16.jsonl</c> and
    /// <c>profile/tpN</c>, as LLMServingSim records them; each file may be compressed.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="wrong">Everything that is wrong; empty when the run was read.</param>
    public static RecordedRun? Read(string folder, out IReadOnlyList<Diagnostic> wrong)
    {
        var found = new List<Diagnostic>();
        wrong = found;
        string metaFile = Path.Combine(folder, "meta.json");
        JsonElement? meta = Json(metaFile, "what the engine was started with", found);
        JsonElement? config = Json(Path.Combine(folder, "config.json"), "memory and links of its accelerators", found);
        IReadOnlyList<RecordedRequest>? requests = RecordedRequests.Read(folder, found);
        if (meta is null || config is null)
        {
            return null;
        }

        var settings = new RecordedSettings(metaFile, meta.Value, config.Value);
        string name = settings.Text("engine_kwargs.model", "") is { Length: > 0 } stated ? stated : "(none)";
        if (!KernelModel.Known.TryGetValue(name, out KernelModel? model))
        {
            found.Add(new(metaFile, 1, 1, "engine_kwargs.model",
                $"found '{name}'; expected one of {string.Join(", ", KernelModel.Known.Keys)}"));
            return null;
        }

        int split = settings.Whole("engine_kwargs.tensor_parallel_size", 1);
        string profile = Path.Combine(folder, "profile");
        KernelTables? tables = KernelProfile.Read(Path.Combine(profile, $"tp{split}"),
            model.Experts > 0 ? Path.Combine(profile, "tp1") : null, found);
        return found.Count > 0 ? null : Assemble(name, model, settings, tables!, requests!);
    }

    private static RecordedRun Assemble(string name, KernelModel model, RecordedSettings settings, KernelTables tables,
        IReadOnlyList<RecordedRequest> requests)
    {
        int most = settings.Whole("engine_kwargs.max_num_seqs", 256);
        int blockTokens = settings.Whole("kv_cache.block_size", 16);
        int recorded = settings.Whole("kv_cache.num_gpu_blocks", 0);
        return new RecordedRun
        {
            Model = name,
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
