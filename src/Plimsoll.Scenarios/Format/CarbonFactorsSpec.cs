using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>Factors of greenhouse gases.</summary>
public sealed record CarbonFactorsSpec
{
    /// <summary>Day on which they were put together.</summary>
    public required DateOnly Version { get; init; }

    /// <summary>Warming over 100 years of methane, as a multiple of carbon dioxide.</summary>
    public required Input<Factor> Methane { get; init; }

    /// <summary>Warming over 100 years of nitrous oxide, as a multiple of carbon dioxide.</summary>
    public required Input<Factor> NitrousOxide { get; init; }

    /// <summary>Grids by name.</summary>
    public IReadOnlyDictionary<string, GridFactorsSpec> Grids { get; init; } =
        new Dictionary<string, GridFactorsSpec>();

    /// <summary>Part of what is generated for a grid that is lost on its way; absent: not known.</summary>
    public Input<Share>? GridLoss { get; init; }

    /// <summary>What generators on a site burn; absent: not known.</summary>
    public FuelSpec? Fuel { get; init; }

    /// <summary>What was emitted to make accelerators, each with its part of the server, by name.</summary>
    public IReadOnlyDictionary<string, Input<Mass>> Hardware { get; init; } = new Dictionary<string, Input<Mass>>();

    /// <summary>How long accelerators are used; needed where <c>hardware</c> is stated.</summary>
    public Input<Duration>? HardwareLife { get; init; }
}

/// <summary>A grid, at the busbars of its plants.</summary>
public sealed record GridFactorsSpec
{
    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>CO2e of all that is generated: total output emission rate.</summary>
    [ZeroAllowed]
    public required Input<EmissionFactor> Average { get; init; }

    /// <summary>CO2e of what is left without all that is sold by contracts: residual mix; absent: not known.</summary>
    [ZeroAllowed]
    public Input<EmissionFactor>? Residual { get; init; }

    /// <summary>What plants emit that follow the load; absent: not known.</summary>
    public GasesSpec? NonBaseload { get; init; }
}

/// <summary>Gases of which none is counted as CO2e yet.</summary>
public sealed record GasesSpec
{
    /// <summary>Carbon dioxide.</summary>
    [ZeroAllowed]
    public required Input<EmissionFactor> CarbonDioxide { get; init; }

    /// <summary>Methane.</summary>
    [ZeroAllowed]
    public required Input<EmissionFactor> Methane { get; init; }

    /// <summary>Nitrous oxide.</summary>
    [ZeroAllowed]
    public required Input<EmissionFactor> NitrousOxide { get; init; }
}

/// <summary>Greenhouse gases of a fuel, for its higher heating value.</summary>
public sealed record FuelSpec
{
    /// <summary>Carbon dioxide when it is burnt.</summary>
    public required Input<FuelFactor> CarbonDioxide { get; init; }

    /// <summary>Methane when it is burnt.</summary>
    [ZeroAllowed]
    public required Input<FuelFactor> Methane { get; init; }

    /// <summary>Nitrous oxide when it is burnt.</summary>
    [ZeroAllowed]
    public required Input<FuelFactor> NitrousOxide { get; init; }

    /// <summary>CO2e of winning it and bringing it to the site.</summary>
    [ZeroAllowed]
    public required Input<FuelFactor> Upstream { get; init; }
}
