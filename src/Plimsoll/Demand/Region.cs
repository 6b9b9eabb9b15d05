using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Demand;

/// <summary>A mixture of time zones in which users live.</summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Zones">Zones in ordinal order of id and the share of users in each; the shares add up to 1.</param>
public sealed record Region(string Name, ImmutableArray<(ZoneOffsets Zone, double Share)> Zones)
{
    /// <summary>
    /// Index of the zone in which a part of the users lives: parts 0 to below 1 fill the zones in order.
    /// </summary>
    public int ZoneAt(double part)
    {
        for (var zone = 0; zone < Zones.Length - 1; zone++)
        {
            if (part < Zones[zone].Share)
                return zone;
            part -= Zones[zone].Share;
        }

        return Zones.Length - 1;
    }
}
