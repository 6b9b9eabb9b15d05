using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Requests;

/// <summary>
/// The footprint of requests that were served, by the rates of a service, hour by hour. With the readings of a meter
/// what the requests took and what was idle add up to the meter in every hour, to the joule; without, what is idle is
/// what the rates have for it.
/// </summary>
public sealed class LedgerFootprint
{
    private readonly FootprintRates rates;
    private readonly ImmutableArray<(HourUsage Usage, RequestFootprint Caused)> rows;
    private readonly SortedDictionary<Instant, (Joules Joules, ImmutableArray<double> Impacts)> idle = [];

    /// <summary>The footprint of usage.</summary>
    /// <param name="rates">Rates.</param>
    /// <param name="usage">What was used, by hour.</param>
    /// <param name="meter">What a meter read in an hour, by its start; empty: there is none.</param>
    public LedgerFootprint(
        FootprintRates rates, IEnumerable<HourUsage> usage, IReadOnlyDictionary<Instant, Joules> meter)
    {
        this.rates = rates;
        var known = ImmutableArray.CreateBuilder<(HourUsage, RequestFootprint)>();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var unmetered = new SortedSet<Instant>();
        var over = new SortedSet<Instant>();
        foreach (var hour in usage.GroupBy(row => row.Hour).OrderBy(rows => rows.Key))
        {
            var caused = new List<(HourUsage Usage, RequestFootprint Caused)>();
            foreach (var row in hour)
            {
                if (CausedBy(row) is { } one)
                    caused.Add((row, one));
                else
                    unknown.Add(row.Class);
            }

            Joules? read = meter.TryGetValue(hour.Key, out var reading) ? reading : null;
            if (read is null && meter.Count > 0)
                unmetered.Add(hour.Key);
            idle[hour.Key] = IdleOf(hour.Key, caused, read);
            if (read is { } most && !Fit(caused, most))
                over.Add(hour.Key);

            known.AddRange(caused);
        }

        foreach (var (hour, read) in meter)
            idle.TryAdd(hour, IdleOf(hour, [], read));
        (rows, UnknownClasses) = (known.ToImmutable(), [.. unknown]);
        (HoursWithoutMeter, HoursOverMeter) = ([.. unmetered], [.. over]);
    }

    /// <summary>Impacts that are known, in the order in which rows have them.</summary>
    public ImmutableArray<Impact> Impacts => rates.Impacts;

    /// <summary>Classes of which the service knows nothing: their usage is not counted.</summary>
    public ImmutableArray<string> UnknownClasses { get; }

    /// <summary>Hours with usage that the meter has no reading of, where there is a meter.</summary>
    public ImmutableArray<Instant> HoursWithoutMeter { get; }

    /// <summary>Hours in which the meter read less than the rates have for the requests: they share it.</summary>
    public ImmutableArray<Instant> HoursOverMeter { get; }

    /// <summary>Rows told apart by columns, in the order of their keys; what is idle is nobody's.</summary>
    public ImmutableArray<FootprintRow> By(FootprintColumns columns)
    {
        var sums = new SortedDictionary<FootprintKey, FootprintRow>();
        foreach (var (usage, caused) in rows)
        {
            Add(KeyOf(columns, usage.Hour, UseKind.Serving, usage), caused.Own, usage.Requests, usage.Output,
                [.. caused.Impacts.Zip(caused.IdleImpacts, (all, ofIdle) => all - ofIdle)]);
        }

        foreach (var (hour, (joules, impacts)) in idle)
        {
            if (joules.Value != 0 || impacts.Any(amount => amount != 0))
                Add(KeyOf(columns, hour, UseKind.Idle, null), joules, 0, 0, impacts);
        }

        return [.. sums.Values];

        void Add(FootprintKey key, Joules joules, double requests, double output, ImmutableArray<double> impacts)
        {
            var sum = sums.GetValueOrDefault(key) ?? new FootprintRow(
                key, default, 0, 0, 0, [.. impacts.Select(_ => 0.0)]);
            sums[key] = sum with
            {
                Joules = sum.Joules + joules,
                Requests = sum.Requests + requests,
                OutputTokens = sum.OutputTokens + output,
                Impacts = [.. sum.Impacts.Zip(impacts, (one, other) => one + other)],
            };
        }
    }

    private RequestFootprint? CausedBy(HourUsage row) => rates.Of(
        "",
        row.Class,
        (long)Math.Round(row.Input),
        (long)Math.Round(row.Cached),
        (long)Math.Round(row.Output),
        row.Hour);

    /// <summary>
    /// What was idle in an hour: by the rates, or the rest of what a meter read. Of that, what follows energy is as
    /// much for a joule as with the requests of the hour, or on average where there are none.
    /// </summary>
    private (Joules Joules, ImmutableArray<double> Impacts) IdleOf(
        Instant hour, List<(HourUsage Usage, RequestFootprint Caused)> caused, Joules? read)
    {
        var joules = caused.Sum(one => one.Caused.Idle.Value);
        if (read is not { } all)
            return (new Joules(joules), [.. Impacts.Select((_, i) => OfIdle(i))]);
        var rest = Math.Max(0, all.Value - caused.Sum(one => one.Caused.Own.Value));
        var energy = caused.Sum(one => one.Caused.Energy.Value);
        var average = rates.PerJoule(hour);
        return (new Joules(rest),
        [
            .. Impacts.Select((impact, i) => energy == 0 ? rest * average[i]
                : ImpactLine.BasisOf(impact) == ImpactBasis.Accelerators ? OfIdle(i)
                : rest * (caused.Sum(one => one.Caused.Impacts[i]) / energy)),
        ]);

        double OfIdle(int i) => caused.Sum(one => one.Caused.IdleImpacts[i]);
    }

    /// <summary>Lets requests share what was read where they would take more; false: they have to.</summary>
    private bool Fit(List<(HourUsage Usage, RequestFootprint Caused)> caused, Joules read)
    {
        var own = caused.Sum(one => one.Caused.Own.Value);
        if (own <= read.Value)
            return true;
        var parts = new long[caused.Count];
        Apportionment.Split(read.Value, [.. caused.Select(one => (double)one.Caused.Own.Value)], parts);
        for (var i = 0; i < parts.Length; i++)
        {
            var one = caused[i].Caused;
            var less = one.Own.Value == 0 ? 0 : 1 - (parts[i] / (double)one.Own.Value);
            caused[i] = (caused[i].Usage, one with
            {
                Own = new Joules(parts[i]),
                Impacts =
                [
                    .. one.Impacts.Select((amount, at) =>
                        ImpactLine.BasisOf(Impacts[at]) == ImpactBasis.Accelerators
                            ? amount : amount - (less * (amount - one.IdleImpacts[at]))),
                ],
            });
        }

        return false;
    }

    private static FootprintKey KeyOf(FootprintColumns columns, Instant hour, UseKind use, HourUsage? row) => new(
        FootprintKey.StartOf(columns, hour),
        null,
        columns.HasFlag(FootprintColumns.Use) ? use : null,
        columns.HasFlag(FootprintColumns.Class) ? row?.Class ?? "" : null,
        columns.HasFlag(FootprintColumns.Plan) ? row?.Plan ?? "" : null,
        columns.HasFlag(FootprintColumns.Organization) ? row?.Organization ?? "" : null);
}
