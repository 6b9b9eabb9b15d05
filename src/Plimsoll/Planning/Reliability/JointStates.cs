using System.Collections.Immutable;
using Plimsoll.Planning.Outages;

namespace Plimsoll.Planning.Reliability;

/// <summary>Every state that all sites may be in together at an hour, but the least likely ones.</summary>
/// <param name="States">How likely each is; each differs from the others.</param>
/// <param name="LeftOut">Probability of all that are left out.</param>
public sealed record JointStates(ImmutableArray<JointState> States, double LeftOut)
{
    /// <summary>Levels of one site; where blocks give it more, they are rounded down to as many.</summary>
    private const int MostLevels = 24;

    /// <summary>The states at an hour.</summary>
    /// <param name="supply">The sites.</param>
    /// <param name="hour">The hour.</param>
    /// <param name="least">States less likely than this are left out.</param>
    public static JointStates At(ServiceSupply supply, int hour, double least)
    {
        var parts = supply.Providers
            .Select(provider => Product(provider.Contracts.Select(c => OfContract(supply, c, hour)), least)
                .Or(provider.Risk?.Failure.Probability ?? 0, AllOut(provider)))
            .ToList();
        var states = ImmutableArray.CreateBuilder<JointState>();
        foreach (var part in Product(parts, least))
        {
            var all = new SiteState[supply.Fleet.Sites.Length];
            foreach (var (site, state) in part.Sites)
                all[site] = state;
            states.Add(new(part.Probability, [.. all]));
        }

        return new(states.ToImmutable(), Math.Max(0, 1 - states.Sum(state => state.Probability)));
    }

    private static List<PartState> OfContract(ServiceSupply supply, ContractSites contract, int hour)
    {
        var revoked = contract.Risk is { } risk && hour >= supply.HourOf(risk.From) ? risk.Probability : 0;
        return Product(contract.Sites.Select(site => OfSite(supply, site, hour)), 0)
            .Or(revoked, AllOut(contract));
    }

    private static List<PartState> OfSite(ServiceSupply supply, int site, int hour)
    {
        var risk = supply.RiskOf(site);
        var units = supply.FeedsOf(site) * (risk.Blocks?.Count ?? 1);
        var feeds = CapacityDistribution.Sum([.. supply.Feeds(site, units).Select(f => f.DistributionAt(hour, 1))]);
        var part = supply.PartsOf(site).Last(step => step.FromHour <= hour).Part;
        var size = Math.Max(1, (units + MostLevels - 1) / MostLevels);
        var levels = feeds.States.GroupBy(state => state.Steps / size * size)
            .Select(level => (Left: part * level.Key / units, Probability: level.Sum(state => state.Probability)));
        var curtailed = risk.Curtailment?.Failure.Probability ?? 0;
        var states = levels.SelectMany(level => new[]
        {
            new PartState(level.Probability * (1 - curtailed), [(site, SiteState.Whole * level.Left)]),
            new PartState(
                level.Probability * curtailed,
                [(site, new(level.Left, level.Left * (1 - (risk.Curtailment?.Depth ?? 0))))]),
        });
        return states.Where(state => state.Probability > 0).ToList()
            .Or(risk.Whole?.Probability ?? 0, [(site, default)]);
    }

    private static ImmutableArray<(int, SiteState)> AllOut(ProviderContracts provider) =>
        [.. provider.Contracts.SelectMany(contract => AllOut(contract))];

    private static ImmutableArray<(int, SiteState)> AllOut(ContractSites contract) =>
        [.. contract.Sites.Select(site => (site, default(SiteState)))];

    /// <summary>What independent parts are together.</summary>
    private static List<PartState> Product(IEnumerable<List<PartState>> parts, double least)
    {
        List<PartState> product = [new(1, [])];
        foreach (var part in parts)
        {
            product =
            [
                .. product.SelectMany(one => part
                    .Where(other => one.Probability * other.Probability >= least)
                    .Select(other => new PartState(
                        one.Probability * other.Probability, [.. one.Sites, .. other.Sites]))),
            ];
        }

        return product;
    }
}

/// <summary>A state of all sites together.</summary>
/// <param name="Probability">How likely it is.</param>
/// <param name="Sites">Of each site, in the order of the fleet.</param>
public sealed record JointState(double Probability, ImmutableArray<SiteState> Sites);

/// <summary>A state of some sites.</summary>
internal sealed record PartState(double Probability, ImmutableArray<(int Site, SiteState State)> Sites);
