using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>
/// What units that burn fuel may do: limits of any twelve calendar months in a row, the current one as far as it has
/// come.
/// </summary>
public sealed record AirPermit
{
    private const double WeeksPerYear = 365 / 7.0;

    /// <summary>Name, unique on the site.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Names of the site's sources that it is about, in ordinal order.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>First instant at which it is in force; null: from the start.</summary>
    public Instant? From { get; init; }

    /// <summary>First instant at which it is not any more; null: without end.</summary>
    public Instant? Until { get; init; }

    /// <summary>Most that all its sources together may emit. Above none; what is not named is not limited.</summary>
    public ImmutableSortedDictionary<Pollutant, Mass> Caps { get; init; } =
        ImmutableSortedDictionary<Pollutant, Mass>.Empty;

    /// <summary>Most starts of a unit, on average over the units; null: any number.</summary>
    public double? Starts { get; init; }

    /// <summary>Most stops of a unit, on average over the units; null: any number.</summary>
    public double? Stops { get; init; }

    /// <summary>Most time that a unit may take to start and to stop, on average over the units; null: any.</summary>
    public Duration? StartAndStopTime { get; init; }

    /// <summary>Most time that a unit may run, on average over the units; null: any.</summary>
    public Duration? RunningTime { get; init; }

    /// <summary>What was emitted and done before the period that is looked at; empty: taken as nothing.</summary>
    public ImmutableArray<PermitMonth> Before { get; init; } = [];

    /// <summary>
    /// A week's even part of a cap, in kilograms, less what the starts and stops that it allows emit: what is left for
    /// energy.
    /// </summary>
    /// <param name="pollutant">A pollutant with a cap.</param>
    /// <param name="sources">Sources of the site.</param>
    public double KilogramsPerWeek(Pollutant pollutant, IEnumerable<EnergySource> sources)
    {
        var allowed = sources.OfType<EnergySource.Generators>().Where(source => Sources.Contains(source.Name))
            .Sum(source => source.Units * source.Air.KilogramsOf(pollutant, Starts ?? 0, Stops ?? 0));
        return Math.Max(0, Caps[pollutant].Kilograms - allowed) / WeeksPerYear;
    }

    /// <summary>Whether it is in force.</summary>
    public bool CoversAt(Instant at) => (From is not { } from || at >= from) && (Until is not { } until || at < until);
}

/// <summary>What the sources of a permit did in a calendar month.</summary>
/// <param name="At">Start of the month, UTC.</param>
/// <param name="Emitted">What they emitted; a pollutant that is not named: nothing.</param>
/// <param name="Starts">Starts of a unit, on average.</param>
/// <param name="Stops">Stops of a unit, on average.</param>
/// <param name="StartAndStopTime">Time that a unit took to start and to stop, on average.</param>
/// <param name="RunningTime">Time that a unit ran, on average.</param>
public sealed record PermitMonth(
    Instant At,
    ImmutableSortedDictionary<Pollutant, Mass> Emitted,
    double Starts,
    double Stops,
    Duration StartAndStopTime,
    Duration RunningTime);
