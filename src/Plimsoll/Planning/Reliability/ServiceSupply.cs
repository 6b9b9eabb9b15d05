using System.Collections.Immutable;
using Plimsoll.Planning.Outages;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Reliability;

/// <summary>
/// The sites of a service as sources of capacity in a period: feeds fail on their own, then grids, whole sites,
/// contracts and providers take out all that is in them. Immutable.
/// </summary>
public sealed class ServiceSupply
{
    /// <summary>A ramp is taken in steps of so much, rounded down.</summary>
    private const double RampStep = 0.05;

    private const int HoursOfADay = 24;
    private readonly SupplyRisks risks;
    private readonly Instant start;
    private readonly int hours;

    /// <summary>Looks at a period.</summary>
    /// <param name="model">The service.</param>
    /// <param name="fleet">All its sites at their full ramp.</param>
    /// <param name="start">Midnight UTC of the first day.</param>
    /// <param name="hours">Whole days.</param>
    public ServiceSupply(ServiceModel model, Fleet fleet, Instant start, int hours)
        : this(model.Risks, fleet, start, hours)
    {
    }

    private ServiceSupply(SupplyRisks risks, Fleet fleet, Instant start, int hours)
    {
        (this.risks, Fleet, this.start, this.hours) = (risks, fleet, start, hours);
        var byContract = Enumerable.Range(0, fleet.Sites.Length)
            .GroupBy(site => Fleet.Sites[site].Site.Contract.Name)
            .Select(contract => new ContractSites(
                contract.Key,
                [.. contract],
                risks.Revocations.FirstOrDefault(risk => risk.Contract == contract.Key)))
            .OrderBy(contract => contract.Name, StringComparer.Ordinal).ToLookup(ProviderOf);
        Providers = [.. byContract.OrderBy(provider => provider.Key?.Name, StringComparer.Ordinal)
            .SelectMany(provider => provider.Key is null
                ? provider.Select(contract => new ProviderContracts(null, [contract]))
                : [new ProviderContracts(provider.Key, [.. provider])])];
    }

    /// <summary>All its sites at their full ramp.</summary>
    public Fleet Fleet { get; }

    /// <summary>Hours from which on other units are in service, or may be.</summary>
    public IEnumerable<int> Changes => Sources((_, power) => power).SelectMany(source => source.Changes);

    /// <summary>Sites by contract, contracts by provider; a contract of none stands alone.</summary>
    internal ImmutableArray<ProviderContracts> Providers { get; }

    /// <summary>What a contract's capacity is called among the sources.</summary>
    public static string NameOfContract(string contract) => $"contract {contract}";

    /// <summary>What a site's capacity is called among the sources.</summary>
    public static string NameOfSite(string site) => $"site {site}";

    /// <summary>What is left of a site by the curtailment of its grid is called among the sources.</summary>
    public static string NameOfGrid(string site) => $"grid of {site}";

    /// <summary>The sources.</summary>
    /// <param name="worth">Capacity of a site, by its place in the fleet and the part of its power there is.</param>
    public ImmutableArray<CapacitySource> Sources(Func<int, double, double> worth) =>
    [
        .. Providers.Select<ProviderContracts, CapacitySource>(provider =>
        {
            ImmutableArray<CapacitySource> contracts = [.. provider.Contracts.Select(c => Contract(c, worth))];
            return provider.Risk is not { } risk ? contracts[0] : new CommonMode
            {
                Name = $"provider {risk.Name}",
                Members = contracts,
                Outage = Outage(risk.Failure),
            };
        }),
    ];

    /// <summary>The same, but that nothing happens to all of a contract's feeds at once.</summary>
    internal ServiceSupply WithoutCommonCauses(ContractSites contract)
    {
        var sites = contract.Sites.Select(site => Fleet.Sites[site].Site.Name).ToHashSet();
        return new(
            risks with
            {
                Providers = risks.Providers.RemoveAll(provider => provider.Contracts.Contains(contract.Name)),
                Revocations = risks.Revocations.RemoveAll(risk => risk.Contract == contract.Name),
                Sites = [.. risks.Sites.Select(risk => sites.Contains(risk.Site)
                    ? risk with { Whole = null, Curtailment = null } : risk)],
            },
            Fleet,
            start,
            hours);
    }

    /// <summary>What may happen at a site.</summary>
    internal SiteRisk RiskOf(int site) =>
        risks.Sites.FirstOrDefault(risk => risk.Site == Fleet.Sites[site].Site.Name)
        ?? new SiteRisk { Site = Fleet.Sites[site].Site.Name };

    /// <summary>Feeds of a site, or halls.</summary>
    internal int FeedsOf(int site) => Math.Max(1, (int)Fleet.Sites[site].Site.Feeds);

