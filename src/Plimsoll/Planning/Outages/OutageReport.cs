using System.Collections.Immutable;

namespace Plimsoll.Planning.Outages;

/// <summary>How adequate a system is.</summary>
/// <param name="System">What was assessed.</param>
/// <param name="Total">All of its load.</param>
/// <param name="Categories">Each category of load, in the order in which they are shed.</param>
/// <param name="LossProbability">Loss-of-load probability of every hour (LOLP).</param>
/// <param name="Unserved">What is not served of every hour's load, on average.</param>
public sealed record OutageReport(
    OutageSystem System,
    OutageIndices Total,
    ImmutableArray<OutageIndices> Categories,
    ImmutableArray<double> LossProbability,
    ImmutableArray<double> Unserved)
{
    private const int HoursOfADay = 24;

    /// <summary>Assesses a system by its tables: exact but for the rounding of numbers.</summary>
    public static OutageReport Of(OutageTables tables)
    {
        var system = tables.System;
        var load = system.LoadFrom(0);
        var lolp = new double[load.Length];
        var unserved = new double[load.Length];
        for (var hour = 0; hour < load.Length; hour++)
        {
            lolp[hour] = tables.LossProbability(hour, load[hour]);
            unserved[hour] = tables.Unserved(hour, load[hour]);
        }

        var categories = ImmutableArray.CreateBuilder<OutageIndices>();
        for (var i = 0; i < system.Categories.Length; i++)
        {
            // A category loses load when what is left once all before it are shed is not served; of that the rest loses
            // what would be missing were it shed as well.
            var from = system.LoadFrom(i);
            var rest = system.LoadFrom(i + 1);
            var lost = Sum(from, (hour, asked) => tables.Unserved(hour, asked) - tables.Unserved(hour, rest[hour]));
            categories.Add(Indices(system.Categories[i].Name, tables, from, lost, system.Categories[i].Hours.Sum()));
        }

        return new(
            system,
            Indices("all", tables, load, unserved.Sum(), load.Sum()),
            categories.ToImmutable(),
            [.. lolp],
            [.. unserved]);
    }

    /// <summary>The indices of a load that nothing else is shed before.</summary>
    /// <param name="name">Which load.</param>
    /// <param name="tables">What carries it.</param>
    /// <param name="load">Load of every hour.</param>
    public static OutageIndices Indices(string name, OutageTables tables, double[] load) =>
        Indices(name, tables, load, Sum(load, tables.Unserved), load.Sum());

    private static OutageIndices Indices(
        string name, OutageTables tables, double[] load, double unserved, double demanded)
    {
        var days = 0.0;
        for (var first = 0; first < load.Length; first += HoursOfADay)
        {
            var peak = PeakOf(load, first);
            days += tables.LossProbability(peak, load[peak]);
        }

        var events = tables.KnowsFrequency ? tables.Events(load) : (double?)null;
        var forecast = tables.System.Forecast.Outcomes.Sum(o => o.Multiple * o.Probability);
        return new(name, tables.LossHours(load), days, unserved, demanded * forecast, events);
    }

    /// <summary>The hour of a day at which the load is greatest, the first of them.</summary>
    /// <param name="load">Load of every hour.</param>
    /// <param name="first">First hour of the day.</param>
    public static int PeakOf(ReadOnlySpan<double> load, int first)
    {
        var peak = first;
        for (var hour = first + 1; hour < Math.Min(load.Length, first + HoursOfADay); hour++)
        {
            if (load[hour] > load[peak])
                peak = hour;
        }

        return peak;
    }

    private static double Sum(double[] load, Func<int, double, double> of)
    {
        var sum = 0.0;
        for (var hour = 0; hour < load.Length; hour++)
            sum += of(hour, load[hour]);
        return sum;
    }
}

/// <summary>The indices of some load over all hours of a study: sums, not scaled to a year.</summary>
/// <param name="Name">Which load.</param>
/// <param name="LossHours">Loss-of-load expectation by hourly loads: hours in which some of it is not served.</param>
/// <param name="LossDays">Loss-of-load expectation by daily peaks: days at whose peak some of it is not served.</param>
/// <param name="Unserved">Expected unserved energy, or work: unit × hours.</param>
/// <param name="Demanded">What is asked for: unit × hours.</param>
/// <param name="Events">How often load begins to be lost; null where the length of some outage is not known.</param>
public sealed record OutageIndices(
    string Name, double LossHours, double LossDays, double Unserved, double Demanded, double? Events)
{
    /// <summary>Energy index of reliability: part of what is asked for that is served.</summary>
    public double EnergyIndex => Demanded > 0 ? 1 - (Unserved / Demanded) : 1;

    /// <summary>How long a loss lasts on average, in hours; null where it is not known how many there are.</summary>
    public double? HoursPerEvent => Events is > 0 ? LossHours / Events : null;
}
