using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Footprint.Community;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps the community ledger as written to the core's.</summary>
public static class CommunityCompiler
{
    private const int HoursOfADay = 24;

    /// <summary>The ledger.</summary>
    /// <param name="spec">A validated scenario.</param>
    public static CommunityLedger Ledger(ScenarioSpec spec) => new(
        [
            .. spec.Community.Pledges.OrderBy(p => p.Value.Date).ThenBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => PledgeOf(p.Key, p.Value)),
        ],
        spec.Sites.Keys.ToFrozenDictionary(site => site, site => DeedsOf(spec.Community, site)),
        [
            .. spec.Community.Records.OrderBy(r => r.Value.Date).ThenBy(r => r.Key, StringComparer.Ordinal)
                .Select(r => RecordOf(r.Key, r.Value)),
        ]);

    private static Pledge PledgeOf(string name, PledgeSpec spec) => new(
        name,
        spec.Title,
        spec.By,
        Instant.FromDate(spec.Date),
        spec.Binding,
        spec.Source,
        [.. spec.Promises.Select(p => new Promise(p.Key, p.Value.Kind, p.Value.Words))])
    {
        Sites =
        [
            .. spec.Sites.OrderBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => (s.Key, s.Value.Coverage, s.Value.Because)),
        ],
    };

    private static SiteDeeds DeedsOf(CommunitySpec spec, string site) => new()
    {
        Upgrades =
        [
            .. Sorted(spec.Upgrades, one => one.Site == site).Select(u => new GridUpgrade(
                u.Key, u.Value.Title, u.Value.Cost?.Value, NetOf(u.Value))),
        ],
        Generation =
        [
            .. Sorted(spec.Generation, one => one.Site == site).Select(g => new NewGeneration(
                g.Key, g.Value.Title, Instant.FromDate(g.Value.From), g.Value.Power.Value, Hours(g.Value.Output))),
        ],
        PriceEffect = spec.PriceEffects.TryGetValue(site, out var effect)
            ? new PriceEffect(effect.PerGigawatt.Value, effect.OtherLoad.Value, effect.PaidPerYear?.Value) : null,
        Curtailments =
        [
            .. Sorted(spec.Curtailments, one => one.Site == site).Select(c => new DeliveredCurtailment(
                c.Key, Instant.FromDate(c.Value.Date), c.Value.Length.Value, c.Value.Depth.Value)),
        ],
    };

    private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(
        IReadOnlyDictionary<string, T> all, Func<T, bool> isIts) =>
        all.Where(one => isIts(one.Value)).OrderBy(one => one.Key, StringComparer.Ordinal);

    private static Usd? NetOf(GridUpgradeSpec spec) => spec.Paid is { } paid
        ? new Usd(paid.Value.Dollars - (spec.Reimbursed?.Value.Dollars ?? 0)) : null;

    private static ImmutableArray<double> Hours(IReadOnlyList<double> output) =>
        [.. Enumerable.Range(0, HoursOfADay).Select(hour => output[output.Count == 1 ? 0 : hour])];

    private static CommunityRecord RecordOf(string name, RecordSpec spec) => new()
    {
        Name = name,
        Kind = spec.Kind,
        Date = Instant.FromDate(spec.Date),
        Claimant = spec.Claimant,
        About = spec.About,
        Site = spec.Site,
        Claim = spec.Claim,
        Status = spec.Status,
        StatusDate = Instant.FromDate(spec.StatusDate ?? spec.Date),
        Response = spec.Response,
        Source = spec.Source,
    };
}
