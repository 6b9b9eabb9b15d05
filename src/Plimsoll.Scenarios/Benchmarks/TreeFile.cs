using System.Globalization;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>A YAML or JSON file of a benchmark, read by dotted paths.</summary>
internal sealed class TreeFile
{
    private readonly MappingNode root;
    private readonly List<Diagnostic> wrong;

    private TreeFile(string path, MappingNode root, List<Diagnostic> wrong) =>
        (Path, this.root, this.wrong) = (path, root, wrong);

    public string Path { get; }

    /// <summary>The file, or null after saying what is wrong.</summary>
    public static TreeFile? Read(string path, string what, List<Diagnostic> wrong) =>
        KernelFile.Needed(path, what, wrong) is { } text && NodeReader.Read(path, text, wrong) is { } root
            ? new(path, root, wrong)
            : null;

    /// <summary>A text, or null where there is none.</summary>
    public string? Text(string path) => (Find(path) as ScalarNode)?.Text;

    /// <summary>A number above zero, or null where there is none.</summary>
    public double? Number(string path)
    {
        if (Find(path) is not { } node)
            return null;
        if (node is ScalarNode scalar && Parsed(scalar.Text) is { } value)
            return value;
        wrong.Add(new(node.Place.File, node.Place.Line, node.Place.Column, path,
            $"found {node.Found}; expected a number above 0"));
        return null;
    }

    /// <summary>A number above zero; NaN after saying that there is none.</summary>
    public double Needed(string path)
    {
        if (Find(path) is null)
            wrong.Add(new(Path, 1, 1, path, "found nothing; expected a number above 0"));
        return Number(path) ?? double.NaN;
    }

    public int Line(string path) => Find(path)?.Place.Line ?? 1;

    private static double? Parsed(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) && value > 0 ? value : null;

    private Node? Find(string path)
    {
        Node? at = root;
        foreach (var key in path.Split('.'))
            at = at?.Child(key);
        return at;
    }
}
