using System.Collections.Immutable;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps what may happen to the supply as written, already validated, to the core's.</summary>
internal static class RiskCompiler
{
    private const double HoursOfAYear = 8760;

    public static SupplyRisks Compile(ScenarioSpec spec)
    {
        var outages = spec.Outages;
        return new()
        {
            Sites = [.. spec.Sites.Keys.Order(StringComparer.Ordinal).Select(site => SiteOf(site, spec))],
            Providers =
            [
                .. outages.Providers.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new ProviderRisk(
                    p.Key, [.. p.Value.Contracts], FailureOf(p.Value)!)),
            ],
            Revocations =
            [
                .. outages.Revocations.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new RevocationRisk(
                    r.Key,
                    (r.Value.From is { } from ? Instant.FromDate(from) : EarliestEnd(spec.Contracts[r.Key]))!.Value,
                    r.Value.Probability.Value.Fraction)),
            ],
            Shedding = [.. outages.Shedding],
        };
    }

    /// <summary>When a provider may have withdrawn at the earliest; null: never, or no day is known.</summary>
    public static Instant? EarliestEnd(ContractSpec contract) =>
        contract is { Start: { } start, Notice: { } notice }
            ? Instant.FromDate(start) + (contract.MinimumTerm?.Value ?? Duration.Zero) + notice.Value
            : null;

    private static SiteRisk SiteOf(string name, ScenarioSpec spec)
    {
        var outages = spec.Outages;
        var site = outages.Sites.GetValueOrDefault(name) ?? new();
        return new()
        {
            Site = name,
            Feed = FailureOf(site.Feeds ?? outages.Feeds),
            Whole = FailureOf(site.Whole ?? outages.WholeSites),
            Blocks = site.Blocks is { } blocks ? new((int)blocks.Count.Value.Value, FailureOf(blocks)!) : null,
            Curtailment = spec.Sites[name].Curtailment is { } curtailment
                ? new(
                    new(curtailment.PerYear.Value.Seconds / 3600 / HoursOfAYear, curtailment.Length.Value),
                    curtailment.Depth.Value.Fraction)
                : null,
            Maintenance = [.. site.Maintenance.Select(MaintenanceOf)],
        };
    }

    private static Maintenance MaintenanceOf(MaintenanceSpec spec)
    {
        var from = Instant.FromDate(spec.From);
        return new(from, from + spec.Length.Value, (int)spec.Feeds.Value.Value);
    }

    private static Failure? FailureOf(FailureSpec? spec) =>
        spec is null ? null : new(spec.ForcedOutageRate.Value.Fraction, spec.RepairTime.Value);
}
