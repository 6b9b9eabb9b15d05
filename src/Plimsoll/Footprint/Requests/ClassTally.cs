using System.Collections.Immutable;
using Plimsoll.Serving;

namespace Plimsoll.Footprint.Requests;

/// <summary>Adds up what serves a class by hour of the day.</summary>
internal sealed class ClassTally(int impacts)
{
    private const int HoursPerDay = 24;

    private readonly double[] own = new double[HoursPerDay];
    private readonly double[] idle = new double[HoursPerDay];
    private readonly double[,] amounts = new double[HoursPerDay, impacts];
    private (double Input, double Cached, double Output) tokens;
    private double requests;

    /// <summary>Adds a use, with its part in what is idle at its site.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="site">Index of the site.</param>
    /// <param name="use">The use.</param>
    /// <param name="energy">Energy at the meter of a token of each kind.</param>
    /// <param name="traffic">Mean request of the class.</param>
    public void Add(ServiceFootprint footprint, int site, UseLine use, TokenEnergy energy, TrafficShape traffic)
    {
        var meter = footprint.Metered.Sites[site];
        var shares = footprint.SharesOf(site, use);
        var idleShares = meter.Uses.Where(line => line.Kind == UseKind.Idle)
            .Select(line => (Line: line, Shares: footprint.SharesOf(site, line))).ToArray();
        var joules = 0.0;
        for (var hour = 0; hour < meter.Hours; hour++)
        {
            if (use.Joules[hour] == 0)
                continue;
            var ofDay = PeriodSegment.HourOfWeek(meter.StartOf(hour)) % HoursPerDay;
            joules += use.Joules[hour];
            own[ofDay] += use.Joules[hour];
            Add(ofDay, shares.At(hour), 1);
            var working = meter.Uses.Where(line => line.Kind != UseKind.Idle).Sum(line => line.Accelerators[hour]);
            var part = use.Accelerators[hour] / working;
            foreach (var (line, ofIdle) in idleShares)
            {
                idle[ofDay] += part * line.Joules[hour];
                Add(ofDay, ofIdle.At(hour), part);
            }
        }

        Add(energy, joules / energy.Of(traffic.Input, traffic.Cached, traffic.Output));
    }

    /// <summary>Adds another tally.</summary>
    public void Add(ClassTally other)
    {
        for (var hour = 0; hour < HoursPerDay; hour++)
        {
            own[hour] += other.own[hour];
            idle[hour] += other.idle[hour];
            for (var i = 0; i < impacts; i++)
                amounts[hour, i] += other.amounts[hour, i];
        }

        Add(new TokenEnergy(other.tokens.Input, other.tokens.Cached, other.tokens.Output), 1);
        requests += other.requests - 1;
    }

    /// <summary>The rates; null: nothing serves the class.</summary>
    public ClassRates? ToRates()
    {
        var all = own.Sum();
        return all <= 0 ? null : new ClassRates(
            new TokenEnergy(tokens.Input / requests, tokens.Cached / requests, tokens.Output / requests),
            [.. Enumerable.Range(0, HoursPerDay).Select(HourOf)]);

        // An hour in which nothing serves has the rates of the whole.
        HourRates HourOf(int hour) => own[hour] > 0
            ? new HourRates(idle[hour] / own[hour], Amounts(i => amounts[hour, i] / own[hour]))
            : new HourRates(idle.Sum() / all, Amounts(i =>
                Enumerable.Range(0, HoursPerDay).Sum(h => amounts[h, i]) / all));

        ImmutableArray<double> Amounts(Func<int, double> amountOf) =>
            [.. Enumerable.Range(0, impacts).Select(amountOf)];
    }

    private void Add(TokenEnergy energy, double times)
    {
        tokens = (tokens.Input + (times * energy.Input), tokens.Cached + (times * energy.Cached),
            tokens.Output + (times * energy.Output));
        requests += times;
    }

    private void Add(int hour, ReadOnlySpan<double> caused, double part)
    {
        for (var i = 0; i < impacts; i++)
            amounts[hour, i] += part * caused[i];
    }
}
