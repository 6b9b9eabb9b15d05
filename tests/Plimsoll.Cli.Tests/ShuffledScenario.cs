namespace Plimsoll.Cli.Tests;

/// <summary>A copy of a shipped scenario in which every mapping lists its entries in the opposite order.</summary>
internal sealed class ShuffledScenario : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("plimsoll-shuffled-");

    private ShuffledScenario(string name) => Path = System.IO.Path.Combine(root.FullName, name);

    public string Path { get; }

    public static ShuffledScenario Create(string name)
    {
        var shipped = System.IO.Path.Combine(AppContext.BaseDirectory, "scenarios");
        var copy = new ShuffledScenario(name);
        foreach (var file in Directory.EnumerateFiles(shipped, "*.yaml", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(copy.root.FullName, System.IO.Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.WriteAllLines(target, Reversed(WithoutComments(File.ReadAllLines(file)), 0));
        }

        return copy;
    }

    public void Dispose() => root.Delete(recursive: true);

    /// <summary>Comment lines belong to no entry; they could otherwise be torn from a block's indentation.</summary>
    private static List<string> WithoutComments(IEnumerable<string> lines) =>
        [.. lines.Where(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith('#'))];

    /// <summary>Entries of one indentation in the opposite order; lists and folded text keep theirs.</summary>
    private static List<string> Reversed(List<string> lines, int indent)
    {
        var entries = new List<List<string>>();
        foreach (var line in lines)
        {
            if (IndentOf(line) == indent)
                entries.Add([]);
            entries[^1].Add(line);
        }

        var reversed = entries.Select(entry =>
        {
            var body = entry.Skip(1).ToList();
            var keepsOrder = body.Count == 0 || body.Any(l => IndentOf(l) < IndentOf(body[0]))
                || body[0].TrimStart().StartsWith("- ", StringComparison.Ordinal)
                || entry[0].TrimEnd().EndsWith(">-", StringComparison.Ordinal);
            return keepsOrder ? entry : [entry[0], .. Reversed(body, IndentOf(body[0]))];
        });
        return [.. reversed.Reverse().SelectMany(entry => entry)];
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart().Length;
}
