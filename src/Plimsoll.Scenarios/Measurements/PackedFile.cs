using System.IO.Compression;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>A text file that may lie compressed beside its name, as <c>NAME.gz</c>.</summary>
internal static class PackedFile
{
    /// <summary>The file, or the compressed one in its place.</summary>
    public static string Existing(string path) => !File.Exists(path) && File.Exists(path + ".gz") ? path + ".gz" : path;

    /// <summary>Opens a file that <see cref="Existing"/> named.</summary>
    public static StreamReader Open(string path)
    {
        Stream file = File.OpenRead(path);
        return new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file);
    }

    /// <summary>Creates a file, compressed when its name ends in <c>.gz</c>.</summary>
    public static StreamWriter Create(string path)
    {
        Stream file = File.Create(path);
        return new StreamWriter(path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest)
            : file);
    }
}
