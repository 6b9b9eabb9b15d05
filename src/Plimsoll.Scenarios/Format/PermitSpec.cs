using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// What sources that burn fuel may do in any twelve calendar months in a row. Counts and times are of each unit, on
/// average over the units.
/// </summary>
public sealed record PermitSpec
{
    /// <summary>Name for people; absent: its name.</summary>
    public string? Title { get; init; }

    /// <summary>Sources of the site that it is about, by name; absent: all that burn fuel.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>First day on which it is in force; absent: from the start.</summary>
    public DateOnly? From { get; init; }

    /// <summary>First day on which it is no longer in force; absent: without end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Most that all its sources together may emit; absent: nothing is held against it.</summary>
    public MassesSpec Caps { get; init; } = new();

    /// <summary>Most starts; absent: any number.</summary>
    public Input<Count>? Starts { get; init; }

    /// <summary>Most stops; absent: any number.</summary>
    public Input<Count>? Stops { get; init; }

    /// <summary>Most time for starts and stops together; absent: any.</summary>
    public Input<Duration>? StartAndStopTime { get; init; }

    /// <summary>Most time to run; absent: any.</summary>
    public Input<Duration>? RunningTime { get; init; }

    /// <summary>What was done in months before the period that is looked at; absent: taken as nothing.</summary>
    public IReadOnlyList<PermitMonthSpec> Before { get; init; } = [];
}

/// <summary>What was done in a calendar month.</summary>
public sealed record PermitMonthSpec
{
    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>What all sources together emitted; of pollutants that are left out: nothing.</summary>
    public MassesSpec Emitted { get; init; } = new();

    /// <summary>Starts; absent: none.</summary>
    [ZeroAllowed]
    public Input<Count>? Starts { get; init; }

    /// <summary>Stops; absent: none.</summary>
    [ZeroAllowed]
    public Input<Count>? Stops { get; init; }

    /// <summary>Time for starts and stops together; absent: none.</summary>
    [ZeroAllowed]
    public Input<Duration>? StartAndStopTime { get; init; }

    /// <summary>Time that a unit ran; absent: none.</summary>
    [ZeroAllowed]
    public Input<Duration>? RunningTime { get; init; }
}
