using System.Globalization;

namespace Plimsoll.Planning;

/// <summary>How an hour of the week reads, in sentences and in tables alike.</summary>
public static class HourName
{
    /// <summary>Three letters of a day of the week, 0 is Monday.</summary>
    public static string OfDay(int day) => $"{(DayOfWeek)((day + 1) % 7)}"[..3];

    /// <summary>Day and hour, such as <c>Fri 15:00 UTC</c>; 0 is Monday 00:00 UTC.</summary>
    public static string Of(int hourOfWeek) => string.Create(
        CultureInfo.InvariantCulture, $"{OfDay(hourOfWeek / 24)} {hourOfWeek % 24:00}:00 UTC");
}
