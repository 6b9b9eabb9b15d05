using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>Units that fail, what can take several of them at once, and the load that they have to carry.</summary>
public sealed record AdequacySpec
{
    /// <summary>One line that says what the system is.</summary>
    public required string Title { get; init; }

    /// <summary>What capacity and load are counted in, for people, such as MW or accelerators.</summary>
    public required string Unit { get; init; }

    /// <summary>The grid on which capacities are kept; one between two steps is shared between them.</summary>
    public required Input<Count> Step { get; init; }

    /// <summary>Where reported and measured inputs come from, by name.</summary>
    public IReadOnlyDictionary<string, SourceSpec> Sources { get; init; } = new Dictionary<string, SourceSpec>();

    /// <summary>Groups of units that are alike, by name.</summary>
    public required IReadOnlyDictionary<string, UnitGroupSpec> Units { get; init; }

    /// <summary>What takes several groups out at once (a site, a provider, a power feed), by name.</summary>
    public IReadOnlyDictionary<string, CommonModeSpec> CommonModes { get; init; } =
        new Dictionary<string, CommonModeSpec>();

    /// <summary>The load of every hour.</summary>
    public required HourlyLoadSpec Load { get; init; }
}

/// <summary>Units that are alike and fail independently of each other.</summary>
public sealed record UnitGroupSpec
{
    /// <summary>How many there are: a whole number.</summary>
    public required Input<Count> Count { get; init; }

    /// <summary>Capacity of one that is whole.</summary>
    public required Input<Count> Capacity { get; init; }

    /// <summary>Part of the time that one is out of service by failure (FOR); absent: never.</summary>
    public Input<Share>? ForcedOutageRate { get; init; }

    /// <summary>
    /// How long such an outage lasts on average (MTTR). Frequencies and Monte Carlo need it; the time to failure
    /// follows: repair × (1 − rate) ÷ rate.
    /// </summary>
    public Input<Duration>? RepairTime { get; init; }

    /// <summary>States in which one has a part of its capacity left.</summary>
    public IReadOnlyList<DeratingSpec> Deratings { get; init; } = [];

    /// <summary>How many are in service from a time on; before the first point, and where it is absent, all.</summary>
    public IReadOnlyList<UnitRampSpec> Ramp { get; init; } = [];

    /// <summary>When some of those in service are taken out on purpose.</summary>
    public IReadOnlyList<PlannedOutageSpec> Planned { get; init; } = [];
}

/// <summary>A state in which a unit has a part of its capacity left.</summary>
public sealed record DeratingSpec
{
    /// <summary>Capacity that is left.</summary>
    public required Input<Count> Left { get; init; }

    /// <summary>Part of the time that it is so.</summary>
    public required Input<Share> Probability { get; init; }

    /// <summary>How long it lasts on average.</summary>
    public Input<Duration>? RepairTime { get; init; }
}

/// <summary>How many units are in service from a time on.</summary>
public sealed record UnitRampSpec
{
    /// <summary>Since the beginning of the load, in whole hours.</summary>
    [ZeroAllowed]
    public required Input<Duration> From { get; init; }

    /// <summary>How many: a whole number.</summary>
    [ZeroAllowed]
    public required Input<Count> Units { get; init; }
}

/// <summary>Units that are taken out on purpose for a time.</summary>
public sealed record PlannedOutageSpec
{
    /// <summary>Since the beginning of the load, in whole hours.</summary>
    [ZeroAllowed]
    public required Input<Duration> From { get; init; }

    /// <summary>How long, in whole hours.</summary>
    public required Input<Duration> Length { get; init; }

    /// <summary>How many: a whole number.</summary>
    public required Input<Count> Units { get; init; }
}

/// <summary>A cause that takes all its members out at once; their own outages go on underneath.</summary>
public sealed record CommonModeSpec
{
    /// <summary>Part of the time that they are out by it.</summary>
    public required Input<Share> Probability { get; init; }

    /// <summary>How long it lasts on average.</summary>
    public Input<Duration>? RepairTime { get; init; }

    /// <summary>Names of groups of units, and of other common modes; each is in one at most.</summary>
    public required IReadOnlyList<string> Members { get; init; }
}

/// <summary>The load of every hour, stated in one of three ways.</summary>
public sealed record HourlyLoadSpec
{
    /// <summary>A peak, and tables of its weeks, days and hours.</summary>
    public LoadTablesSpec? Tables { get; init; }

    /// <summary>The load of every hour.</summary>
    public IReadOnlyList<double>? Hours { get; init; }

    /// <summary>
    /// A text file with one load a line for every hour, relative to the main file; a first line that is no number is
    /// its heading.
    /// </summary>
    public string? Csv { get; init; }

    /// <summary>
    /// Standard deviation of the load about its forecast, as a part of it: the same for all hours; below a third.
    /// </summary>
    [ZeroAllowed]
    public Input<Share>? ForecastDeviation { get; init; }

    /// <summary>Parts of every hour's load by name, the first to be shed first; they add up to 100 %.</summary>
    public IReadOnlyDictionary<string, Input<Share>> Categories { get; init; } =
        new Dictionary<string, Input<Share>>();
}

/// <summary>A load as peak × week × day × hour, each in percent of the one before.</summary>
public sealed record LoadTablesSpec
{
    /// <summary>The load that is 100 %.</summary>
    public required Input<Count> Peak { get; init; }

    /// <summary>Peak of each week, in percent of that of the year.</summary>
    public required IReadOnlyList<double> Weeks { get; init; }

    /// <summary>Peak of each day from Monday to Sunday, in percent of that of the week.</summary>
    public required IReadOnlyList<double> Days { get; init; }

    /// <summary>The hours of a day by season, by name; every week belongs to one season.</summary>
    public required IReadOnlyDictionary<string, SeasonSpec> Seasons { get; init; }
}

/// <summary>The hours of a day in some weeks.</summary>
public sealed record SeasonSpec
{
    /// <summary>Numbers of its weeks, from 1.</summary>
    public required IReadOnlyList<int> Weeks { get; init; }

    /// <summary>Monday to Friday: 24 loads from midnight, in percent of the day's peak.</summary>
    public required IReadOnlyList<double> Weekday { get; init; }

    /// <summary>Saturday and Sunday, likewise.</summary>
    public required IReadOnlyList<double> Weekend { get; init; }
}
