namespace Plimsoll.House;

/// <summary>
/// A repository's text files by path with forward slashes. The rules read nothing else, so a test can hand them a
/// broken repository that exists only in memory.
/// </summary>
public sealed class Repository
{
    private static readonly string[] Ignored = ["artifacts", "bin", "obj", ".git", ".vs", ".idea"];

    private readonly SortedDictionary<string, Lazy<string>> files = new(StringComparer.Ordinal);

    private Repository(string? root) => Root = root ?? "";

    /// <summary>The repository that holds these tests: the nearest folder above them with Plimsoll.slnx.</summary>
    public static Repository Here { get; } = Read(FindRoot());

    /// <summary>Folder on disk; empty for a repository in memory.</summary>
    public string Root { get; }

    public IEnumerable<string> Paths => files.Keys;

    public static Repository Of(params (string Path, string Text)[] files)
    {
        var repository = new Repository(null);
        foreach (var (path, text) in files)
            repository.files.Add(path, new Lazy<string>(text));
        return repository;
    }

    public bool Has(string path) =>
        files.ContainsKey(path) || files.Keys.Any(p => p.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public string Text(string path) => files[path].Value;

    /// <summary>Files under any of <paramref name="folders"/> whose names end with <paramref name="ending"/>.</summary>
    public IEnumerable<string> Under(string ending, params string[] folders) => Paths.Where(path =>
        path.EndsWith(ending, StringComparison.Ordinal)
        && folders.Any(f => path.StartsWith(f + "/", StringComparison.Ordinal)));

    private static Repository Read(string root)
    {
        var repository = new Repository(root);
        repository.Add(new DirectoryInfo(root), "");
        return repository;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Plimsoll.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Plimsoll.slnx.");
    }

    private void Add(DirectoryInfo folder, string prefix)
    {
        foreach (var file in folder.EnumerateFiles())
            files.Add(prefix + file.Name, new Lazy<string>(() => File.ReadAllText(file.FullName)));
        foreach (var child in folder.EnumerateDirectories().Where(d => !Ignored.Contains(d.Name)))
            Add(child, prefix + child.Name + "/");
    }
}
