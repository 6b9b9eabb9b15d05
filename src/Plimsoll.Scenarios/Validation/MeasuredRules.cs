using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between measured loads and the scenario that they are measured for.</summary>
internal static class MeasuredRules
{
    /// <summary>Checks a scenario that is right in every other way.</summary>
    public static void Check(ScenarioSpec spec, MappingNode root, BindRun run)
    {
        var first = new Dictionary<string, string>();
        foreach (var match in TreeQuery.Select(root, "demand.measured.*"))
        {
            var measured = spec.Demand.Measured[match.Key];
            foreach (var group in measured.Groups.Where(group => !first.TryAdd(group, match.Path)))
            {
                run.Report(match.Node.Child("groups")!.Place, BindRun.Join(match.Path, "groups"),
                    $"'{group}' is measured by {first[group]} already; name it once");
            }

            if (measured.Groups.Count == 0)
            {
                run.Report(match.Node.Child("groups")!.Place, BindRun.Join(match.Path, "groups"),
                    "found an empty list; expected the populations or organizations whose load it is");
                continue;
            }

            Classes(spec, measured, run);
            if (MeasuredCompiler.Problem(spec, measured) is { } problem)
                run.Report(match.Node.Child("file")!.Place, BindRun.Join(match.Path, "file"), problem);
        }
    }

    /// <summary>A class that nobody serves is told once, at its first row.</summary>
    private static void Classes(ScenarioSpec spec, MeasuredSpec measured, BindRun run)
    {
        var known = spec.Classes.Keys.ToList();
        foreach (var row in measured.File.Rows.DistinctBy(row => row.Usage.Class))
        {
            if (!known.Contains(row.Usage.Class))
            {
                run.Diagnostics.Add(new(measured.File.Path, row.Line, 1, "class",
                    $"found '{row.Usage.Class}'; expected the name of a model class"
                    + $"{NearestName.Hint(row.Usage.Class, known)}; known: {NearestName.List(known)}"));
            }
        }
    }
}
