using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Air;

/// <summary>What the sites of a service emit in a period, and what that leaves of their permits.</summary>
public sealed record PermitReport
{
    /// <summary>What passes the meters.</summary>
    public required MeteredService Metered { get; init; }

    /// <summary>Sites with a permit, or with sources that burn fuel, in ordinal order of name.</summary>
    public required ImmutableArray<SitePermits> Sites { get; init; }

    /// <summary>Sites of the same kind that are not in service in the period, in ordinal order of name.</summary>
    public IEnumerable<Site> NotInService => Metered.Model.Sites.Where(HasAir)
        .Where(site => Sites.All(one => one.Account.Meter.Site.Name != site.Name));

    /// <summary>Keeps the ledgers of all permits of a service over a period.</summary>
    public static PermitReport Of(MeteredService metered) => new()
    {
        Metered = metered,
        Sites = [.. metered.Sites.Where(meter => HasAir(meter.Site)).Select(SitePermits.Of)],
    };

    private static bool HasAir(Site site) =>
        !site.Permits.IsEmpty || site.Sources.OfType<EnergySource.Generators>().Any();
}

/// <summary>What a site emits, and what that leaves of its permits.</summary>
public sealed record SitePermits
{
    private static readonly Duration year = Duration.FromDays(365);

    /// <summary>What it emits.</summary>
    public required AirAccount Account { get; init; }

    /// <summary>Its permits, in ordinal order of name.</summary>
    public required ImmutableArray<PermitLedger> Ledgers { get; init; }

    /// <summary>What all its sources would emit for energy at full power all year.</summary>
    public required ImmutableSortedDictionary<Pollutant, Mass> Potential { get; init; }

    /// <summary>Keeps the ledgers of a site.</summary>
    public static SitePermits Of(SiteMeter meter)
    {
        var account = AirAccount.Of(meter);
        return new SitePermits
        {
            Account = account,
            Ledgers = [.. meter.Site.Permits.Select(permit => PermitLedger.Of(account, permit))],
            Potential = PotentialOf(meter.Site),
        };
    }

    private static ImmutableSortedDictionary<Pollutant, Mass> PotentialOf(Site site) =>
        site.Sources.OfType<EnergySource.Generators>()
            .SelectMany(source => source.Air.Running.Select(running => (running.Key, AirFormula.PotentialToEmit(
                running.Value, source.Capacity, year).Kilograms)))
            .GroupBy(one => one.Key)
            .ToImmutableSortedDictionary(group => group.Key, group => new Mass(group.Sum(one => one.Kilograms)));
}

/// <summary>The same permits with what sources disagree about at its low, middle and high ends.</summary>
/// <param name="Low">All at the low end.</param>
/// <param name="Mid">All in the middle.</param>
/// <param name="High">All at the high end.</param>
public sealed record PermitRange(PermitReport Low, PermitReport Mid, PermitReport High)
{
    /// <summary>A line as the three ends have it.</summary>
    /// <param name="site">Index of its site.</param>
    /// <param name="ledger">Index of its permit.</param>
    /// <param name="line">Index of the line.</param>
    public ImmutableArray<PermitLine> LinesOf(int site, int ledger, int line) =>
        [.. new[] { Low, Mid, High }.Select(end => end.Sites[site].Ledgers[ledger].Lines[line])];
}

/// <summary>From how much of a pollutant a year on a site counts as a major source.</summary>
/// <param name="Name">Name of the rule.</param>
/// <param name="PerYear">How much, by pollutant.</param>
public sealed record AirThreshold(string Name, ImmutableSortedDictionary<Pollutant, Mass> PerYear);
