namespace Plimsoll.Supply;

/// <summary>What a stack emits that is counted. Numbered and append-only: the names appear in documents.</summary>
public enum Pollutant
{
    /// <summary>Nitrogen oxides, as NO2.</summary>
    Nox = 1,

    /// <summary>Carbon monoxide.</summary>
    Co = 2,

    /// <summary>Volatile organic compounds.</summary>
    Voc = 3,

    /// <summary>Particulate matter, filterable and condensable.</summary>
    Pm = 4,

    /// <summary>All hazardous air pollutants together, formaldehyde included.</summary>
    Hap = 5,

    /// <summary>Formaldehyde.</summary>
    Hcho = 6,

    /// <summary>Sulphur dioxide.</summary>
    So2 = 7,

    /// <summary>Carbon dioxide.</summary>
    Co2 = 8,
}
