using System.Collections.Concurrent;
using System.IO.Compression;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Scenarios.Tests.Measurements;

/// <summary>
/// The tables and results of Vidur that are shipped with the tests; the README beside them says whose.
/// </summary>
internal static class VidurFixture
{
    private static readonly ConcurrentDictionary<string, VidurTables> tables = new();

    public static VidurTables Small => Tables("A_llama2-7b_a100_tp1");

    public static VidurTables Tables(string name) => tables.GetOrAdd(name, key => VidurTablesFile.Read(PathOf(key)));

    /// <summary>The tables that a run used: its name begins with theirs.</summary>
    public static VidurTables TablesOf(string run) =>
        Tables(run.StartsWith('A') ? "A_llama2-7b_a100_tp1" : "B_llama2-70b_a100_tp2");

    public static string PathOf(params string[] parts) =>
        Path.Combine([AppContext.BaseDirectory, "Fixtures", "vidur", .. parts]);

    public static string Text(params string[] parts)
    {
        using var file = File.OpenRead(PathOf(parts));
        using var plain = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd();
    }
}
