using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint;

/// <summary>
/// The footprint of a service over a period: its meters, what the energy causes site by site, and both split to whom
/// and what they serve.
/// </summary>
public sealed class ServiceFootprint
{
    private readonly ImmutableArray<ImmutableArray<ImpactLine>> impacts;
    private readonly ImmutableArray<SiteTotals> totals;

    /// <summary>The footprint of what was metered.</summary>
    /// <param name="metered">What was metered.</param>
    /// <param name="impactsOf">What the energy and the accelerators of a site cause.</param>
    public ServiceFootprint(MeteredService metered, Func<SiteMeter, ImmutableArray<ImpactLine>> impactsOf)
    {
        Metered = metered;
        impacts = [.. metered.Sites.Select(impactsOf)];
        totals = [.. metered.Sites.Select(SiteTotals.Of)];
        Impacts = [.. impacts.SelectMany(lines => lines).Select(line => line.Impact).Distinct().Order()];
    }

    /// <summary>What was metered.</summary>
    public MeteredService Metered { get; }

    /// <summary>Impacts that are known, in the order in which rows have them.</summary>
    public ImmutableArray<Impact> Impacts { get; }

    /// <summary>An impact of a site; null: not known.</summary>
    public ImpactLine? LineOf(int site, Impact impact) => impacts[site].FirstOrDefault(line => line.Impact == impact);

    /// <summary>What falls on a use of a site.</summary>
    internal UseShares SharesOf(int site, UseLine use) =>
        new(totals[site], [.. Impacts.Select(impact => LineOf(site, impact))], use);

    /// <summary>Rows told apart by columns, in order; together they are what the meters read.</summary>
    public ImmutableArray<FootprintRow> By(FootprintColumns columns) =>
        Rows(columns, meter => meter.Uses, isDone: true);

    /// <summary>
    /// What each bears of what is idle, told apart by columns, in order; under the use <see cref="UseKind.Idle"/> what
    /// nobody bears. Together they are what is idle.
    /// </summary>
    public ImmutableArray<FootprintRow> IdleBy(FootprintColumns columns) =>
        Rows(columns, IdleSpread.Of, isDone: false);

    private ImmutableArray<FootprintRow> Rows(
        FootprintColumns columns, Func<SiteMeter, ImmutableArray<UseLine>> linesOf, bool isDone)
    {
        var rows = new SortedDictionary<FootprintKey, Sum>();
        for (var site = 0; site < Metered.Sites.Length; site++)
        {
            foreach (var use in linesOf(Metered.Sites[site]))
                Add(rows, columns, site, use, isDone);
        }

        return [.. rows.Select(row => row.Value.ToRow(row.Key))];
    }

    /// <param name="rows">What grows.</param>
    /// <param name="columns">What rows are told apart by.</param>
    /// <param name="site">Index of the site.</param>
    /// <param name="use">What is added.</param>
    /// <param name="isDone">Whether its accelerators do their work, and so serve requests.</param>
    private void Add(
        SortedDictionary<FootprintKey, Sum> rows, FootprintColumns columns, int site, UseLine use, bool isDone)
    {
        var shares = SharesOf(site, use);
        var served = Metered.Model.Classes.FirstOrDefault(c => use.Kind == UseKind.Serving && c.Name == use.Class);
        foreach (var segment in Metered.Segments)
        {
            var isSplit = served is not null && columns.HasFlag(FootprintColumns.Plan);
            var holders = isSplit ? segment.Groups.Holders : [""];
            var (split, sums) = (new long[holders.Length], new Sum?[holders.Length]);
            var rate = served is null || !isDone ? 0 : segment.RequestsPerHour(Metered.Sites[site].Site.Name, use);
            for (var hour = segment.Period.First; hour < segment.Period.First + segment.Period.Hours; hour++)
            {
                if (use.Joules[hour] == 0 && use.Accelerators[hour] == 0)
                    continue;
                var at = Metered.From + Duration.FromHours(hour);
                ReadOnlySpan<double> weights = isSplit ? segment.Groups.At(
                    PeriodSegment.HourOfWeek(at), Metered.Model.Classes.IndexOf(served!)) : [1];
                Apportionment.Split(use.Joules[hour], weights, split);
                var all = Total(weights);
                var caused = shares.At(hour);
                if (columns.HasFlag(FootprintColumns.Hour))
                    Array.Clear(sums);
                for (var holder = 0; holder < holders.Length; holder++)
                {
                    // A segment lies within a month: its key changes with the hour at most.
                    var sum = sums[holder] ??= SumOf(rows, KeyOf(columns, site, use, at, holders[holder]));
                    var requests = use.Accelerators[hour] * rate * weights[holder] / all;
                    sum.Add(split[holder], weights[holder] / all, use.Accelerators[hour], requests,
                        requests * (served?.Traffic.Output ?? 0), caused);
                }
            }
        }
    }

    private Sum SumOf(SortedDictionary<FootprintKey, Sum> rows, FootprintKey key)
    {
        if (!rows.TryGetValue(key, out var sum))
            rows.Add(key, sum = new Sum(Impacts.Length));
        return sum;
    }

    private static double Total(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights)
            total += weight;
        return total;
    }

    private FootprintKey KeyOf(FootprintColumns columns, int site, UseLine use, Instant at, string holder) => new(
        FootprintKey.StartOf(columns, at),
        columns.HasFlag(FootprintColumns.Site) ? Metered.Sites[site].Site.Name : null,
        columns.HasFlag(FootprintColumns.Use) ? use.Kind : null,
        columns.HasFlag(FootprintColumns.Class) ? use.Class : null,
        columns.HasFlag(FootprintColumns.Plan) ? holder : null);

    /// <summary>A row that grows.</summary>
    private sealed class Sum(int impacts)
    {
        private readonly double[] amounts = new double[impacts];
        private long joules;
        private double acceleratorHours;
        private double requests;
        private double output;

        public void Add(
            long energy, double part, double accelerators, double served, double tokens, ReadOnlySpan<double> caused)
        {
            joules += energy;
            acceleratorHours += part * accelerators;
            requests += served;
            output += tokens;
            for (var i = 0; i < amounts.Length; i++)
                amounts[i] += part * caused[i];
        }

        public FootprintRow ToRow(FootprintKey key) => new(
            key, new Joules(joules), acceleratorHours, requests, output, ImmutableArray.Create(amounts));
    }
}
