using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>Power that could be had for accelerators without: from a grid, generated on site, or curtailable.</summary>
/// <param name="Name">Name, unique among the offers.</param>
/// <param name="PerMegawattHour">Price of the energy.</param>
/// <param name="PerMegawattMonth">Price of the capacity.</param>
/// <param name="Lost">Part that is lost in its own outage, one of those of N-1, 0 to 1.</param>
/// <param name="Curtailed">Part of a year for which that part is curtailed, 0 to 1.</param>
/// <param name="AtMost">The most that can be had; infinite: any amount.</param>
/// <param name="From">First instant at which it can be had; null: any.</param>
public sealed record PowerOffer(
    string Name,
    Usd PerMegawattHour,
    Usd PerMegawattMonth,
    double Lost,
    double Curtailed,
    Watts AtMost,
    Instant? From)
{
    /// <summary>What its outage is called; no site can be called so.</summary>
    internal string Outage => $"part of {Name}";

    /// <summary>Part of its capacity whose energy can be drawn on average.</summary>
    public double MeanShare => 1 - (Lost * Curtailed);
}
