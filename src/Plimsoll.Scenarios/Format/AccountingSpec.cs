using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>How carbon and water of a site are accounted.</summary>
public sealed record AccountingSpec
{
    /// <summary>
    /// Who runs it: its energy is of scope 1 and 2 where it is our own, otherwise of scope 3; absent: our own where its
    /// contract is <c>owned</c>.
    /// </summary>
    public SiteControl? Control { get; init; }

    /// <summary>Grid that it draws from, of <c>factors.carbon.grids</c>.</summary>
    public string? Grid { get; init; }

    /// <summary>
    /// What its supplier publishes that it emits for a megawatt-hour; counts by contracts where none covers; absent:
    /// <c>residual</c>.
    /// </summary>
    [ZeroAllowed]
    public Input<EmissionFactor>? Supplier { get; init; }

    /// <summary>
    /// What a megawatt-hour emits that no contract covers: the residual mix; absent: that of its grid in
    /// <c>factors.carbon.grids</c>, else the average of its location.
    /// </summary>
    [ZeroAllowed]
    public Input<EmissionFactor>? Residual { get; init; }

    /// <summary>Contracts for electricity with its attributes, by name.</summary>
    public IReadOnlyDictionary<string, InstrumentSpec> Instruments { get; init; } =
        new Dictionary<string, InstrumentSpec>();

    /// <summary>Water used up on the site for the energy of servers and network (WUE), mean of the year.</summary>
    [ZeroAllowed]
    public Input<WaterFactor>? Water { get; init; }

    /// <summary>12 multiples of <c>water</c> from January on; only their ratios count; absent: all alike.</summary>
    public IReadOnlyList<double> WaterByMonth { get; init; } = [];

    /// <summary>Water used up for electricity of its grid; absent: as <c>factors.water</c> says.</summary>
    [ZeroAllowed]
    public Input<WaterFactor>? GridWater { get; init; }

    /// <summary>Water used up by its generators; absent: as <c>factors.water</c> says.</summary>
    [ZeroAllowed]
    public Input<WaterFactor>? GeneratorWater { get; init; }
}

/// <summary>Who runs a site.</summary>
public enum SiteControl
{
    /// <summary>Who accounts.</summary>
    Own,

    /// <summary>Somebody else.</summary>
    Leased,
}

/// <summary>A contract for electricity with its attributes.</summary>
public sealed record InstrumentSpec
{
    /// <summary>Energy of a whole year.</summary>
    public required Input<Joules> PerYear { get; init; }

    /// <summary>What its energy emits; absent: nothing.</summary>
    [ZeroAllowed]
    public Input<EmissionFactor>? Emission { get; init; }

    /// <summary>
    /// Grid on which it is generated, of <c>factors.carbon.grids</c>; hourly matching counts it on that of the site
    /// only; absent: on that of the site.
    /// </summary>
    public string? Grid { get; init; }

    /// <summary>First day; absent: since ever.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; absent: none.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>24 multiples by hour from midnight UTC; only their ratios count; absent: all alike.</summary>
    public IReadOnlyList<double> ByHour { get; init; } = [];

    /// <summary>12 multiples from January on; only their ratios count; absent: all alike.</summary>
    public IReadOnlyList<double> ByMonth { get; init; } = [];
}
