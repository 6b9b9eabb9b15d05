using System.Globalization;

namespace Plimsoll.Planning;

/// <summary>How a plan's figures read as percentages, in sentences and in tables alike.</summary>
public static class Percentage
{
    /// <summary>A finite fraction as whole percent; what falls short of the whole never reads as the whole.</summary>
    /// <remarks>What rounds to zero has no sign.</remarks>
    public static string Of(double fraction) => fraction switch
    {
        >= 0.995 and < 1 => "<100%",
        > -0.005 and <= 0 => "0%",
        _ => fraction.ToString("0%", CultureInfo.InvariantCulture),
    };
}
