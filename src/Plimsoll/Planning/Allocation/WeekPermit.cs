using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Allocation;

/// <summary>What sources of a site may emit of a pollutant in a week.</summary>
/// <param name="Site">Index of the site in the fleet.</param>
/// <param name="Permit">The permit.</param>
/// <param name="Pollutant">The pollutant.</param>
/// <param name="Most">Kilograms of the week.</param>
internal sealed record WeekPermit(int Site, AirPermit Permit, Pollutant Pollutant, double Most)
{
    /// <summary>Caps of all permits that are in force in a week.</summary>
    public static ImmutableArray<WeekPermit> Of(AllocationCase week) =>
        [.. week.Fleet.Sites.SelectMany((site, index) => Of(index, site.Site, week.At))];

    /// <summary>Caps of a site's permits that are in force at an instant.</summary>
    public static ImmutableArray<WeekPermit> Of(int index, Site site, Instant at) =>
    [
        .. from permit in site.Permits
           where permit.CoversAt(at)
           from pollutant in permit.Caps.Keys
           select new WeekPermit(index, permit, pollutant, permit.KilogramsPerWeek(pollutant, site.Sources)),
    ];

    /// <summary>What is limited, by which permit and where, in words.</summary>
    public static string NameOf(string permit, Pollutant pollutant, string site) =>
        $"{PollutantName.Of(pollutant)} by permit {permit} of {site}";

    /// <summary>Kilograms that a megawatt-hour of a source of the site emits under it.</summary>
    public double KilogramsPerMegawattHour(EnergySource source) =>
        source is EnergySource.Generators { Air: var air } && Permit.Sources.Contains(source.Name)
            ? air.Running.GetValueOrDefault(Pollutant).KilogramsPerMegawattHour : 0;
}
