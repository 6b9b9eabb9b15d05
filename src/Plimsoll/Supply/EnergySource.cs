using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>Where a site's electricity comes from. Power and energy count at the site's own meter.</summary>
public abstract record EnergySource
{
    private const int HoursPerDay = 24;

    /// <summary>Kilograms of CO2 of natural gas for a million Btu, higher heating value (40 CFR 98, C-1).</summary>
    private const double KilogramsPerMillionBtu = 53.06;

    private const double KilowattHoursPerMegawattHour = 1000;

    private EnergySource()
    {
    }

    /// <summary>Name, unique on the site; sources are kept in ordinal order of it.</summary>
    public required string Name { get; init; }

    /// <summary>Most that it gives at a time, at full ramp of the site.</summary>
    public required Watts Capacity { get; init; }

    /// <summary>First instant at which it can be used; null: as long as the site.</summary>
    public Instant? From { get; init; }

    /// <summary>First instant at which it can no longer be used; null: as long as the site.</summary>
    public Instant? Until { get; init; }

    /// <summary>The operator's order: a lower rank is used first, whatever it costs. Default 0.</summary>
    public int Rank { get; init; }

    /// <summary>What runs of it in every hour before anything else, as far as it is drawn. Default none.</summary>
    public Watts Least { get; init; }

    /// <summary>What a megawatt-hour of it costs in each hour of the day, UTC, 24 values; empty: not stated.</summary>
    public ImmutableArray<EnergyPrice> Prices { get; init; } = [];

    /// <summary>Whether it can be used at an instant.</summary>
    public bool IsThereAt(Instant at) => (From is not { } from || at >= from) && (Until is not { } until || at < until);

    /// <summary>What a megawatt-hour costs at an hour of the day, UTC: nothing where it is not stated.</summary>
    public EnergyPrice PriceAt(int hourOfDay) => Prices.IsEmpty ? default : Prices[hourOfDay];

    /// <summary>
    /// CO2 where it is made, at an hour of the day, UTC: of a grid, what is stated; of generators, that of their gas.
    /// </summary>
    public EmissionFactor CarbonAt(int hourOfDay) => this switch
    {
        Grid { Carbon: { IsEmpty: false } carbon } => carbon[hourOfDay],
        Generators { HeatRate: var heat } => new(heat * KilowattHoursPerMegawattHour / 1e6 * KilogramsPerMillionBtu),
        _ => default,
    };

    /// <summary>A connection to a public grid.</summary>
    public sealed record Grid : EnergySource
    {
        /// <summary>CO2e of the grid, average of its location, by hour of the day, UTC; empty: not stated.</summary>
        public ImmutableArray<EmissionFactor> Carbon { get; init; } = [];
    }

    /// <summary>Units that burn fuel, such as gas turbines behind the meter.</summary>
    public sealed record Generators : EnergySource
    {
        /// <summary>Units of equal size. 1 or more.</summary>
        public required int Units { get; init; }

        /// <summary>Heat of the fuel, higher heating value, for a kilowatt-hour of electricity, in Btu.</summary>
        public required double HeatRate { get; init; }

        /// <summary>Part of its capacity below which a unit does not run, 0 to 1.</summary>
        public double LeastLoad { get; init; }

        /// <summary>
        /// Most by which what all units together give may change in a minute, at full ramp of the site; null: any.
        /// </summary>
        public Watts? RampPerMinute { get; init; }

        /// <summary>What its units emit; default: nothing is stated.</summary>
        public StackEmissions Air { get; init; } = StackEmissions.Unstated;
    }

    /// <summary>Solar panels.</summary>
    public sealed record Solar : EnergySource
    {
        /// <summary>Part of the capacity that they give: 24 hours of the day, UTC, for each of 12 months.</summary>
        public required ImmutableArray<double> Output { get; init; }

        /// <summary>Part of the capacity that they give in the hour of an instant.</summary>
        public double OutputAt(Instant at)
        {
            var time = at.ToDateTimeOffset();
            return Output[((time.Month - 1) * HoursPerDay) + time.Hour];
        }
    }

    /// <summary>A battery.</summary>
    public sealed record Storage : EnergySource
    {
        /// <summary>What it holds when full.</summary>
        public required Joules Energy { get; init; }

        /// <summary>Part of what is put in that comes out again, above 0 to 1.</summary>
        public required double RoundTrip { get; init; }

        /// <summary>Part of what it holds that is kept for swings within an hour, 0 to 1. Default none.</summary>
        public double Reserve { get; init; }
    }
}
