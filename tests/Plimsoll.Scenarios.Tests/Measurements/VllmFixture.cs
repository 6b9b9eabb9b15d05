using System.IO.Compression;

namespace Plimsoll.Scenarios.Tests.Measurements;

/// <summary>The recorded runs of vLLM that are shipped with the tests; the README beside them says whose.</summary>
internal static class VllmFixture
{
    public const string Dense = "RTX4090_Llama-3.1-8B";

    public const string Experts = "RTXPRO6000_Qwen3-30B-A3B-Instruct-2507";

    public static string PathOf(string run) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "vllm", run);

    /// <summary>Copies a run to a folder, every file as plain text.</summary>
    public static void Unpack(string run, string to)
    {
        foreach (var file in Directory.GetFiles(PathOf(run), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(PathOf(run), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!file.EndsWith(".gz", StringComparison.Ordinal))
            {
                File.Copy(file, target);
                continue;
            }

            using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var plain = File.Create(target[..^".gz".Length]);
            packed.CopyTo(plain);
        }
    }
}
