using System.Globalization;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of what may happen to the supply.</summary>
internal static class OutageRules
{
    private const int MostBlocks = 1000;
    private const int MostFeeds = 1000;

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        .. OfFailures<FailureSpec>(),
        .. OfFailures<BlocksSpec>(),
        .. OfFailures<ProviderOutagesSpec>(),
        For<BlocksSpec>(["count"], (spec, at) => AdequacyRules.Whole(spec.Count.Value, 1, MostBlocks, at, "count")),
        For<ProviderOutagesSpec>(["contracts"], (spec, at) =>
        {
            if (spec.Contracts.Count == 0)
                at.Report("found an empty list, which nothing takes out; name contracts", "contracts");
        }),
        For<MaintenanceSpec>(["feeds"], (spec, at) => AdequacyRules.Whole(spec.Feeds.Value, 1, MostFeeds, at, "feeds")),
        For<MaintenanceSpec>(["length"], (spec, at) => Within(spec.Length, at, "length")),
        For<OutagesSpec>(["providers"], OneProviderEach),
        For<OutagesSpec>(["shedding"], (spec, at) =>
        {
            for (var i = 1; i < spec.Shedding.Count; i++)
            {
                if (spec.Shedding.Take(i).Contains(spec.Shedding[i]))
                    at.Report($"'{spec.Shedding[i]}' is shed before already; name it once", "shedding", $"{i}");
            }
        }),
        For<ScenarioSpec>(["outages", "contracts"], RevocationsHaveADay),
        For<ScenarioSpec>(["outages", "sites"], MaintenanceFindsFeeds),
    ];

    private static IEnumerable<Rule> OfFailures<T>()
        where T : FailureSpec =>
    [
        For<T>(["forced-outage-rate"], (spec, at) =>
        {
            if (spec.ForcedOutageRate.Value.Fraction >= 1)
                at.Report($"found {at.Found("forced-outage-rate")}; expected below 100 %", "forced-outage-rate");
        }),
        For<T>(["repair-time"], (spec, at) => Within(spec.RepairTime, at, "repair-time")),
    ];

    private static void RevocationsHaveADay(ScenarioSpec spec, RuleScope at)
    {
        foreach (var (contract, revocation) in spec.Outages.Revocations)
        {
            if (revocation.From is null && spec.Contracts.TryGetValue(contract, out var terms)
                && RiskCompiler.EarliestEnd(terms) is null)
            {
                at.Report("the contract states no 'start' and 'notice' from which the earliest day would follow; "
                    + "state 'from'", "outages", "revocations", contract);
            }
        }
    }

    private static void MaintenanceFindsFeeds(ScenarioSpec spec, RuleScope at)
    {
        foreach (var (site, outages) in spec.Outages.Sites)
        {
            if (!spec.Sites.TryGetValue(site, out var terms))
                continue;
            for (var i = 0; i < outages.Maintenance.Count; i++)
            {
                var (asked, feeds) = (outages.Maintenance[i].Feeds.Value.Value, terms.Feeds.Value.Value);
                if (asked > feeds)
                {
                    at.Report($"found {Number(asked)}; expected at most all feeds of the site ({Number(feeds)})",
                        "outages", "sites", site, "maintenance", $"{i}", "feeds");
                }
            }
        }
    }

    private static void OneProviderEach(OutagesSpec spec, RuleScope at)
    {
        var first = new Dictionary<string, string>();
        foreach (var (name, provider) in spec.Providers)
        {
            for (var i = 0; i < provider.Contracts.Count; i++)
            {
                var contract = provider.Contracts[i];
                if (!first.TryAdd(contract, name))
                {
                    at.Report($"'{contract}' is with '{first[contract]}' already; name it once",
                        "providers", name, "contracts", $"{i}");
                }
            }
        }
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
