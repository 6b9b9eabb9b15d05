using System.Globalization;

namespace Plimsoll.Planning;

/// <summary>How a plan's figures read as percentages, in sentences and in tables alike.</summary>
public static class Percentage
{
    /// <summary>A finite fraction as whole percent; what falls short of the whole never reads as the whole.</summary>
    /// <remarks>Adding zero makes a negative zero a plain one.</remarks>
    public static string Of(double fraction) => fraction is >= 0.995 and < 1
        ? "<100%" : (fraction + 0.0).ToString("0%", CultureInfo.InvariantCulture);
}
