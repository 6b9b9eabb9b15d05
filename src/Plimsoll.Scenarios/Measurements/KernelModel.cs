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
    /// <summary>The models that are known by name.</summary>
    public static IReadOnlyDictionary<string, KernelModel> Known { get; } =
        new Dictionary<string, KernelModel>(StringComparer.Ordinal)
        {
            ["meta-llama/Llama-3.1-8B"] = new(32, 4096, 8, 128, 8.03),
            ["meta-llama/Llama-3.1-70B"] = new(80, 8192, 8, 128, 70.6),
            ["Qwen/Qwen3-8B"] = new(36, 4096, 8, 128, 8.19),
            ["Qwen/Qwen3-32B"] = new(64, 5120, 8, 128, 32.8),
            ["Qwen/Qwen3-30B-A3B"] = new(48, 2048, 4, 128, 30.5, 128, 8),
            ["Qwen/Qwen3-30B-A3B-Instruct-2507"] = new(48, 2048, 4, 128, 30.5, 128, 8),
        };

    /// <summary>Bytes of the keys and values of one token, at 16 bits.</summary>
    public long CacheBytesPerToken => 2L * Layers * KvHeads * HeadWidth * 2;
}
