using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>
/// The common modes of an adequacy study form trees: every member exists, is in one of them at most, and none is in
/// itself. Checked on the tree, so that a wrong number hides none of it.
/// </summary>
internal static class CommonModeRules
{
    public static void Check(MappingNode root, BindRun run)
    {
        var units = TreeQuery.Select(root, "units.*").Select(unit => unit.Key).ToHashSet();
        var modes = TreeQuery.Select(root, "common-modes.*").ToList();
        foreach (var mode in modes.Where(mode => units.Contains(mode.Key)))
        {
            run.Report(mode.KeyPlace, mode.Path, $"the name '{mode.Key}' is already that of units; "
                + "units and common modes need different names");
        }

        string[] names = [.. units.Union(modes.Select(mode => mode.Key))];
        var around = new Dictionary<string, string>();
        foreach (var mode in modes)
        {
            foreach (var member in TreeQuery.Select(mode.Node, "members.*"))
                Check(mode, member, (names, around), run);
        }
    }

    private static void Check(
        Match mode, Match member, (string[] Names, Dictionary<string, string> Around) known, BindRun run)
    {
        var (path, name) = (BindRun.Join(mode.Path, member.Path), (member.Node as ScalarNode)?.Text ?? "");
        if (name.Length == 0)
            return;
        if (!known.Names.Contains(name))
        {
            run.Report(member.Node.Place, path, $"found '{name}'; expected the name of units or of a common mode"
                + $"{NearestName.Hint(name, known.Names)}; known: {NearestName.List(known.Names)}");
        }
        else if (!known.Around.TryAdd(name, mode.Key))
            run.Report(member.Node.Place, path, $"'{name}' is in '{known.Around[name]}' already; name it once");
        else if (IsAround(name, mode.Key, known.Around))
            run.Report(member.Node.Place, path, $"'{name}' holds '{mode.Key}', so that it would be in itself");
    }

    private static bool IsAround(string name, string inner, Dictionary<string, string> around)
    {
        // A ring that is already reported ends the walk at the latest after as many steps as there are.
        for (var (at, left) = (inner, around.Count + 1); left > 0; left--)
        {
            if (at == name)
                return true;
            if (!around.TryGetValue(at, out var next))
                return false;
            at = next;
        }

        return false;
    }
}
