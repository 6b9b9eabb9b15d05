using Plimsoll.Measures;
using Plimsoll.Planning.Outages;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Outages;

/// <summary>
/// Adequacy by sequential Monte Carlo: every unit fails and is repaired in continuous time (state duration sampling,
/// Billinton and Allan 1996, section 12.5), and load that is not served is measured as it goes by. A second method that
/// shares no step with the tables: capacities are as stated and not on the grid, and what a service's fleet serves is
/// found by its programme and not by prices.
/// </summary>
public sealed class OutageSimulation
{
    private const int HoursOfADay = 24;
    private static readonly long hourLength = Duration.FromHours(1).Nanoseconds;
    private readonly OutageSystem system;
    private readonly FailingParts parts;
    private readonly IShedding shedding;
    private readonly bool[] isPeak;
    private readonly bool[] isScheduled;
    private readonly double[] missing;
    private readonly QuantileSketch lengths = new();
    private YearOfOutages year;
    private long lossSince;

    private OutageSimulation(OutageSystem system, FailingParts parts, IShedding shedding)
    {
        (this.system, this.parts, this.shedding) = (system, parts, shedding);
        missing = new double[system.Categories.Length];
        year = new(missing.Length);
        var load = system.LoadFrom(0);
        (isPeak, isScheduled) = (new bool[load.Length], new bool[load.Length]);
        for (var first = 0; first < load.Length; first += HoursOfADay)
            isPeak[OutageReport.PeakOf(load, first)] = true;
        foreach (var hour in parts.ScheduledHours.Where(hour => hour < load.Length))
            isScheduled[hour] = true;
    }

    /// <summary>Runs independent years, each as long as the load and begun in the long run.</summary>
    /// <param name="system">A system of which the length of every outage is known.</param>
    /// <param name="years">How many. 2 or more.</param>
    /// <param name="chance">Where all chance comes from.</param>
    public static OutageSample Run(OutageSystem system, int years, SeedTree chance)
    {
        var parts = new FailingParts(system.Sources);
        return new OutageSimulation(system, parts, new CapacityShedding(system, parts)).Run(years, chance);
    }

    /// <summary>The same of a service. What is missing is in the equivalents of the study.</summary>
    /// <param name="study">The service and its period.</param>
    /// <param name="years">How many. 2 or more.</param>
    /// <param name="chance">Where all chance comes from.</param>
    public static OutageSample Run(ServiceAdequacy study, int years, SeedTree chance)
    {
        var parts = new FailingParts(study.Supply.Sources((_, power) => power));
        return new OutageSimulation(study.Tables.System, parts, new FleetShedding(study, parts)).Run(years, chance);
    }

    private OutageSample Run(int years, SeedTree chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(years, 2);
        var outcomes = new YearOfOutages[years];
        for (var i = 0; i < years; i++)
            outcomes[i] = Run(chance.Branch(i));
        return OutageSample.Of(outcomes, new Distribution(lengths));
    }

    private YearOfOutages Run(SeedTree chance)
    {
        (year, lossSince) = (new(missing.Length), -1);
        var forecast = Forecast(chance.Stream("forecast").NextDouble());
        parts.Begin(chance.Branch("parts"), system.Hours * hourLength);
        for (var hour = 0; hour < system.Hours; hour++)
        {
            if (isScheduled[hour])
                parts.Schedule(hour);
            var (now, next) = (hour * hourLength, (hour + 1) * hourLength);
            for (; parts.NextChange < next; parts.Change())
            {
                Pass(now, parts.NextChange, hour, forecast);
                now = parts.NextChange;
            }

            Pass(now, next, hour, forecast);
        }

        EndLoss(system.Hours * hourLength);
        return year;
    }

    /// <summary>A part of an hour in which nothing changes.</summary>
    private void Pass(long from, long to, int hour, double forecast)
    {
        if (from == to)
            return;
        shedding.Shed(hour, forecast, missing);
        if (!missing.AsSpan().ContainsAnyExcept(0))
        {
            EndLoss(from);
            return;
        }

        if (lossSince < 0)
        {
            lossSince = from;
            year.Events += from > 0 ? 1 : 0;
        }

        var hours = (to - from) / (double)hourLength;
        year.LossHours += hours;
        year.LossDays += isPeak[hour] ? hours : 0;
        for (var category = 0; category < missing.Length; category++)
        {
            year.LossHoursOf[category] += missing[category] > 0 ? hours : 0;
            year.UnservedOf[category] += hours * missing[category];
        }
    }

    private void EndLoss(long at)
    {
        if (lossSince >= 0)
            lengths.Add(at - lossSince);
        lossSince = -1;
    }

    private double Forecast(double draw)
    {
        foreach (var (multiple, probability) in system.Forecast.Outcomes)
        {
            if (draw < probability)
                return multiple;
            draw -= probability;
        }

        return system.Forecast.Outcomes[^1].Multiple;
    }
}
