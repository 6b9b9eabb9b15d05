namespace Plimsoll.House.Rules;

/// <summary>What may lie in the root of the repository: what a newcomer sees first.</summary>
public static class RootRules
{
    private static readonly string[] Files =
    [
        ".editorconfig", ".gitattributes", ".gitignore", ".git", "CHANGELOG.md", "CONTRIBUTING.md",
        "Directory.Build.props", "Directory.Packages.props", "LICENSE", "Plimsoll.slnx", "README.md", "global.json",
        "plimsoll", "plimsoll.cmd", "test", "test.cmd",
        "plimsoll-keys.json", // what `plimsoll keys add` writes here when no other file is named; git ignores it
    ];

    private static readonly string[] Folders = [".ci", "bench", "docs", "eng", "samples", "scenarios", "src", "tests"];

    public static IEnumerable<Finding> Check(Repository repository) =>
        from entry in repository.Paths.Select(path => path.Split('/')).DistinctBy(parts => parts[0])
        where !(entry.Length == 1 ? Files : Folders).Contains(entry[0])
        select new Finding("root", entry[0], "does not belong in the root; find its folder or add it to the table");
}
