using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Format;

/// <summary>A number for each pollutant; of those that are left out nothing is stated.</summary>
/// <typeparam name="T">The quantity.</typeparam>
public abstract record PollutantsSpec<T>
    where T : struct
{
    /// <summary>Nitrogen oxides, as NO2.</summary>
    [ZeroAllowed]
    public Input<T>? Nox { get; init; }

    /// <summary>Carbon monoxide.</summary>
    [ZeroAllowed]
    public Input<T>? Co { get; init; }

    /// <summary>Volatile organic compounds.</summary>
    [ZeroAllowed]
    public Input<T>? Voc { get; init; }

    /// <summary>Particulate matter, filterable and condensable.</summary>
    [ZeroAllowed]
    public Input<T>? Pm { get; init; }

    /// <summary>All hazardous air pollutants together, formaldehyde included.</summary>
    [ZeroAllowed]
    public Input<T>? Hap { get; init; }

    /// <summary>Formaldehyde.</summary>
    [ZeroAllowed]
    public Input<T>? Hcho { get; init; }

    /// <summary>Sulphur dioxide.</summary>
    [ZeroAllowed]
    public Input<T>? So2 { get; init; }

    /// <summary>Carbon dioxide.</summary>
    [ZeroAllowed]
    public Input<T>? Co2 { get; init; }

    /// <summary>What is stated, in the order of the pollutants.</summary>
    internal IEnumerable<KeyValuePair<Pollutant, T>> Stated() => Of(
        (Pollutant.Nox, Nox), (Pollutant.Co, Co), (Pollutant.Voc, Voc), (Pollutant.Pm, Pm), (Pollutant.Hap, Hap),
        (Pollutant.Hcho, Hcho), (Pollutant.So2, So2), (Pollutant.Co2, Co2));

    private static IEnumerable<KeyValuePair<Pollutant, T>> Of(params (Pollutant Pollutant, Input<T>? Input)[] all) =>
        all.Where(one => one.Input is not null)
            .Select(one => KeyValuePair.Create(one.Pollutant, one.Input!.Value.Value));
}

/// <summary>What is emitted for the heat of a fuel, by pollutant.</summary>
public sealed record FuelFactorsSpec : PollutantsSpec<FuelFactor>;

/// <summary>Masses by pollutant.</summary>
public sealed record MassesSpec : PollutantsSpec<Mass>;

/// <summary>Part of each pollutant that a control holds back; of those that are left out none.</summary>
public sealed record ControlSpec : PollutantsSpec<Share>;
