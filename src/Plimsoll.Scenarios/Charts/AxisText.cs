using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Charts;

/// <summary>How values of an axis read.</summary>
public static class AxisText
{
    private static readonly (double Scale, string Suffix)[] Thousands =
        [(1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k"), (1, "")];

    private static readonly (double Scale, string Suffix)[] Powers =
        [(1e9, " GW"), (1e6, " MW"), (1e3, " kW"), (1, " W")];

    private static readonly (double Scale, string Suffix)[] Lengths =
        [(86400, " d"), (3600, " h"), (60, " min"), (1, " s"), (1e-3, " ms"), (1e-6, " µs"), (1e-9, " ns")];

    /// <summary>A value with its unit, to three digits.</summary>
    public static string Of(double value, Axis axis) => axis.Unit switch
    {
        AxisUnit.Share => (value * 100).ToString(value is > 0 and < 0.1 ? "0.##" : "0.#", CultureInfo.InvariantCulture)
            + "%",
        AxisUnit.Length => Length(value),
        AxisUnit.Clock => Clock(axis.Origin + Duration.FromSeconds(value), withSeconds: true),
        AxisUnit.Date => (axis.Origin + Duration.FromSeconds(value)).Date
            .ToString("d MMM yyyy", CultureInfo.InvariantCulture),
        AxisUnit.Power => Scaled(value, Powers),
        _ => Scaled(value, Thousands),
    };

    /// <summary>A plain number, to three digits: 1.23k.</summary>
    public static string Number(double value) => Scaled(value, Thousands);

    /// <summary>A length of time, to three digits: 12.3 ms, 1.5 h.</summary>
    public static string Length(double seconds)
    {
        if (seconds == 0)
            return "0 s";
        // Minutes read worse than seconds below two of them, and so on.
        var size = Math.Abs(seconds);
        var (scale, suffix) = Lengths[^1];
        foreach (var unit in Lengths)
        {
            var least = unit.Scale >= 60 ? 2 * unit.Scale : unit.Scale * 0.9995;
            if (size >= least)
            {
                (scale, suffix) = unit;
                break;
            }
        }

        return Digits(seconds / scale) + suffix;
    }

    /// <summary>A time of day in UTC, without its date.</summary>
    public static string Clock(Instant at, bool withSeconds) =>
        at.ToDateTimeOffset().ToString(withSeconds ? "HH:mm:ss" : "HH:mm", CultureInfo.InvariantCulture);

    private static string Scaled(double value, (double Scale, string Suffix)[] units)
    {
        foreach (var (scale, suffix) in units)
        {
            if (Math.Abs(value) >= scale * 0.9995)
                return Digits(value / scale) + suffix;
        }

        return Digits(value) + units[^1].Suffix;
    }

    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 9.995 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
