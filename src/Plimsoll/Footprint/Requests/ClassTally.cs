using Plimsoll.Serving;

namespace Plimsoll.Footprint.Requests;

/// <summary>Adds up what serves a class by hour of the day.</summary>
internal sealed class ClassTally
{
    private const int HoursPerDay = 24;

    private readonly HourSum[] hours;

    public ClassTally(int impacts) =>
        hours = [.. Enumerable.Range(0, HoursPerDay).Select(_ => new HourSum(impacts))];

    /// <summary>Adds a use of the class, with what it bears of what is idle at its site.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="site">Index of the site.</param>
    /// <param name="use">The use: it serves, or it is held.</param>
    /// <param name="idle">What it bears of what is idle.</param>
    /// <param name="energy">Energy at the meter of a token of each kind.</param>
    /// <param name="traffic">Mean request of the class.</param>
    public void Add(
        ServiceFootprint footprint,
        int site,
        UseLine use,
        UseLine idle,
        TokenEnergy energy,
        TrafficShape traffic)
    {
        var meter = footprint.Metered.Sites[site];
        var (shares, idleShares) = (footprint.SharesOf(site, use), footprint.SharesOf(site, idle));
        var isServing = use.Kind == UseKind.Serving;
        var perRequest = energy.Of(traffic.Input, traffic.Cached, traffic.Output);
        for (var hour = 0; hour < meter.Hours; hour++)
        {
            if (use.Joules[hour] == 0 && use.Accelerators[hour] == 0)
                continue;
            var sum = hours[PeriodSegment.HourOfWeek(meter.StartOf(hour)) % HoursPerDay];
            if (isServing)
                sum.AddServed(use.Joules[hour], shares.At(hour), energy, use.Joules[hour] / perRequest);
            else
                sum.AddIdle(use.Joules[hour], shares.At(hour));
            sum.AddIdle(idle.Joules[hour], idleShares.At(hour));
        }
    }

    /// <summary>Adds another tally.</summary>
    public void Add(ClassTally other)
    {
        for (var hour = 0; hour < HoursPerDay; hour++)
            hours[hour].Add(other.hours[hour]);
    }

    /// <summary>The rates; null: nothing serves the class.</summary>
    public ClassRates? ToRates(int impacts)
    {
        var all = new HourSum(impacts);
        foreach (var hour in hours)
            all.Add(hour);

        // An hour in which nothing serves has the rates of the whole.
        return all.Own <= 0
            ? null : new ClassRates([.. hours.Select(hour => (hour.Own > 0 ? hour : all).ToRates())]);
    }

    /// <summary>What serves a class in an hour of the day.</summary>
    private sealed class HourSum(int impacts)
    {
        private readonly double[] amounts = new double[impacts];
        private readonly double[] idleAmounts = new double[impacts];
        private (double Input, double Cached, double Output) tokens;
        private double requests;
        private double idle;

        public double Own { get; private set; }

        public void AddServed(long joules, ReadOnlySpan<double> caused, TokenEnergy energy, double served)
        {
            Own += joules;
            for (var i = 0; i < amounts.Length; i++)
                amounts[i] += caused[i];
            tokens = (tokens.Input + (served * energy.Input), tokens.Cached + (served * energy.Cached),
                tokens.Output + (served * energy.Output));
            requests += served;
        }

        public void AddIdle(long joules, ReadOnlySpan<double> caused)
        {
            idle += joules;
            for (var i = 0; i < amounts.Length; i++)
            {
                amounts[i] += caused[i];
                idleAmounts[i] += caused[i];
            }
        }

        public void Add(HourSum other)
        {
            Own += other.Own;
            idle += other.idle;
            for (var i = 0; i < amounts.Length; i++)
            {
                amounts[i] += other.amounts[i];
                idleAmounts[i] += other.idleAmounts[i];
            }

            tokens = (tokens.Input + other.tokens.Input, tokens.Cached + other.tokens.Cached,
                tokens.Output + other.tokens.Output);
            requests += other.requests;
        }

        public HourRates ToRates() => new(
            new TokenEnergy(tokens.Input / requests, tokens.Cached / requests, tokens.Output / requests),
            idle / Own,
            [.. amounts.Select(amount => amount / Own)],
            [.. idleAmounts.Select(amount => amount / Own)]);
    }
}
