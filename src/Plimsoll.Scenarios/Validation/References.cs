using Plimsoll.Planning;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>
/// Names that have to exist elsewhere in the scenario. Checked on the tree and not on the bound records, so that a
/// wrong number in a plan does not hide that nobody defined another one.
/// </summary>
internal static class References
{
    private static readonly string[] Sets = ["plans", "tiers", "limits"];

    private static readonly string[] Users = ["demand.populations", "demand.organizations"];

    private static readonly Reference[] All =
    [
        new("sites.*.contract", ["contracts"], "a contract"),
        new("sites.*.pools.*.accelerator", ["accelerators"], "an accelerator"),
        new("sites.*.expansions.*.accelerator", ["accelerators"], "an accelerator"),
        new("sites.*.sources.generators.*.air.unit", ["factors.air.units"], "a kind of unit"),
        new("sites.*.sources.generators.*.air.controls.*", ["factors.air.controls"], "a control"),
        new("sites.*.accounting.grid", ["factors.carbon.grids"], "a grid"),
        new("sites.*.accounting.instruments.*.grid", ["factors.carbon.grids"], "a grid"),
        new("tiers.*.*", ["classes"], "a model class") { InKey = true },
        new("tier-limits.*", ["tiers"], "a tier") { InKey = true },
        new("changes.*.allowances.*.plans.*", Sets, "a plan, a tier or a limit set"),
        new("changes.*.allowances.*.class", ["classes"], "a model class"),
        new("changes.*.lifts.*.change", ["changes"], "a change"),
        new("changes.*.lifts.*.plans.*", Sets, "a plan, a tier or a limit set"),
        new("changes.*.plans.*", ["plans"], "a plan") { InKey = true },
        new("changes.*.tiers.*", ["tiers"], "a tier") { InKey = true },
        new("changes.*.tiers.*.*", ["classes"], "a model class") { InKey = true },
        new("changes.*.tier-limits.*", ["tiers"], "a tier") { InKey = true },
        new("changes.*.limits.*", ["limits"], "a limit set") { InKey = true },
        new("changes.*.credits.*", ["classes"], "a model class") { InKey = true },
        new("changes.*.price.*", ["classes"], "a model class") { InKey = true },
        .. LimitNames.Places.SelectMany(OfLimits),
        new("demand.populations.*.plan", ["plans"], "a plan"),
        new("demand.populations.*.mix.*", ["classes"], "a model class") { InKey = true },
        new("demand.populations.*.region", ["demand.regions"], "a mixture of regions"),
        new("demand.populations.*.rhythm", ["demand.rhythms"], "a rhythm"),
        new("demand.organizations.*.tier", ["tiers"], "a tier"),
        new("demand.organizations.*.wants.*", ["classes"], "a model class") { InKey = true },
        new("demand.organizations.*.region", ["demand.regions"], "a mixture of regions"),
        new("demand.organizations.*.rhythm", ["demand.rhythms"], "a rhythm"),
        new("demand.measured.*.groups.*", Users, "a population or organizations"),
        new("demand.sizing.developers.*", ["demand.populations"], "a population"),
        new("candidates.price-per-hour.*", ["accelerators"], "an accelerator") { InKey = true },
        new("candidates.supply.*.accelerator", ["accelerators"], "an accelerator"),
        new("candidates.supply.*.site", ["sites"], "a site"),
        new("simulation.curtailments.*.site", ["sites"], "a site"),
        new("simulation.disaggregation.*", ["classes"], "a model class") { InKey = true },
        new("simulation.priorities.*", Users, "a population or organizations") { InKey = true },
        new("conditions.notices.*", ["changes"], "a change or a bundle") { InKey = true, OrBundle = true },
        new("priorities.*.change", ["changes"], "a change"),
        new("priorities.*.bundle", [], "a bundle") { OrBundle = true },
        new("outages.sites.*", ["sites"], "a site") { InKey = true },
        new("outages.providers.*.contracts.*", ["contracts"], "a contract"),
        new("outages.revocations.*", ["contracts"], "a contract") { InKey = true },
        new("outages.shedding.*", ["plans", "tiers"], "a plan or a tier"),
        new("observations.*.populations.*", ["demand.populations"], "a population"),
        new("allocation.ranks.*", ["classes"], "a model class") { InKey = true },
        new("allocation.residency.*.users.*", Users, "a population or organizations"),
        new("allocation.residency.*.classes.*", ["classes"], "a model class"),
        new("allocation.residency.*.zones.*", ["demand.regions.*"], "a time zone of some region"),
        new("allocation.batch.*.class", ["classes"], "a model class"),
        new("allocation.training.*.accelerators.*", ["accelerators"], "an accelerator"),
        new("allocation.replicas.*.class", ["classes"], "a model class"),
        new("allocation.*.*.sites.*", ["sites"], "a site"),
        new("money.rents.*", ["accelerators"], "an accelerator") { InKey = true },
        new("community.*.*.source", ["sources"], "a source"),
        new("community.*.*.site", ["sites"], "a site"),
        new("community.pledges.*.sites.*", ["sites"], "a site") { InKey = true },
        new("community.price-effects.*", ["sites"], "a site") { InKey = true },
    ];

    private sealed record Reference(string From, string[] To, string What)
    {
        /// <summary>Whether the name is the key itself and not the value.</summary>
        public bool InKey { get; init; }

        /// <summary>Whether it may be a bundle of limits, whose names follow from those of the classes.</summary>
        public bool OrBundle { get; init; }
    }

    public static void Check(MappingNode root, BindRun run)
    {
        foreach (var reference in All)
        {
            var names = reference.To.SelectMany(to => TreeQuery.Select(root, $"{to}.*"))
                .Select(match => match.Key).Distinct().ToList();
            if (reference.OrBundle)
                names.AddRange(PolicyDifference.BundleNames(TreeQuery.Select(root, "classes.*").Select(m => m.Key)));
            foreach (var match in TreeQuery.Select(root, reference.From))
                Check(reference, match, names, run);
        }
    }

    private static IEnumerable<Reference> OfLimits(string set) =>
    [
        new($"{set}.weeks.*", ["classes"], "a model class") { InKey = true },
        new($"{set}.overage.class", ["classes"], "a model class"),
        .. LimitNames.Sections.Select(section =>
            new Reference($"{set}.{section}.*.class", ["classes"], "a model class")),
    ];

    private static void Check(Reference reference, Match match, List<string> names, BindRun run)
    {
        var (place, name) = reference.InKey
            ? (match.KeyPlace, match.Key)
            : (match.Node.Place, (match.Node as ScalarNode)?.Text ?? "");
        if (name.Length == 0 || names.Contains(name))
            return;
        var known = names.Count == 0
            ? $"none is defined under '{string.Join("', '", reference.To)}'"
            : $"known: {NearestName.List(names)}";
        run.Report(place, match.Path,
            $"found '{name}'; expected the name of {reference.What}{NearestName.Hint(name, names)}; {known}");
    }
}
