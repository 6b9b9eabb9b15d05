using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Serving;

namespace Plimsoll.Planning.Loads;

/// <summary>
/// A week's load: requests per second for 168 hours, Monday 00:00 UTC first, by class in the order of the classes.
/// Where one number has to stand for the load of an hour, it is its output tokens.
/// </summary>
/// <param name="Classes">The classes.</param>
/// <param name="Requests">Requests per second.</param>
public sealed record LoadWeek(ImmutableArray<ModelClass> Classes, ImmutableArray<double> Requests)
{
    private const double SecondsPerHour = 3600;

    /// <summary>Output tokens per second of each hour.</summary>
    public ImmutableArray<double> Output { get; } =
    [
        .. Enumerable.Range(0, WeekShape.Hours).Select(hour => Classes
            .Select((c, i) => c.Traffic.Output * Requests[(hour * Classes.Length) + i]).Sum()),
    ];

    /// <summary>The first hour with the most output.</summary>
    public int PeakHour => FirstPeak(Output);

    /// <summary>Most output of an hour over its mean; 0 without a load.</summary>
    public double PeakToMean => Output.Sum() is > 0 and var sum ? Output.Max() * WeekShape.Hours / sum : 0;

    /// <summary>Output tokens of the week.</summary>
    public double OutputOfWeek => Output.Sum() * SecondsPerHour;

    /// <summary>The first of the largest hours: hours that differ by rounding alone are equal.</summary>
    internal static int FirstPeak(ImmutableArray<double> hours)
    {
        var least = hours.Max() * (1 - 1e-9);
        return Enumerable.Range(0, hours.Length).First(hour => hours[hour] >= least);
    }

    /// <summary>Requests of one class in the week.</summary>
    public double RequestsOf(int modelClass) => Enumerable.Range(0, WeekShape.Hours)
        .Sum(hour => Requests[(hour * Classes.Length) + modelClass]) * SecondsPerHour;

    /// <summary>Requests of one class in an hour.</summary>
    public double RequestsAt(int hour, int modelClass) =>
        Requests[(hour * Classes.Length) + modelClass] * SecondsPerHour;
}
