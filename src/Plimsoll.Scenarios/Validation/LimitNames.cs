using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>
/// Names by which limits keep their counters: a plan, a tier or a set by its own, and each of its limits within it.
/// </summary>
internal static class LimitNames
{
    /// <summary>Where sets of limits are written.</summary>
    public static readonly IReadOnlyList<string> Places =
    [
        "plans.*", "tier-limits.*", "limits.*", "changes.*.plans.*", "changes.*.tier-limits.*", "changes.*.limits.*",
    ];

    /// <summary>Where the limits of a set are written by name.</summary>
    public static readonly IReadOnlyList<string> Sections =
        ["rates", "windows", "spend", "concurrency", "acceleration"];

    public static void Check(MappingNode root, BindRun run)
    {
        OneSetByAName(root, run);
        foreach (var set in Places.SelectMany(place => TreeQuery.Select(root, place)).GroupBy(match => match.Key))
            OneLimitByAName(set.Key, [.. set], root, run);
    }

    private static void OneSetByAName(MappingNode root, BindRun run)
    {
        var first = new Dictionary<string, Match>();
        string[] sets = ["plans.*", "tiers.*", "limits.*"];
        foreach (var match in sets.SelectMany(set => TreeQuery.Select(root, set)))
        {
            if (!first.TryAdd(match.Key, match))
            {
                run.Report(match.KeyPlace, match.Path, $"the name '{match.Key}' is already that of "
                    + $"{first[match.Key].Path} ({first[match.Key].KeyPlace}); "
                    + "plans, tiers and limit sets need different names");
            }
        }
    }

    /// <summary>A change replaces a limit of its kind and name; one of another kind would share counters.</summary>
    private static void OneLimitByAName(string set, Match[] written, MappingNode root, BindRun run)
    {
        var taken = Given(set, root).ToDictionary(
            name => name, _ => (Section: "", By: "kept for a limit that is named by what it is"));
        foreach (var place in written)
        {
            foreach (var section in Sections)
            {
                foreach (var limit in TreeQuery.Select(place.Node, $"{section}.*"))
                {
                    var path = BindRun.Join(place.Path, limit.Path);
                    if (taken.TryAdd(limit.Key, (section, $"already that of {path} ({limit.KeyPlace})"))
                        || taken[limit.Key].Section == section)
                        continue;
                    run.Report(limit.KeyPlace, path, $"the name '{limit.Key}' is {taken[limit.Key].By}; "
                        + "limits of one set need different names");
                }
            }
        }
    }

    /// <summary>Names that limits of a set have without being written.</summary>
    private static IEnumerable<string> Given(string set, MappingNode root)
    {
        var classes = TreeQuery.Select(root, "classes.*").Select(match => match.Key).ToList();
        var own = root.Child("plans")?.Child(set) is not null
            ? ["session", "week", .. classes.Select(LimitCompiler.WeekOf)]
            : root.Child("tiers")?.Child(set) is not null ? classes : [];
        return own.Concat(LimitCompiler.FixedNames).Distinct();
    }
}
