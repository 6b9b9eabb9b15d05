using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// What units emit: what is measured in their exhaust, else what is stated for heat, else the factor of their kind less
/// what their controls hold back.
/// </summary>
public sealed record AirSpec
{
    /// <summary>Kind of unit, by name in <c>factors.air.units</c>; absent: only what is stated here is known.</summary>
    public string? Unit { get; init; }

    /// <summary>Controls one behind another, by name in <c>factors.air.controls</c>; absent: none.</summary>
    public IReadOnlyList<string> Controls { get; init; } = [];

    /// <summary>What is measured in the dry exhaust at 15 % oxygen; absent: nothing.</summary>
    public ConcentrationsSpec Exhaust { get; init; } = new();

    /// <summary>What is emitted for the heat of the fuel, behind all controls; absent: as the factors say.</summary>
    public FuelFactorsSpec Heat { get; init; } = new();

    /// <summary>What one start of a unit emits beside what is emitted for energy; absent: nothing.</summary>
    public MassesSpec Start { get; init; } = new();

    /// <summary>What one stop of a unit emits beside what is emitted for energy; absent: nothing.</summary>
    public MassesSpec Stop { get; init; } = new();

    /// <summary>How long a start takes; absent: no time.</summary>
    public Input<Duration>? StartTime { get; init; }

    /// <summary>How long a stop takes; absent: no time.</summary>
    public Input<Duration>? StopTime { get; init; }
}

/// <summary>Parts of the dry exhaust at 15 % oxygen.</summary>
public sealed record ConcentrationsSpec
{
    /// <summary>Nitrogen oxides.</summary>
    [ZeroAllowed]
    public Input<Concentration>? Nox { get; init; }

    /// <summary>Carbon monoxide.</summary>
    [ZeroAllowed]
    public Input<Concentration>? Co { get; init; }

    /// <summary>Formaldehyde.</summary>
    [ZeroAllowed]
    public Input<Concentration>? Hcho { get; init; }

    /// <summary>Sulphur dioxide.</summary>
    [ZeroAllowed]
    public Input<Concentration>? So2 { get; init; }

    /// <summary>What is stated, in the order of the pollutants.</summary>
    internal IEnumerable<KeyValuePair<Pollutant, Concentration>> Stated() =>
        new (Pollutant Pollutant, Input<Concentration>? Input)[]
        {
            (Pollutant.Nox, Nox), (Pollutant.Co, Co), (Pollutant.Hcho, Hcho), (Pollutant.So2, So2),
        }.Where(one => one.Input is not null)
            .Select(one => KeyValuePair.Create(one.Pollutant, one.Input!.Value.Value));
}
