using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios;

/// <summary>Reads scenario files. Thread-safe.</summary>
public static class ScenarioFile
{
    private const string FileInDirectory = "scenario.yaml";

    /// <summary>Reads a scenario with everything that it includes.</summary>
    /// <param name="path">A YAML file, or a directory with a <c>scenario.yaml</c>.</param>
    /// <returns>The scenario, or everything that is wrong with it.</returns>
    public static LoadResult Load(string path)
    {
        var isDirectory = Directory.Exists(path);
        var file = isDirectory ? Path.Combine(path, FileInDirectory) : path;
        var name = Path.GetFileName(file) == FileInDirectory
            ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? ""
            : Path.GetFileNameWithoutExtension(file);
        var diagnostics = new List<Diagnostic>();
        return ScenarioTree.Read(file, diagnostics) is { } root
            ? ScenarioDocument.Bind(name, root, diagnostics)
            : ScenarioDocument.Reject(diagnostics);
    }
}
