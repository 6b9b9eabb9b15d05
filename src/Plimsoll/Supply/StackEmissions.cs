using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>
/// What units that burn fuel emit: for the energy that they give, and for each time that one is started or stopped. A
/// pollutant that is nowhere stated is not known, which is not the same as none.
/// </summary>
public sealed record StackEmissions
{
    /// <summary>Units of which nothing is stated.</summary>
    public static StackEmissions Unstated { get; } = new();

    /// <summary>What is emitted for the energy given, at 80 % of full load and more.</summary>
    public ImmutableSortedDictionary<Pollutant, EmissionFactor> Running { get; init; } =
        ImmutableSortedDictionary<Pollutant, EmissionFactor>.Empty;

    /// <summary>What one start of a unit emits beside what is emitted for energy.</summary>
    public ImmutableSortedDictionary<Pollutant, Mass> Start { get; init; } =
        ImmutableSortedDictionary<Pollutant, Mass>.Empty;

    /// <summary>What one stop of a unit emits beside what is emitted for energy.</summary>
    public ImmutableSortedDictionary<Pollutant, Mass> Stop { get; init; } =
        ImmutableSortedDictionary<Pollutant, Mass>.Empty;

    /// <summary>How long a start takes.</summary>
    public Duration StartTime { get; init; }

    /// <summary>How long a stop takes.</summary>
    public Duration StopTime { get; init; }

    /// <summary>Pollutants of which something is stated.</summary>
    public IEnumerable<Pollutant> Stated => Running.Keys;

    /// <summary>Kilograms emitted for energy.</summary>
    public double KilogramsOf(Pollutant pollutant, Joules energy) =>
        Running.GetValueOrDefault(pollutant).KilogramsPerMegawattHour * energy.MegawattHours;

    /// <summary>Kilograms emitted by starts and stops of units.</summary>
    public double KilogramsOf(Pollutant pollutant, double starts, double stops) =>
        (Start.GetValueOrDefault(pollutant).Kilograms * starts) + (Stop.GetValueOrDefault(pollutant).Kilograms * stops);
}
