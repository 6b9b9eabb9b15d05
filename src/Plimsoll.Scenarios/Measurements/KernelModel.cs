namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// The shape of a model whose kernels were measured one layer at a time: what the tables do not say. From the
/// <c>config.json</c> that each model's authors publish on huggingface.co.
/// </summary>
/// <param name="Layers">Layers.</param>
/// <param name="Hidden">Width of the activations between them.</param>
/// <param name="KvHeads">Heads whose keys and values are kept.</param>
/// <param name="HeadWidth">Width of a head.</param>
/// <param name="Parameters">Weights of the whole model, in billions.</param>
/// <param name="Experts">Experts of a layer; 0 in a dense model.</param>
/// <param name="ExpertsPerToken">Experts that compute each token.</param>
public sealed record KernelModel(
    int Layers, int Hidden, int KvHeads, int HeadWidth, double Parameters, int Experts = 0, int ExpertsPerToken = 0)
{
    /// <summary>
    /// The models that are known by name. An instruction-tuned model has the shape of its base, so that what follows it
    /// in a name does not matter.
    /// </summary>
    public static IReadOnlyDictionary<string, KernelModel> Known { get; } =
        new Dictionary<string, KernelModel>(StringComparer.OrdinalIgnoreCase)
        {
            ["meta-llama/Llama-3.1-8B"] = new(32, 4096, 8, 128, 8.0303),
            ["meta-llama/Llama-3.1-70B"] = new(80, 8192, 8, 128, 70.6),
            ["meta-llama/Llama-3.3-70B"] = new(80, 8192, 8, 128, 70.6),
            ["Qwen/Qwen3-8B"] = new(36, 4096, 8, 128, 8.19),
            ["Qwen/Qwen3-14B"] = new(40, 5120, 8, 128, 14.8),
            ["Qwen/Qwen3-32B"] = new(64, 5120, 8, 128, 32.8),
            ["Qwen/Qwen3-30B-A3B"] = new(48, 2048, 4, 128, 30.5, 128, 8),
            ["Qwen/Qwen3-235B-A22B"] = new(94, 4096, 4, 128, 235, 128, 8),
            ["mistralai/Mixtral-8x7B"] = new(32, 4096, 8, 128, 46.7, 8, 2),
            ["openai/gpt-oss-20b"] = new(24, 2880, 8, 64, 20.9, 32, 4),
            ["openai/gpt-oss-120b"] = new(36, 2880, 8, 64, 117, 128, 4),
        };

    /// <summary>
    /// The model of a name or a path: the known one whose name it begins with, up to a hyphen; the owner aside.
    /// </summary>
    public static KernelModel? Find(string name)
    {
        string own = Own(name);
        if (own.StartsWith("Meta-", StringComparison.OrdinalIgnoreCase))
            own = own["Meta-".Length..];
        return Known
            .Where(known => Own(known.Key) is var key && own.StartsWith(key, StringComparison.OrdinalIgnoreCase)
                && (own.Length == key.Length || own[key.Length] == '-'))
            .OrderByDescending(known => known.Key.Length)
            .Select(known => known.Value)
            .FirstOrDefault();
    }

    private static string Own(string name) => name[(name.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/');

    /// <summary>Bytes of the keys and values of one token, at 16 bits.</summary>
    public long CacheBytesPerToken => 2L * Layers * KvHeads * HeadWidth * 2;
}
