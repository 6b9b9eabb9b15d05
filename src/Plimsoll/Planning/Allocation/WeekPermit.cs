using System.Collections.Immutable;
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
    [
        .. from site in Enumerable.Range(0, week.Fleet.Sites.Length)
           let there = week.Fleet.Sites[site].Site
           from permit in there.Permits
           where permit.CoversAt(week.At)
           from pollutant in permit.Caps.Keys
           select new WeekPermit(site, permit, pollutant, permit.KilogramsPerWeek(pollutant, there.Sources)),
    ];

    /// <summary>Kilograms that a megawatt-hour of a source of the site emits under it.</summary>
    public double KilogramsPerMegawattHour(EnergySource source) =>
        source is EnergySource.Generators { Air: var air } && Permit.Sources.Contains(source.Name)
            ? air.Running.GetValueOrDefault(Pollutant).KilogramsPerMegawattHour : 0;
}
