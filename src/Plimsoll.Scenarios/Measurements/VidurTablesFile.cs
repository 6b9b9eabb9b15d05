using System.Text.Json;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// Reads a directory with the tables that were exported from Vidur's predictors: <c>meta.json</c>,
/// <c>op_by_num_tokens_ms.csv</c>, <c>attn_decode_ms.csv</c> and <c>attn_prefill_ms.csv</c>, plain or with <c>.gz</c>.
/// </summary>
public static class VidurTablesFile
{
    /// <summary>Reads the tables.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is wrong; the message says where and what was expected.
    /// </exception>
    public static VidurTables Read(string directory)
    {
        var model = Model(Path.Combine(directory, "meta.json"));
        var operators = Columns(Path.Combine(directory, "op_by_num_tokens_ms.csv"), model);
        var maxTokens = operators["add"].Length - 1;
        var decode = Attention(directory, "attn_decode_ms", "batch_size", "kv_cache_size", model.KvStep);
        var prefill = Attention(directory, "attn_prefill_ms", "prefill_chunk", "kv_cache_size", model.KvStep);
        if (prefill.Tokens != maxTokens || prefill.KvSteps != decode.KvSteps)
        {
            throw new InvalidDataException(
                $"{directory}: attn_prefill_ms ends at {prefill.Tokens} tokens and {prefill.KvSteps} steps of cache, "
                + "the "
                + $"other tables at {maxTokens} and {decode.KvSteps}; expected them to end together.");
        }

        return new VidurTables(model, new VidurOperators
        {
            MaxTokens = maxTokens,
            MaxSequences = decode.Tokens,
            KvSteps = decode.KvSteps,
            PreProjection = operators["attn_pre_proj"],
            PostProjection = operators["attn_post_proj"],
            Rope = operators["attn_rope"],
            KvSave = operators["attn_kv_cache_save"],
            InputNorm = operators["input_layernorm"],
            PostAttentionNorm = operators.GetValueOrDefault("post_attention_layernorm", []),
            UpProjection = operators["mlp_up_proj"],
            DownProjection = operators["mlp_down_proj"],
            Activation = operators["mlp_act"],
            Add = operators["add"],
            AllReduce = operators.GetValueOrDefault("all_reduce", []),
            DecodeAttention = decode.BySize(),
            PrefillAttention = prefill.ByCache(),
        });
    }

    private static VidurModel Model(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            using var json = JsonDocument.Parse(stream);
            var meta = json.RootElement;
            if (meta.GetProperty("pp").GetInt32() is var stages and not 1)
            {
                throw new InvalidDataException(
                    $"{path}: found pp {stages}; expected 1. Pipelines are not part of the compatibility mode.");
            }

            return new VidurModel
            {
                Name = meta.GetProperty("model").GetString() ?? "",
                Layers = meta.GetProperty("layers_per_stage").GetInt32(),
                TensorParallel = meta.GetProperty("tp").GetInt32(),
                PostAttentionNorm = meta.GetProperty("post_attn_norm").GetBoolean(),
                DecodeBatching = meta.GetProperty("decode_batching_overhead").GetDouble(),
                PrefillBatching = meta.GetProperty("prefill_batching_overhead").GetDouble(),
                KvStep = meta.GetProperty("kv_granularity").GetInt32(),
                LaunchMs = meta.GetProperty("nccl_launch_ms").GetDouble(),
                SkewMs = meta.GetProperty("nccl_skew_ms").GetDouble(),
                Blocks = (int)meta.GetProperty("num_blocks").GetDouble(),
                BlockSize = meta.GetProperty("block_size").GetInt32(),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException
            or InvalidOperationException or OverflowException)
        {
            throw new InvalidDataException($"{path} does not describe tables of Vidur: {e.Message}", e);
        }
    }

    private static Dictionary<string, double[]> Columns(string path, VidurModel model)
    {
        using var csv = VidurCsv.Open(
            path,
            [
                "num_tokens", "attn_pre_proj", "attn_post_proj", "attn_rope", "attn_kv_cache_save", "input_layernorm",
                "mlp_up_proj", "mlp_down_proj", "mlp_act", "add",
                .. model.PostAttentionNorm ? ["post_attention_layernorm"] : Array.Empty<string>(),
                .. model.TensorParallel > 1 ? ["all_reduce"] : Array.Empty<string>(),
            ]);
        var numbers = csv.Columns.Select(_ => new List<double> { 0 }).ToList();
        while (csv.Read())
        {
            if (csv.Whole(csv.Column("num_tokens"), 1) != numbers[0].Count)
                throw csv.Fault(csv.Column("num_tokens"), $"{numbers[0].Count}, as every number of tokens from 1 on");
            for (var column = 0; column < numbers.Count; column++)
                numbers[column].Add(csv.Number(column));
        }

        return csv.Columns.Zip(numbers).ToDictionary(pair => pair.First, pair => pair.Second.ToArray());
    }

    private static Grid Attention(string directory, string table, string size, string cache, int kvStep)
    {
        using var csv = VidurCsv.Open(Path.Combine(directory, table + ".csv"), size, cache, "ms");
        var (sizes, caches, times) = (csv.Column(size), csv.Column(cache), csv.Column("ms"));
        var cells = new List<(int Tokens, int KvStep, double Ms)>();
        while (csv.Read())
        {
            var tokens = csv.Whole(caches, 0);
            if (tokens % kvStep != 0)
                throw csv.Fault(caches, $"a multiple of {kvStep}, the granularity in meta.json");
            cells.Add((csv.Whole(sizes, 1), tokens / kvStep, csv.Number(times)));
        }

        var grid = new Grid(cells, cells.Max(cell => cell.Tokens), cells.Max(cell => cell.KvStep));
        return cells.Count == grid.Tokens * (grid.KvSteps + 1)
            && cells.DistinctBy(cell => (cell.Tokens, cell.KvStep)).Count() == cells.Count
            ? grid
            : throw new InvalidDataException(
                $"{csv.Path}: found {cells.Count} lines; expected one for each of {grid.Tokens} in {size} and "
                + $"{grid.KvSteps + 1} in {cache}.");
    }

    private sealed record Grid(List<(int Tokens, int KvStep, double Ms)> Cells, int Tokens, int KvSteps)
    {
        public double[] BySize()
        {
            var times = new double[(Tokens + 1) * (KvSteps + 1)];
            foreach (var (tokens, kvStep, ms) in Cells)
                times[(tokens * (KvSteps + 1)) + kvStep] = ms;
            return times;
        }

        public double[] ByCache()
        {
            var times = new double[(Tokens + 1) * (KvSteps + 1)];
            foreach (var (tokens, kvStep, ms) in Cells)
                times[(kvStep * (Tokens + 1)) + tokens] = ms;
            return times;
        }
    }
}
