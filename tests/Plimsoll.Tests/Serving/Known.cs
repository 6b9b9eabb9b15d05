using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Serving;

/// <summary>Public hardware and models with the calibration that was fitted to them.</summary>
internal static class Known
{
    /// <summary>H100 SXM, BF16, with the fit to dense models under chat load.</summary>
    public static Accelerator H100 { get; } = new()
    {
        Name = "h100",
        Title = "H100 SXM",
        Compute = new(989e12),
        Memory = new(80e9),
        Bandwidth = new(3.35e12),
        ScaleUp = 8,
        Calibration = new(new(0.75), new(0.63), new(6_600), new(32_000), new(62_000)),
        Power = new(new(700), new(331), new(218), new(854)),
    };

    public static ModelShape Llama8 { get; } = Dense(8.03e9, 32, 4096, 131_072);

    public static ModelShape Llama70 { get; } = Dense(70.6e9, 80, 8192, 327_680);

    public static ModelShape Qwen14 { get; } = Dense(14.8e9, 40, 5120, 163_840);

    public static ModelShape Qwen32 { get; } = Dense(32.8e9, 64, 8192, 262_144);

    /// <summary>Qwen3-30B-A3B: 128 experts, 8 of them for each token.</summary>
    public static ModelShape Qwen30A3 { get; } =
        Dense(30.5e9, 48, 4096, 98_304) with { Active = 3.3e9, Experts = 128, Routed = 8 };

    public static Objective Chat { get; } = new(Duration.FromSeconds(2), Duration.FromSeconds(0.05));

    public static TrafficShape Conversation { get; } = new(Input: 1200, Cached: 2400, Output: 400);

    public static ModelShape Dense(double parameters, int layers, int attentionWidth, double kvPerToken) => new()
    {
        Parameters = parameters,
        Active = parameters,
        Layers = layers,
        Experts = 1,
        Routed = 1,
        AttentionWidth = attentionWidth,
        KvPerToken = new(kvPerToken),
        BytesPerWeight = 2,
    };
}
