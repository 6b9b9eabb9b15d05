using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>
/// Names that have to exist elsewhere in the scenario. Checked on the tree and not on the bound records, so that a
/// wrong number in a plan does not hide that nobody defined another one.
/// </summary>
internal static class References
{
    private static readonly Reference[] All =
    [
        new("sites.*.contract", "contracts", "a contract"),
        new("sites.*.pools.*.accelerator", "accelerators", "an accelerator"),
        new("tiers.*.*", "classes", "a model class") { InKey = true },
        new("changes.*.allowances.*.plans.*", "plans", "a plan"),
        new("changes.*.lifts.*.change", "changes", "a change"),
        new("changes.*.lifts.*.plans.*", "plans", "a plan"),
        new("changes.*.tiers.*", "tiers", "a tier") { InKey = true },
        new("changes.*.tiers.*.*", "classes", "a model class") { InKey = true },
        new("demand.populations.*.plan", "plans", "a plan"),
        new("demand.populations.*.mix.*", "classes", "a model class") { InKey = true },
        new("demand.populations.*.region", "demand.regions", "a mixture of regions"),
        new("demand.populations.*.rhythm", "demand.rhythms", "a rhythm"),
        new("demand.organizations.*.tier", "tiers", "a tier"),
        new("demand.organizations.*.wants.*", "classes", "a model class") { InKey = true },
        new("demand.organizations.*.region", "demand.regions", "a mixture of regions"),
        new("demand.organizations.*.rhythm", "demand.rhythms", "a rhythm"),
        new("observations.*.populations.*", "demand.populations", "a population"),
    ];

    private sealed record Reference(string From, string To, string What)
    {
        /// <summary>Whether the name is the key itself and not the value.</summary>
        public bool InKey { get; init; }
    }

    public static void Check(MappingNode root, BindRun run)
    {
        foreach (var reference in All)
        {
            var names = TreeQuery.Select(root, $"{reference.To}.*").Select(match => match.Key).ToList();
            foreach (var match in TreeQuery.Select(root, reference.From))
                Check(reference, match, names, run);
        }
    }

    private static void Check(Reference reference, Match match, List<string> names, BindRun run)
    {
        var (place, name) = reference.InKey
            ? (match.KeyPlace, match.Key)
            : (match.Node.Place, (match.Node as ScalarNode)?.Text ?? "");
        if (name.Length == 0 || names.Contains(name))
            return;
        var known = names.Count == 0 ? $"none is defined under '{reference.To}'" : $"known: {NearestName.List(names)}";
        run.Report(place, match.Path,
            $"found '{name}'; expected the name of {reference.What}{NearestName.Hint(name, names)}; {known}");
    }
}
