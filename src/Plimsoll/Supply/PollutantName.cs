namespace Plimsoll.Supply;

/// <summary>What people call pollutants.</summary>
public static class PollutantName
{
    /// <summary>Name of a pollutant.</summary>
    public static string Of(Pollutant pollutant) => pollutant switch
    {
        Pollutant.Nox => "NOx",
        Pollutant.Hcho => "formaldehyde",
        _ => $"{pollutant}".ToUpperInvariant(),
    };
}
