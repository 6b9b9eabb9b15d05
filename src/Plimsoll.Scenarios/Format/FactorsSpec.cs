namespace Plimsoll.Scenarios.Format;

/// <summary>Published factors that scenarios share, by what they are about.</summary>
public sealed record FactorsSpec
{
    /// <summary>What fuels emit into the air; absent: nothing is known.</summary>
    public AirFactorsSpec Air { get; init; } = new();

    /// <summary>Greenhouse gases of grids, fuels and hardware; absent: nothing is known.</summary>
    public CarbonFactorsSpec? Carbon { get; init; }

    /// <summary>Water that is used up where electricity is made; absent: nothing is known.</summary>
    public WaterFactorsSpec? Water { get; init; }
}

/// <summary>What fuels emit into the air, and what holds it back.</summary>
public sealed record AirFactorsSpec
{
    /// <summary>Day on which they were put together.</summary>
    public DateOnly? Version { get; init; }

    /// <summary>What kinds of units emit for the heat of their fuel before any control, by name.</summary>
    public IReadOnlyDictionary<string, FuelFactorsSpec> Units { get; init; } =
        new Dictionary<string, FuelFactorsSpec>();

    /// <summary>What holds emissions back, by name.</summary>
    public IReadOnlyDictionary<string, ControlSpec> Controls { get; init; } = new Dictionary<string, ControlSpec>();

    /// <summary>From how much a year on a site counts as a major source, by name of the rule.</summary>
    public IReadOnlyDictionary<string, MassesSpec> Thresholds { get; init; } = new Dictionary<string, MassesSpec>();
}
