using System.Globalization;
using Plimsoll.Planning;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>How numbers read in tables: three significant digits, invariant culture.</summary>
internal static class Figures
{
    private static readonly (double Scale, string Suffix)[] Steps = [(1e9, "bn"), (1e6, "M"), (1e3, "k"), (1, "")];

    public static string Amount(double value)
    {
        if (double.IsPositiveInfinity(value))
            return "∞";
        foreach (var (scale, suffix) in Steps)
        {
            if (Math.Abs(value) >= scale * 0.9995)
                return Digits(value / scale) + suffix;
        }

        return Digits(value);
    }

    public static string Multiple(double value) =>
        double.IsPositiveInfinity(value) ? "no end" : value == 0 ? "none" : $"×{Digits(value)}";

    /// <summary>A load line, rounded down: what is printed is borne.</summary>
    public static string Line(double multiple)
    {
        if (multiple <= 0 || double.IsPositiveInfinity(multiple))
            return Multiple(multiple);
        var scale = Math.Pow(10, 2 - Math.Floor(Math.Log10(multiple)));
        return Multiple(Math.Floor(multiple * scale) / scale);
    }

    public static string Percent(double fraction) =>
        double.IsPositiveInfinity(fraction) ? "∞" : Percentage.Of(fraction);

    public static string SignedPercent(double fraction) => double.IsPositiveInfinity(fraction)
        ? "no end" : fraction.ToString("+0%;−0%;0%", CultureInfo.InvariantCulture);

    public static string Day(Instant at) => at.Date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Three letters of a day of the week, 0 is Monday.</summary>
    public static string Weekday(int day) => ((DayOfWeek)((day + 1) % 7)).ToString()[..3];

    public static string Hour(int hourOfWeek) => string.Create(
        CultureInfo.InvariantCulture, $"{Weekday(hourOfWeek / 24)} {hourOfWeek % 24:00}:00 UTC");

    public static string Binding(Binding? binding, PlanReport report)
    {
        if (binding is null)
            return "nothing";
        var resource = binding.Resources.IsEmpty ? "nothing can run it" : binding.Resources[0].Name;
        var others = binding.Resources.Length > 1 ? $" (and {binding.Resources.Length - 1} more)" : "";
        var outage = binding.Outage is null ? "" : $", a feed of {binding.Outage} lost";
        return $"{resource}{others}; {report.Model.Classes[binding.Class].Name}, {Hour(binding.Hour)}{outage}";
    }

    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.0995 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
