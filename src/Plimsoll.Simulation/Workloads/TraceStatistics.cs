using System.Runtime.InteropServices;
using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// Finds out what a trace is like while its rows pass. Keeps something for every account, session and block name, and
/// nothing for a request. Not safe for concurrent use.
/// </summary>
/// <param name="prefixBlock">Tokens that a prefix name stands for. 1 or more.</param>
public sealed class TraceStatistics(int prefixBlock)
{
    private const int LeastTail = 10;

    private readonly QuantileSketch input = new();
    private readonly QuantileSketch output = new();
    private readonly ArrivalCounts counts = new();
    private readonly Dictionary<int, long> accounts = [];
    private readonly Dictionary<long, int> sessions = [];
    private readonly SeenBlocks blocks = new(prefixBlock);
    private readonly List<long> classes = [];
    private Instant? first;
    private Instant last;
    private long waiting;
    private long gaps;
    private double gapMean;
    private double gapSquares;
    private long seenTokens;

    /// <summary>Takes the next row.</summary>
    public void Add(in TraceRow row)
    {
        var arrival = row.Arrival;
        input.Add(arrival.Input);
        output.Add(arrival.Output);
        while (classes.Count <= arrival.Class)
            classes.Add(0);
        classes[arrival.Class]++;
        if (arrival.Account >= 0)
            CollectionsMarshal.GetValueRefOrAddDefault(accounts, arrival.Account, out _)++;
        if (arrival.Session >= 0)
            CollectionsMarshal.GetValueRefOrAddDefault(sessions, arrival.Session, out _)++;
        seenTokens += blocks.Take(arrival);
        if (row.Think is null)
            Arrive(arrival.At);
        else
            waiting++;
    }

    /// <summary>What was found so far.</summary>
    public TraceSummary Summary()
    {
        var activity = accounts.Values.OrderDescending().ToArray();
        return new()
        {
            Requests = input.Count,
            Waiting = waiting,
            First = first ?? default,
            Last = last,
            GapVariation = gaps > 1 && gapMean > 0 ? Math.Sqrt(gapSquares / gaps) / gapMean : double.NaN,
            Dispersion = counts.Dispersion,
            Input = input.Copy(),
            Output = output.Copy(),
            Sessions = sessions.Count,
            LongestSession = sessions.Values.DefaultIfEmpty(0).Max(),
            Accounts = activity.Length,
            TopPercent = Top(activity, activity.Length / 100),
            TopTenth = Top(activity, activity.Length / 10),
            TailExponent = Tail(activity),
            Blocks = blocks.Blocks,
            SeenBlocks = blocks.Seen,
            SeenTokens = seenTokens,
            Classes = [.. classes],
            ProfileInterval = counts.Interval,
            Profile = counts.Profile(),
        };
    }

    private void Arrive(Instant at)
    {
        if (first is null)
        {
            first = at;
        }
        else
        {
            // Welford's sums, which do not lose digits as sums of squares do.
            var gap = (at - last).Seconds;
            gaps++;
            var before = gap - gapMean;
            gapMean += before / gaps;
            gapSquares += before * (gap - gapMean);
        }

        last = at;
        counts.Add(at);
    }

    private static double Top(long[] activity, int count) =>
        activity.Length == 0 ? double.NaN : activity.Take(Math.Max(1, count)).Sum() / (double)activity.Sum();

    private static double Tail(long[] activity)
    {
        var tail = Math.Max(LeastTail, activity.Length / 10);
        if (activity.Length <= tail)
            return double.NaN;
        var sum = activity.Take(tail).Sum(requests => Math.Log(requests / (double)activity[tail]));
        return sum > 0 ? tail / sum : double.NaN;
    }
}
