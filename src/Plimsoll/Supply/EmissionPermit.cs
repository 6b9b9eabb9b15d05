using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>How much of something a site may emit in a year.</summary>
/// <param name="Name">Name, unique on the site, such as <c>nox</c>.</param>
/// <param name="PerYear">Most in any twelve months.</param>
/// <param name="Emission">What is emitted for the energy of the source that is permitted.</param>
/// <param name="Share">Part of the site's energy that comes from that source, 0 to 1.</param>
public sealed record EmissionPermit(string Name, Mass PerYear, EmissionFactor Emission, double Share)
{
    private const double WeeksPerYear = 365 / 7.0;

    /// <summary>A week's even part of the year, in kilograms.</summary>
    public double KilogramsPerWeek => PerYear.Kilograms / WeeksPerYear;

    /// <summary>What a megawatt-hour of the site emits, in kilograms.</summary>
    public double KilogramsPerMegawattHour => Emission.KilogramsPerMegawattHour * Share;
}
