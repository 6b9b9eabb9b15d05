using System.Globalization;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>
/// What is known of an engine by its version. Engines that schedule a step while the one before it runs hide their
/// host's work, and are fitted apart from those that do not.
/// </summary>
/// <param name="Name">Name of the regime.</param>
/// <param name="StepsAhead">Steps that are scheduled ahead: 1, or 0 where a step waits for its turn.</param>
internal sealed record EngineVersion(string Name, int StepsAhead)
{
    /// <summary>vLLM before 0.14, and so all of ML.ENERGY v3.</summary>
    public static EngineVersion OldVllm { get; } = new("vllm<0.14", 0);

    /// <summary>vLLM since 0.14, which schedules ahead unless told otherwise.</summary>
    public static EngineVersion Vllm { get; } = new("vllm", 1);

    /// <summary>
    /// An engine as a benchmark names it. A version that is not told is taken for a recent one; SGLang and TensorRT-LLM
    /// schedule ahead in all versions seen here.
    /// </summary>
    public static EngineVersion Of(string engine, string version)
    {
        if (engine != "vllm")
            return new(engine, 1);
        var parts = version.Split('.');
        return parts.Length > 1 && parts[0] == "0"
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && minor < 14
            ? OldVllm : Vllm;
    }
}
