namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>Precision of weights as a benchmark names it.</summary>
/// <param name="Name">Name: <c>bf16</c>, <c>fp8</c>, <c>fp4</c> or <c>int4</c>.</param>
/// <param name="BytesPerWeight">Bytes of a weight, its share of the scales included.</param>
internal sealed record Precision(string Name, double BytesPerWeight)
{
    // Blocks of 16 or 32 weights of 4 bits share a scale of 8 bits; with some tensors left at 16 bits, as published
    // checkpoints have it, that is about 4.5 bits a weight.
    private static readonly Precision[] Known =
    [
        new("bf16", 2), new("fp8", 1), new("fp4", 0.5625), new("int4", 0.5625),
    ];

    /// <summary>The precision of a name, or null. An empty name is that of the published weights, BF16.</summary>
    public static Precision? Find(string written) => written.ToLowerInvariant() switch
    {
        "" or "bfloat16" or "float16" or "fp16" => Known[0],
        "mxfp4" or "nvfp4" => Known[2],
        var name => Array.Find(Known, precision => precision.Name == name),
    };
}
