using System.Collections.Immutable;
using Plimsoll.Footprint.Air;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Cli.Reports;

/// <summary>Words and units of permits.</summary>
internal static class PermitText
{
    /// <summary>What a line counts, with its unit.</summary>
    public static string Name(PermitTerm term) => term switch
    {
        PermitTerm.Emission emission => $"{PollutantName.Of(emission.Pollutant)}, short tons",
        PermitTerm.Starts => "starts of a unit",
        PermitTerm.Stops => "stops of a unit",
        PermitTerm.StartAndStopHours => "hours to start and stop a unit",
        _ => "hours of a unit",
    };

    /// <summary>What a line counts, in documents.</summary>
    public static string Key(PermitTerm term) => term switch
    {
        PermitTerm.Emission emission => JsonText.Name(emission.Pollutant),
        PermitTerm.Starts => "starts",
        PermitTerm.Stops => "stops",
        PermitTerm.StartAndStopHours => "startAndStopHours",
        _ => "runningHours",
    };

    /// <summary>An amount of what a line counts: short tons, times or hours.</summary>
    public static string Amount(PermitTerm term, double value) =>
        Figures.Amount(term is PermitTerm.Emission ? new Mass(value).ShortTons : value);

    /// <summary>Most over twelve months at the low and high ends; empty where they agree.</summary>
    public static string Between(ImmutableArray<PermitLine> ends)
    {
        var (low, high) = (ends.Min(end => end.Highest), ends.Max(end => end.Highest));
        var (from, to) = (Amount(ends[0].Term, low), Amount(ends[0].Term, high));
        return from == to ? "" : $"{from} to {to}";
    }

    /// <summary>When a limit is passed, and in lines of their own when at the low and high ends.</summary>
    public static string Reached(ImmutableArray<PermitLine> ends)
    {
        var days = ends.Select(end => end.Reached is { } at ? Figures.Day(at) : "no").ToArray();
        var others = new[] { ("low", days[0]), ("high", days[2]) }.Where(end => end.Item2 != days[1])
            .Select(end => $"\n{end.Item1}: {end.Item2}");
        return days[1] + string.Concat(others);
    }

    /// <summary>When a permit is in force.</summary>
    public static string Days(AirPermit permit) => (permit.From, permit.Until) switch
    {
        (null, null) => "in force without end",
        ({ } from, null) => $"in force from {Figures.Day(from)}",
        (null, { } until) => $"in force until {Figures.Day(until)}",
        ({ } from, { } until) => $"in force from {Figures.Day(from)} until {Figures.Day(until)}",
    };
}
