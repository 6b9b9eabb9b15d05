using System.Runtime.InteropServices;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Simulation.Measures;

/// <summary>
/// Measures a simulation while it runs: every request is told once, when it is over, and the pools are sampled when a
/// sample is due. Nothing is kept per request. The same calls give the same report. Not safe for concurrent use:
/// independent parts of a simulation have measures of their own, which are added in a fixed order.
/// </summary>
public sealed class SimulationMeasures
{
    private const int SamplesPerInterval = 4;

    private readonly MeasureSettings settings;
    private readonly Series series;
    private readonly RequestTally?[] tallies;
    private readonly ClusterSums?[] accounts;
    private readonly PoolMeasures[] pools;
    private readonly Dictionary<(int Class, int Group, RequestOutcome Outcome, string Limit), long> refusals = [];
    private readonly Instant measuredFrom;
    private Instant end;
    private Instant sampled;

    /// <summary>Measures nothing yet.</summary>
    public SimulationMeasures(MeasureSettings settings)
    {
        if (settings.Objectives.Length != 0 && settings.Objectives.Length != settings.Classes.Length)
        {
            throw new ArgumentException(
                $"Found {settings.Objectives.Length} objectives for {settings.Classes.Length} classes; "
                + "expected one each, or none.",
                nameof(settings));
        }

        this.settings = settings;
        series = new Series(settings.Start, settings.Interval, settings.Pools.Length);
        tallies = new RequestTally?[settings.Classes.Length * settings.Groups.Length];
        accounts = new ClusterSums?[settings.Accounts];
        pools = [.. settings.Pools.Select(pool => new PoolMeasures(pool))];
        measuredFrom = settings.Start + settings.WarmUp;
        end = sampled = settings.Start;
    }

    /// <summary>When the pools are to be sampled next: four times an interval, and at the end of the warm-up.</summary>
    public Instant NextSample
    {
        get
        {
            var period = Math.Max(1, series.Interval.Nanoseconds / SamplesPerInterval);
            var since = (sampled - settings.Start).Nanoseconds;
            var next = settings.Start + new Duration(((since / period) + 1) * period);
            return sampled < measuredFrom && measuredFrom < next ? measuredFrom : next;
        }
    }

    /// <summary>Takes a request that is over, or still open when the simulation ends.</summary>
    /// <param name="record">What became of it. Its account counts when the settings have so many accounts.</param>
    /// <param name="group">Index of its group. Default 0.</param>
    public void Record(in RequestRecord record, int group = 0)
    {
        var arrival = record.Arrival;
        Follow(record);
        if (record.Ended > end)
            end = record.Ended;
        if (arrival.At < measuredFrom)
            return;
        var objective = Asked(arrival.Class);
        (tallies[(arrival.Class * settings.Groups.Length) + group] ??= new RequestTally()).Add(record, objective);
        series.At(arrival.At).Measured.Add(record);
        if (arrival.Account >= 0 && arrival.Account < accounts.Length)
            (accounts[arrival.Account] ??= new ClusterSums()).Add(record);
        if (record.Outcome is RequestOutcome.Limited or RequestOutcome.Overloaded or RequestOutcome.TooLong)
        {
            var key = (arrival.Class, group, record.Outcome, record.Limit ?? "");
            CollectionsMarshal.GetValueRefOrAddDefault(refusals, key, out _)++;
        }
    }