    /// <summary>Part of a site that is in service by ramp and contract, by hour.</summary>
    internal ImmutableArray<PartStep> PartsOf(int site)
    {
        var parts = ImmutableArray.CreateBuilder<PartStep>();
        for (var hour = 0; hour < hours; hour += HoursOfADay)
        {
            var at = start + Duration.FromHours(hour);
            var end = at + Duration.FromHours(HoursOfADay) - Duration.FromSeconds(1);
            var there = Fleet.Sites[site].Site;
            var part = Math.Min(there.InServiceAt(at), there.InServiceAt(end));
            var stepped = Math.Floor((part / RampStep) + 1e-9) * RampStep;
            if (parts.Count == 0 || parts[^1].Part != stepped)
                parts.Add(new(hour, Math.Min(1, stepped)));
        }

        return parts.ToImmutable();
    }

    /// <summary>The feeds of a site, which add up to its capacity.</summary>
    internal ImmutableArray<CapacitySource> Feeds(int site, double capacity)
    {
        var (risk, count) = (RiskOf(site), FeedsOf(site));
        ImmutableArray<Outage> outages = risk.Feed is { } failure ? [Outage(failure)] : [];
        if (risk.Blocks is not { } blocks)
        {
            return
            [
                new UnitGroup
                {
                    Name = $"feeds of {risk.Site}",
                    Count = count,
                    Capacity = capacity / count,
                    Outages = outages,
                    Service = [.. Taken(risk, count).Select(t => new ServiceStep(t.FromHour, count - t.Feeds))],
                },
            ];
        }

        return [.. Enumerable.Range(0, count).Select(feed => WithBlocks(risk, feed, count, capacity / count))];
    }

    /// <summary>Hour of the period at which an instant is; not before its beginning.</summary>
    internal int HourOf(Instant at)
    {
        var length = Duration.FromHours(1).Nanoseconds;
        return at <= start ? 0 : (int)Math.Min(int.MaxValue, ((at - start).Nanoseconds + length - 1) / length);
    }

    private ProviderRisk? ProviderOf(ContractSites contract) =>
        risks.Providers.FirstOrDefault(provider => provider.Contracts.Contains(contract.Name));

    private RevocableSource Contract(ContractSites contract, Func<int, double, double> worth) => new()
    {
        Name = NameOfContract(contract.Name),
        FromHour = contract.Risk is { } from ? HourOf(from.From) : 0,
        Probability = contract.Risk?.Probability ?? 0,
        Members = [.. contract.Sites.Select(site => Site(site, worth))],
    };

    private ScheduledSource Site(int site, Func<int, double, double> worth)
    {
        var (risk, whole) = (RiskOf(site), worth(site, 1));
        var members = Feeds(site, whole);
        if (risk.Curtailment is { } curtailment)
        {
            members =
            [
                new CommonMode
                {
                    Name = NameOfGrid(risk.Site),
                    Members = members,
                    Outage = Outage(curtailment.Failure, whole > 0 ? worth(site, 1 - curtailment.Depth) / whole : 0),
                },
            ];
        }

        if (risk.Whole is { } outage)
            members = [new CommonMode { Name = $"all of {risk.Site}", Members = members, Outage = Outage(outage) }];
        return new() { Name = NameOfSite(risk.Site), Members = members, Parts = PartsOf(site) };
    }

    private ScheduledSource WithBlocks(SiteRisk risk, int feed, int feeds, double capacity)
    {
        var blocks = risk.Blocks!;
        CapacitySource members = new UnitGroup
        {
            Name = $"blocks of feed {feed + 1} of {risk.Site}",
            Count = blocks.Count,
            Capacity = capacity / blocks.Count,
            Outages = [Outage(blocks.Failure)],
        };
        if (risk.Feed is { } failure)
        {
            members = new CommonMode
            {
                Name = $"failure of feed {feed + 1} of {risk.Site}",
                Members = [members],
                Outage = Outage(failure),
            };
        }

        return new()
        {
            Name = $"feed {feed + 1} of {risk.Site}",
            Members = [members],
            Parts = [.. Taken(risk, feeds).Select(t => new PartStep(t.FromHour, feed < t.Feeds ? 0 : 1))],
        };
    }

    /// <summary>How many feeds are taken out on purpose, wherever that changes.</summary>
    private IEnumerable<(int FromHour, int Feeds)> Taken(SiteRisk risk, int feeds) => risk.Maintenance
        .SelectMany(m => new[] { HourOf(m.From), HourOf(m.Until) }).Where(hour => hour < hours).Distinct().Order()
        .Select(hour => (hour, Math.Min(feeds, risk.Maintenance
            .Where(m => HourOf(m.From) <= hour && hour < HourOf(m.Until)).Sum(m => m.Feeds))));

    private static Outage Outage(Failure failure, double left = 0) => new(left, failure.Probability, failure.Repair);
}

/// <summary>Contracts that one cause takes out.</summary>
/// <param name="Risk">The cause; null: none.</param>
/// <param name="Contracts">The contracts.</param>
internal sealed record ProviderContracts(ProviderRisk? Risk, ImmutableArray<ContractSites> Contracts);

/// <summary>Sites under one contract.</summary>
/// <param name="Name">The contract.</param>
/// <param name="Sites">Places of its sites in the fleet.</param>
/// <param name="Risk">That it is taken away; null: it is not.</param>
internal sealed record ContractSites(string Name, ImmutableArray<int> Sites, RevocationRisk? Risk);
