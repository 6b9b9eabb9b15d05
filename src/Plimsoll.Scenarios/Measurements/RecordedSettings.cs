using System.Text.Json;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// What <c>meta.json</c> and <c>config.json</c> of a recorded run say. What an older recording does not say is vLLM
/// 0.19's default, so that a run can be repeated from what was recorded alone.
/// </summary>
/// <param name="File">Path of <c>meta.json</c>.</param>
/// <param name="Meta">Its content.</param>
/// <param name="Config">Content of <c>config.json</c>.</param>
internal sealed record RecordedSettings(string File, JsonElement Meta, JsonElement Config)
{
    /// <summary>Largest number of tokens for which vLLM captures a graph unless told otherwise.</summary>
    private const int MostCaptured = 512;

    // LLMServingSim counts memory in units of 2^30 bytes.
    private const double Gibibyte = 1 << 30;

    // vLLM's default.
    private const double MemoryShare = 0.9;

    public string Text(string path, string otherwise) =>
        Find(Meta, path) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : otherwise;

    public int Whole(string path, int otherwise) =>
        Find(Meta, path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int whole)
            ? whole : otherwise;

    public bool Flag(string path, bool otherwise) =>
        Find(Meta, path) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
            ? value.GetBoolean() : otherwise;

    public KernelSettings Kernels(KernelModel model, int maxSequences) => new()
    {
        Layers = model.Layers,
        Hidden = model.Hidden,
        Experts = model.Experts,
        ExpertsPerToken = model.ExpertsPerToken,
        TensorParallel = Whole("engine_kwargs.tensor_parallel_size", 1),
        Ranks = Whole("engine_kwargs.data_parallel_size", 1),
        LinkBytesPerSecond = Number(Config, "link_bw") * 1e9,
        LinkLatency = Number(Config, "link_latency") / 1e3,
        CaptureSizes = Captured(maxSequences),
    };

    /// <summary>Memory that the engine may use, less the weights of a rank, in blocks.</summary>
    public int BlocksFromMemory(KernelModel model, int blockTokens)
    {
        double bytes = Instance is { } known ? Number(known, "npu_mem.mem_size") * Share(known) * Gibibyte : 0;
        int split = Whole("engine_kwargs.tensor_parallel_size", 1);
        int holders = split * (model.Experts > 0 ? Whole("engine_kwargs.data_parallel_size", 1) : 1);
        double left = bytes - (model.Parameters * 2e9 / holders);
        return (int)Math.Max(0, left * split / (model.CacheBytesPerToken * (double)blockTokens));
    }

    /// <summary>Blocks as recorded; 0 when they were not.</summary>
    public int RecordedBlocks => Whole("kv_cache.num_gpu_blocks", 0);

    /// <summary>Whether there are blocks, recorded or by memory, beside the one that vLLM never uses.</summary>
    public bool KnowsBlocks(KernelModel model) =>
        RecordedBlocks > 1 || BlocksFromMemory(model, Whole("kv_cache.block_size", 16)) > 1;

    public string Hardware =>
        Instance is { } known && Find(known, "hardware") is { ValueKind: JsonValueKind.String } name
            ? name.GetString()! : Text("hardware.device_name", "unknown");

    /// <summary>Whether <c>config.json</c> says how long a first byte takes between accelerators.</summary>
    public bool KnowsLatency => Find(Config, "link_latency") is { ValueKind: not JsonValueKind.Null };

    /// <summary>Whether tokens are guessed ahead and checked, several a step.</summary>
    public bool Speculates => Find(Meta, "resolved_config.speculative_config") is { ValueKind: not JsonValueKind.Null }
        || Find(Meta, "engine_kwargs.speculative_config") is { ValueKind: not JsonValueKind.Null };

    private double Share(JsonElement instance) => new[]
    {
        Number(instance, "npu_mem.mem_util"), Number(Meta, "kv_cache.gpu_memory_utilization"),
        Number(Meta, "engine_kwargs.gpu_memory_utilization"),
    }.FirstOrDefault(share => share > 0, MemoryShare);

    private JsonElement? Instance => First(Find(Config, "nodes")) is { } node ? First(Find(node, "instances")) : null;

    private static JsonElement? First(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0 ? items[0] : null;

    private static JsonElement? Find(JsonElement root, string path)
    {
        JsonElement at = root;
        foreach (string name in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    // A list is one number a dimension of the network, the innermost first.
    private static double Number(JsonElement root, string path)
    {
        var value = Find(root, path);
        if (value is { ValueKind: JsonValueKind.Array })
            value = First(value);
        return value is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;
    }

    /// <summary>
    /// 1, 2, 4, every 8th to 256 and every 16th beyond, to twice the sequences or 512: vLLM's default.
    /// </summary>
    private int[] Captured(int maxSequences)
    {
        if (Find(Meta, "resolved_config.compilation_config.cudagraph_capture_sizes")
            is { ValueKind: JsonValueKind.Array } sizes)
        {
            return sizes.EnumerateArray().Select(size => size.GetInt32()).Order().ToArray();
        }

        if (Flag("engine_kwargs.enforce_eager", false))
            return [];
        int most = Math.Min(2 * maxSequences, MostCaptured);
        return Enumerable.Range(1, most)
            .Where(size => size is 1 or 2 or 4 || (size % 8 == 0 && (size < 256 || size % 16 == 0))).ToArray();
    }
}
