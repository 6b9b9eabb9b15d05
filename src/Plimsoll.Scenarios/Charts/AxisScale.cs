using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Charts;

/// <summary>Where the values of an axis lie between two ends of a drawing, and where its ticks stand.</summary>
internal sealed class AxisScale
{
    private const double MostDecades = 7;
    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24];

    private readonly Axis axis;
    private readonly double from;
    private readonly double to;

    /// <summary>Fits an axis to values.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">All values that it is to hold; those that are not finite are passed over.</param>
    /// <param name="from">Where its lower end is drawn.</param>
    /// <param name="to">Where its upper end is drawn.</param>
    /// <param name="ticks">About how many ticks there is room for.</param>
    public AxisScale(Axis axis, IEnumerable<double> values, double from, double to, int ticks)
    {
        (this.axis, this.from, this.to) = (axis, from, to);
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite).Where(v => !axis.IsLog || v > 0))
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        if (axis.IsLog)
        {
            Max = axis.Max ?? (double.IsFinite(most) ? Decade(most, up: true) : 1);
            Min = axis.Min ?? Math.Max(Decade(Math.Min(least, Max / 10), up: false), Max / Math.Pow(10, MostDecades));
            Ticks = [.. Decades()];
            return;
        }

        Min = axis.Min ?? Math.Min(0, double.IsFinite(least) ? least : 0);
        Max = axis.Max ?? (double.IsFinite(most) && most > Min ? most : Min + 1);
        if (axis.Unit == AxisUnit.Date)
        {
            Ticks = [.. Months(ticks)];
            return;
        }

        var step = Step((Max - Min) / Math.Max(1, ticks));
        if (axis.Max is null)
            Max = Math.Ceiling((Max / step) - 1e-9) * step;
        if (axis.Min is null)
            Min = Math.Floor((Min / step) + 1e-9) * step;
        Ticks = [.. Even(step)];
    }

    /// <summary>The value at the lower end.</summary>
    public double Min { get; }

    /// <summary>The value at the upper end.</summary>
    public double Max { get; }

    /// <summary>Values that are marked, rising, with what is written there.</summary>
    public ImmutableArray<(double Value, string Text)> Ticks { get; }

    /// <summary>Where a value is drawn; what lies outside is drawn at the nearer end.</summary>
    public double At(double value)
    {
        var share = axis.IsLog
            ? value <= Min ? 0 : Math.Log(value / Min) / Math.Log(Max / Min)
            : (value - Min) / (Max - Min);
        return from + (Math.Clamp(share, 0, 1) * (to - from));
    }

    private static double Decade(double value, bool up)
    {
        var power = Math.Log10(value);
        return Math.Pow(10, up ? Math.Ceiling(power - 1e-9) : Math.Floor(power + 1e-9));
    }

    private double Step(double least) => axis.Unit switch
    {
        AxisUnit.Clock => Round(least, 60) ?? Multiple(least / 86400) * 86400,
        AxisUnit.Length when least * 4 >= 120 => Round(least, 1) ?? Multiple(least / 86400) * 86400,
        _ => Multiple(least),
    };

    /// <summary>The least step of whole seconds, minutes or hours that people count in; null past a day.</summary>
    private static double? Round(double least, double smallest)
    {
        foreach (var step in (ReadOnlySpan<double>)
            [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200, 86400])
        {
            if (step >= smallest && step >= least * (1 - 1e-9))
                return step;
        }

        return null;
    }

    /// <summary>The least of 1, 2 and 5 times a power of ten that is at least a value.</summary>
    private static double Multiple(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        foreach (var digit in (ReadOnlySpan<double>)[1, 2, 5])
        {
            if (digit * power >= least * (1 - 1e-9))
                return digit * power;
        }

        return 10 * power;
    }

    private IEnumerable<(double Value, string Text)> Even(double step)
    {
        var offset = axis.Unit == AxisUnit.Clock ? axis.Origin.UnixNanoseconds / 1e9 % step : 0;
        for (var index = Math.Ceiling(((Min + offset) / step) - 1e-9); ; index++)
        {
            // Adding zero makes a negative zero a plain one.
            var value = (index * step) - offset + 0.0;
            if (value > Max + (step * 1e-6))
                yield break;
            yield return (value, Text(value, step));
        }
    }

    private string Text(double value, double step)
    {
        if (axis.Unit != AxisUnit.Clock)
            return AxisText.Of(value, axis);
        var at = axis.Origin + Duration.FromSeconds(value);
        return step >= 86400
            ? at.ToDateTimeOffset().ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture)
            : AxisText.Clock(at, withSeconds: false);
    }

    /// <summary>Beginnings of months, no more of them than there is room for.</summary>
    private IEnumerable<(double Value, string Text)> Months(int most)
    {
        var first = (axis.Origin + Duration.FromSeconds(Min)).Date;
        var months = (Max - Min) / (86_400 * 30.4);
        var each = MonthSteps.FirstOrDefault(each => months / each <= most, 60);
        for (var month = 0; ; month += each)
        {
            var date = new DateOnly(first.Year, 1, 1).AddMonths(month);
            var value = (Instant.FromDate(date) - axis.Origin).Seconds;
            if (value > Max)
                yield break;
            if (value >= Min)
                yield return (value, date.ToString("MMM yyyy", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Powers of ten, and where there are few of them 2 and 5 times each.</summary>
    private IEnumerable<(double Value, string Text)> Decades()
    {
        double[] digits = Max / Min < 300 ? [1, 2, 5] : [1];
        for (var power = Math.Floor(Math.Log10(Min)); power <= Math.Log10(Max) + 1e-9; power++)
        {
            foreach (var value in digits.Select(digit => digit * Math.Pow(10, power)))
            {
                if (value >= Min * (1 - 1e-9) && value <= Max * (1 + 1e-9))
                    yield return (value, AxisText.Of(value, axis));
            }
        }
    }
}
