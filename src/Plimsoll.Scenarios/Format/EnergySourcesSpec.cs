using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>Where the electricity of a site comes from; names are unique among all kinds.</summary>
public sealed record EnergySourcesSpec
{
    /// <summary>Connections to public grids, by name.</summary>
    public IReadOnlyDictionary<string, GridSourceSpec> Grid { get; init; } = new Dictionary<string, GridSourceSpec>();

    /// <summary>Units that burn gas behind the meter, by name.</summary>
    public IReadOnlyDictionary<string, GeneratorsSpec> Generators { get; init; } =
        new Dictionary<string, GeneratorsSpec>();

    /// <summary>Solar panels, by name.</summary>
    public IReadOnlyDictionary<string, SolarSpec> Solar { get; init; } = new Dictionary<string, SolarSpec>();

    /// <summary>Batteries, by name.</summary>
    public IReadOnlyDictionary<string, BatterySpec> Storage { get; init; } = new Dictionary<string, BatterySpec>();
}

/// <summary>What all sources have. Power and energy count at the site's meter, in the basis of its power.</summary>
public abstract record EnergySourceSpec
{
    /// <summary>Most that it gives at a time, at full ramp of the site.</summary>
    [ZeroAllowed]
    public required Input<Watts> Capacity { get; init; }

    /// <summary>First day on which it can be used; absent: as long as the site.</summary>
    public DateOnly? From { get; init; }

    /// <summary>First day on which it can no longer be used; absent: as long as the site.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The operator's order: a lower rank is used first, whatever it costs; absent: 0.</summary>
    public int Rank { get; init; }

    /// <summary>
    /// What runs of it in every hour before anything else, as far as it is drawn; at most its capacity; absent: none.
    /// </summary>
    [ZeroAllowed]
    public Input<Watts>? LeastOutput { get; init; }

    /// <summary>Price of its energy; absent: that of the site's <c>energy</c> for a grid, else nothing.</summary>
    [ZeroAllowed]
    public Input<EnergyPrice>? Price { get; init; }

    /// <summary>24 multiples of <c>price</c>, by hour of the day from midnight UTC; absent: all alike.</summary>
    public IReadOnlyList<double> PriceByHour { get; init; } = [];
}

/// <summary>A connection to a public grid.</summary>
public sealed record GridSourceSpec : EnergySourceSpec
{
    /// <summary>CO2e of its energy; absent: that of the site's <c>energy</c>.</summary>
    [ZeroAllowed]
    public Input<EmissionFactor>? Carbon { get; init; }

    /// <summary>24 multiples of <c>carbon</c>, by hour of the day from midnight UTC; absent: all alike.</summary>
    public IReadOnlyList<double> CarbonByHour { get; init; } = [];
}

/// <summary>Units that burn gas behind the meter.</summary>
public sealed record GeneratorsSpec : EnergySourceSpec
{
    /// <summary>Units of equal size: a whole number.</summary>
    [WholeNumber]
    public required Input<Count> Units { get; init; }

    /// <summary>Heat of the fuel, higher heating value, for a kilowatt-hour of electricity.</summary>
    public required Input<HeatRate> HeatRate { get; init; }

    /// <summary>Part of its capacity below which a unit does not run; absent: none.</summary>
    [ZeroAllowed]
    public Input<Share>? LeastLoad { get; init; }

    /// <summary>
    /// Most by which what all units together give may change in a minute, at full ramp of the site; absent: any.
    /// </summary>
    public Input<Watts>? RampPerMinute { get; init; }

    /// <summary>What its units emit; absent: not known.</summary>
    [FootprintOnly]
    public AirSpec? Air { get; init; }
}

/// <summary>Solar panels.</summary>
public sealed record SolarSpec : EnergySourceSpec
{
    /// <summary>Part of the capacity that they give on average over a year.</summary>
    public required Input<Share> MeanOutput { get; init; }

    /// <summary>24 weights of the hours of a day from midnight UTC.</summary>
    public required IReadOnlyList<double> ByHour { get; init; }

    /// <summary>12 weights of the months from January; absent: all alike.</summary>
    public IReadOnlyList<double> ByMonth { get; init; } = [];
}

/// <summary>A battery.</summary>
public sealed record BatterySpec : EnergySourceSpec
{
    /// <summary>What it holds when full.</summary>
    public required Input<Joules> Energy { get; init; }

    /// <summary>Part of what is put in that comes out again.</summary>
    public required Input<Share> RoundTrip { get; init; }

    /// <summary>Part of what it holds that is kept for swings within an hour; absent: none.</summary>
    [ZeroAllowed]
    public Input<Share>? Reserve { get; init; }
}
