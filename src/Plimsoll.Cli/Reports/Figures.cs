using System.Globalization;
using Plimsoll.Evidence;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Charts;

namespace Plimsoll.Cli.Reports;

/// <summary>How numbers read in tables: three significant digits, invariant culture.</summary>
internal static class Figures
{
    private static readonly (double Scale, string Suffix)[] Steps = [(1e9, "bn"), (1e6, "M"), (1e3, "k"), (1, "")];

    private static readonly Axis watts = new("power", AxisUnit.Power);

    public static string Amount(double value)
    {
        if (double.IsPositiveInfinity(value))
            return "∞";
        foreach (var (scale, suffix) in Steps)
        {
            if (Math.Abs(value) >= scale * 0.9995)
                return Digits(value / scale) + suffix;
        }

        return Digits(value) is var digits && digits == "-0" ? "0" : digits;
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

    /// <summary>A change in percent, with its sign.</summary>
    /// <param name="fraction">The change; infinite: without end.</param>
    /// <param name="digits">Format of the number.</param>
    public static string SignedPercent(double fraction, string digits = "0") => double.IsPositiveInfinity(fraction)
        ? "no end" : fraction.ToString($"+{digits}%;−{digits}%;{digits}%", CultureInfo.InvariantCulture);

    public static string Day(Instant at) => at.Date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Binding(Binding? binding, PlanReport report)
    {
        if (binding is null)
            return "nothing";
        var resource = binding.First?.Name ?? "nothing can run it";
        var others = binding.Resources.Length > 1 ? $" (and {binding.Resources.Length - 1} more)" : "";
        return $"{resource}{others}; {Moment(binding, report)}";
    }

    /// <summary>Class, hour and outage at which something stops.</summary>
    public static string Moment(Binding binding, PlanReport report)
    {
        var outage = binding.Outage is not null ? $", a feed of {binding.Outage} lost"
            : binding.Curtailed is not null ? $", the grid of {binding.Curtailed} curtailed" : "";
        var when = binding.IsOfWeek ? "all hours together" : HourName.Of(binding.Hour);
        return $"{report.Model.Classes[binding.Class].Name}, {when}{outage}";
    }

    /// <summary>A value of an input with its unit: times, powers and shares as people write them.</summary>
    public static string Input(double value, InputRecord input) => input.Unit switch
    {
        "s" => AxisText.Length(value),
        "" when input.Most == 1 => value.ToString("0.##%", CultureInfo.InvariantCulture),
        "W" => AxisText.Of(value, watts),
        "x" => $"×{Digits(value)}",
        var unit => $"{Amount(value)} {unit}".TrimEnd(),
    };

    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.0995 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
