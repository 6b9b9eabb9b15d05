namespace Plimsoll.Scenarios.Format;

/// <summary>A file that is named in another. <c>default</c> is none.</summary>
/// <param name="Value">Its path, as whoever reads it opens it.</param>
public readonly record struct FilePath(string Value)
{
    /// <summary>A path that is relative to the file in which it is written, unless it is absolute.</summary>
    public static FilePath From(string file, string written) =>
        new(Path.Combine(Path.GetDirectoryName(file) ?? "", written));
}
