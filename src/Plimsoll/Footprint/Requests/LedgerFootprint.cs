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
    private readonly SortedDictionary<Instant, Joules> idle = [];

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

            if (meter.TryGetValue(hour.Key, out var read))
            {
                if (!Fit(caused, read))
                    over.Add(hour.Key);
                idle[hour.Key] = new Joules(read.Value - caused.Sum(one => one.Caused.Own.Value));
            }
            else
            {
                if (meter.Count > 0)
                    unmetered.Add(hour.Key);
                idle[hour.Key] = new Joules(caused.Sum(one => one.Caused.Idle.Value));
            }

            known.AddRange(caused);
        }

        foreach (var (hour, read) in meter)
            idle.TryAdd(hour, read);
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
            var part = caused.Energy.Value == 0 ? 0 : caused.Own.Value / (double)caused.Energy.Value;
            Add(KeyOf(columns, usage.Hour, UseKind.Serving, usage), caused.Own, usage.Requests, usage.Output,
                [.. caused.Impacts.Select(amount => amount * part)]);
        }

        foreach (var (hour, joules) in idle.Where(one => one.Value.Value != 0))
            Add(KeyOf(columns, hour, UseKind.Idle, null), joules, 0, 0, IdleImpacts(hour, joules));
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

    /// <summary>Lets requests share what was read where they would take more.</summary>
    private static bool Fit(List<(HourUsage Usage, RequestFootprint Caused)> caused, Joules read)
    {
        var own = caused.Sum(one => one.Caused.Own.Value);
        if (own <= read.Value)
            return true;
        var parts = new long[caused.Count];
        Apportionment.Split(read.Value, [.. caused.Select(one => (double)one.Caused.Own.Value)], parts);
        for (var i = 0; i < parts.Length; i++)
        {
            var one = caused[i].Caused;
            var scale = one.Own.Value == 0 ? 0 : parts[i] / (double)one.Own.Value;
            caused[i] = (caused[i].Usage, one with
            {
                Own = new Joules(parts[i]),
                Impacts = [.. one.Impacts.Select(amount => amount * scale)],
            });
        }

        return false;
    }

    /// <summary>What idle energy causes: as much for a joule as the rest of its hour.</summary>
    private ImmutableArray<double> IdleImpacts(Instant hour, Joules joules) =>
        [.. rates.PerJoule(hour).Select(amount => amount * joules.Value)];

    private static FootprintKey KeyOf(FootprintColumns columns, Instant hour, UseKind use, HourUsage? row) => new(
        FootprintKey.StartOf(columns, hour),
        null,
        columns.HasFlag(FootprintColumns.Use) ? use : null,
        columns.HasFlag(FootprintColumns.Class) ? row?.Class ?? "" : null,
        columns.HasFlag(FootprintColumns.Plan) ? row?.Plan ?? "" : null,
        columns.HasFlag(FootprintColumns.Organization) ? row?.Organization ?? "" : null);
}
