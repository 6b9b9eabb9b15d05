using System.Xml.Linq;

namespace Plimsoll.House.Rules;

/// <summary>Which project may refer to which, and to which packages: a new arrow changes the table.</summary>
public static class ProjectRules
{
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Sources = new()
    {
        ["Plimsoll"] = ([], ["Microsoft.CodeAnalysis.BannedApiAnalyzers"]),
        ["Plimsoll.Scenarios"] = (["Plimsoll", "Plimsoll.Simulation"], ["NodaTime", "Sep", "YamlDotNet"]),
        ["Plimsoll.Simulation"] = (["Plimsoll"], ["Microsoft.CodeAnalysis.BannedApiAnalyzers"]),
        ["Plimsoll.Storage"] = (["Plimsoll"], ["Npgsql"]),
        ["Plimsoll.Gateway"] = (["Plimsoll", "Plimsoll.Storage"], []),
        ["Plimsoll.Cli"] = (
            ["Plimsoll.Gateway", "Plimsoll.Scenarios", "Plimsoll.Simulation"],
            ["OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "Spectre.Console", "System.CommandLine"]),
    };

    private static readonly string[] TestPackages =
        ["Anthropic", "FsCheck", "Markdig", "Microsoft.CodeAnalysis.CSharp", "OpenAI", "xunit.v3"];

    public static IEnumerable<Finding> Check(Repository repository) =>
    [
        .. repository.Under(".csproj", "src").SelectMany(path => CheckSource(path, repository.Text(path))),
        .. repository.Under(".csproj", "tests").SelectMany(path => CheckTest(path, repository.Text(path))),
        .. CheckSolution(repository),
        .. CheckPackages(repository),
    ];

    private static IEnumerable<Finding> CheckSource(string path, string text)
    {
        var project = XDocument.Parse(text);
        var name = Path.GetFileNameWithoutExtension(path);
        if (!Sources.TryGetValue(name, out var allowed))
        {
            yield return new Finding("projects", path, "is not in the table; a project is added only for a new arrow");
            yield break;
        }

        foreach (var found in Projects(project).Except(allowed.Projects))
            yield return new Finding("projects", path, $"refers to {found}; allowed: {Listed(allowed.Projects)}");
        foreach (var found in Packages(project).Except(allowed.Packages))
            yield return new Finding("packages", path, $"uses {found}; allowed: {Listed(allowed.Packages)}");
        var (projects, packages) = allowed;
        string[] unused = [.. projects.Except(Projects(project)), .. packages.Except(Packages(project))];
        if (unused.Length > 0)
            yield return new Finding("projects", path, $"does not use {Listed(unused)}: take them out of the table");

        foreach (var finding in name == "Plimsoll" ? CheckCore(path, project) : [])
            yield return finding;
    }

    private static IEnumerable<Finding> CheckCore(string path, XDocument project)
    {
        foreach (var package in project.Descendants("PackageReference"))
        {
            if ((string?)package.Attribute("PrivateAssets") != "all")
                yield return new Finding("packages", path, $"ships {(string?)package.Attribute("Include")}");
        }

        if (project.Descendants("AdditionalFiles").All(f => (string?)f.Attribute("Include") != "BannedSymbols.txt"))
            yield return new Finding("packages", path, "hands no BannedSymbols.txt to the analyzer");
    }

    /// <summary>Tests see what they test and what that sees; the house sees everything.</summary>
    private static IEnumerable<Finding> CheckTest(string path, string text)
    {
        var project = XDocument.Parse(text);
        var tested = Path.GetFileNameWithoutExtension(path).Replace(".Tests", "", StringComparison.Ordinal);
        var visible = Sources.ContainsKey(tested) ? Reachable(tested) : [.. Sources.Keys];
        foreach (var found in Projects(project).Where(p => !visible.Contains(p)))
            yield return new Finding("projects", path, $"refers to {found}, which {tested} does not see");
        foreach (var found in Packages(project).Except(TestPackages))
            yield return new Finding("packages", path, $"uses {found}; allowed: {Listed(TestPackages)}");
    }

    private static IEnumerable<Finding> CheckSolution(Repository repository)
    {
        const string solution = "Plimsoll.slnx";
        if (!repository.Has(solution))
            yield break;
        var projects = XDocument.Parse(repository.Text(solution)).Descendants("Project");
        var listed = projects.Select(p => (string?)p.Attribute("Path"));
        foreach (var path in repository.Under(".csproj", "src", "tests", "bench").Except(listed))
            yield return new Finding("projects", solution, $"does not list {path}");
    }

    private static IEnumerable<Finding> CheckPackages(Repository repository)
    {
        const string versions = "Directory.Packages.props";
        if (!repository.Has(versions))
            yield break;
        var records = string.Concat(repository.Under(".md", "docs/decisions").Select(repository.Text));
        foreach (var package in XDocument.Parse(repository.Text(versions)).Descendants("PackageVersion"))
        {
            var named = $"{(string?)package.Attribute("Include")} {(string?)package.Attribute("Version")}";
            if (!records.Contains(named, StringComparison.Ordinal))
                yield return new Finding("packages", versions, $"no decision record names '{named}'");
        }
    }

    private static string Listed(IEnumerable<string> names) => $"[{string.Join(", ", names)}]";

    private static HashSet<string> Reachable(string project) =>
        [project, .. Sources[project].Projects.SelectMany(Reachable)];

    private static IEnumerable<string> Projects(XDocument project) => project.Descendants("ProjectReference")
        .Select(r => Path.GetFileNameWithoutExtension(((string?)r.Attribute("Include") ?? "").Replace('\\', '/')));

    private static IEnumerable<string> Packages(XDocument project) =>
        project.Descendants("PackageReference").Select(r => (string?)r.Attribute("Include") ?? "");
}