    /// <summary>
    /// Takes the states of the pools, which stand for the time since the sample before: whenever one is due, and at the
    /// end. A second sample of the same instant counts only for what its sums added.
    /// </summary>
    /// <param name="at">The instant. Never before the last sample.</param>
    /// <param name="states">A state for each pool of the settings, in their order.</param>
    public void Sample(Instant at, ReadOnlySpan<PoolState> states)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(states.Length, pools.Length);
        var time = (at - sampled).Nanoseconds;
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        var cell = series.At(time == 0 ? at : at - new Duration(1));
        for (var pool = 0; pool < pools.Length; pool++)
            pools[pool].Sample(states[pool], time, at > measuredFrom, ref cell.ByPool[pool]);
        sampled = at;
        if (at > end)
            end = at;
    }

    /// <summary>
    /// Adds what an independent part of the same simulation measured, and uses it up. Both have the same settings; a
    /// pool has work in one part only.
    /// </summary>
    public void Add(SimulationMeasures part)
    {
        series.Join(part.series);
        for (var slot = 0; slot < tallies.Length; slot++)
        {
            if (part.tallies[slot] is { } theirs)
                (tallies[slot] ??= new RequestTally()).Add(theirs);
        }

        for (var account = 0; account < accounts.Length; account++)
        {
            if (part.accounts[account] is { } theirs)
                (accounts[account] ??= new ClusterSums()).Add(theirs);
        }

        foreach (var (key, count) in part.refusals)
            CollectionsMarshal.GetValueRefOrAddDefault(refusals, key, out _) += count;
        for (var pool = 0; pool < pools.Length; pool++)
            pools[pool].Add(part.pools[pool]);
        end = end < part.end ? part.end : end;
    }

    /// <summary>What was measured so far.</summary>
    public SimulationReport Report()
    {
        var seconds = Math.Max(0, (end - measuredFrom).Seconds);
        return new SimulationReport
        {
            Start = settings.Start,
            MeasuredFrom = measuredFrom,
            End = end,
            Total = Joined("all", null, (_, _) => true, seconds),
            Classes = [.. settings.Classes.Select((name, c) => Joined(name, Asked(c), (own, _) => own == c, seconds))],
            Groups = [.. settings.Groups.Select((name, g) => Joined(name, null, (_, own) => own == g, seconds))],
            Refusals = [.. refusals
                .OrderByDescending(r => r.Value).ThenBy(r => (r.Key.Class, r.Key.Group, r.Key.Outcome))
                .ThenBy(r => r.Key.Limit, StringComparer.Ordinal)
                .Select(r => new RefusalCount(
                    settings.Classes[r.Key.Class], settings.Groups[r.Key.Group], r.Key.Outcome,
                    r.Key.Limit.Length == 0 ? null : r.Key.Limit, r.Value))],
            Pools = [.. pools.Select((pool, index) => pool.Report(series, index))],
            Means = [.. Enum.GetValues<MeasuredMean>().Select(Estimate)],
            Interval = series.Interval,
            Series = SeriesReport.Points(series),
        };
    }

    private void Follow(in RequestRecord record)
    {
        series.At(record.Arrival.At).Arrived++;
        if (record.FirstToken is { } first)
            series.At(first).Ttft.Add((first - record.Arrival.At).Nanoseconds);
        var last = series.At(record.Ended);
        last.Finished += record.Outcome == RequestOutcome.Finished ? 1 : 0;
        last.Limited += record.Outcome == RequestOutcome.Limited ? 1 : 0;
        last.Overloaded += record.Outcome == RequestOutcome.Overloaded ? 1 : 0;
        last.Lost += record.Outcome == RequestOutcome.Lost ? 1 : 0;
    }

    private Objective? Asked(int modelClass) => settings.Objectives.IsEmpty ? null : settings.Objectives[modelClass];

    private RequestReport Joined(string name, Objective? objective, Func<int, int, bool> takes, double seconds)
    {
        var sum = new RequestTally();
        for (var slot = 0; slot < tallies.Length; slot++)
        {
            if (tallies[slot] is { } tally && takes(slot / settings.Groups.Length, slot % settings.Groups.Length))
                sum.Add(tally);
        }

        return sum.Report(name, objective, seconds);
    }

    private MeanEstimate Estimate(MeasuredMean mean)
    {
        var byTime = MeanEstimate.Of(mean, SeriesReport.Batches(series, measuredFrom), byAccount: false);
        var byAccount = MeanEstimate.Of(mean, accounts.OfType<ClusterSums>(), byAccount: true);
        return byAccount.Clusters > 1 && !(byTime.HalfWidth > byAccount.HalfWidth) ? byAccount : byTime;
    }
}
