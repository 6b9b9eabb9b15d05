using System.Reflection;

namespace Plimsoll.House;

/// <summary>The dotted names that a document may use: projects, namespaces, types and their members.</summary>
public static class OwnNames
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly HashSet<string> Known = [.. Names()];

    public static bool Exist(string name) => Known.Contains(name);

    private static IEnumerable<string> Names()
    {
        foreach (var project in Repository.Here.Under(".csproj", "src", "tests", "bench"))
            yield return Path.GetFileNameWithoutExtension(project);

        var projects = Repository.Here.Under(".csproj", "src").Select(p => Path.GetFileNameWithoutExtension(p));
        foreach (var type in projects.SelectMany(p => Assembly.Load(p).GetTypes()).Where(t => t.Namespace is not null))
        {
            var name = type.FullName!.Split('`')[0].Replace('+', '.');
            yield return type.Namespace!;
            yield return name;
            foreach (var member in type.GetMembers(All))
                yield return $"{name}.{member.Name}";
        }
    }
}
