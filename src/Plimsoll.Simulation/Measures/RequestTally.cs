using System.Runtime.CompilerServices;
using Plimsoll.Measures;
using Plimsoll.Serving;

namespace Plimsoll.Simulation.Measures;

/// <summary>Sums and distributions over requests.</summary>
internal sealed class RequestTally
{
    private const int Outcomes = 7;

    private readonly QuantileSketch ttft = new();
    private readonly QuantileSketch tpot = new();
    private readonly QuantileSketch endToEnd = new();
    private readonly QuantileSketch queue = new();
    private Totals totals;

    /// <summary>Adds a request.</summary>
    /// <param name="record">What became of it.</param>
    /// <param name="objective">What counts as good; null when nothing is asked.</param>
    public void Add(in RequestRecord record, Objective? objective)
    {
        totals.Requests[(int)record.Outcome]++;
        totals.Offered += record.Arrival.Input;
        totals.Output += record.Produced;
        totals.Preemptions += record.Preemptions;
        totals.Retries += record.Retries;
        var times = RequestTimes.Of(record);
        if (times.Queue is { } waited)
        {
            queue.Add(waited);
            totals.Input += record.Arrival.Input;
            totals.Cached += record.Cached;
        }

        if (times.Ttft is { } first)
            ttft.Add(first);
        if (times.Tpot is { } each)
            tpot.Add(each);
        if (times.EndToEnd is not { } whole)
            return;
        endToEnd.Add(whole);
        var isGood = objective is null || (times.Ttft <= objective.Ttft.Nanoseconds
            && (times.Tpot ?? 0) <= objective.Tpot.Nanoseconds);
        totals.GoodRequests += isGood ? 1 : 0;
        totals.GoodTokens += isGood ? record.Produced : 0;
    }

    /// <summary>Adds all requests of another tally.</summary>
    public void Add(RequestTally other)
    {
        ttft.Add(other.ttft);
        tpot.Add(other.tpot);
        endToEnd.Add(other.endToEnd);
        queue.Add(other.queue);
        for (var outcome = 0; outcome < Outcomes; outcome++)
            totals.Requests[outcome] += other.totals.Requests[outcome];
        totals.Offered += other.totals.Offered;
        totals.Input += other.totals.Input;
        totals.Cached += other.totals.Cached;
        totals.Output += other.totals.Output;
        totals.Preemptions += other.totals.Preemptions;
        totals.Retries += other.totals.Retries;
        totals.GoodRequests += other.totals.GoodRequests;
        totals.GoodTokens += other.totals.GoodTokens;
    }

    /// <summary>The sums as they stand.</summary>
    /// <param name="name">What the requests are called together.</param>
    /// <param name="objective">What counted as good.</param>
    /// <param name="seconds">Time over which they arrived.</param>
    public RequestReport Report(string name, Objective? objective, double seconds) => new()
    {
        Name = name,
        Objective = objective,
        Seconds = seconds,
        Requests = [.. (ReadOnlySpan<long>)totals.Requests],
        OfferedTokens = totals.Offered,
        InputTokens = totals.Input,
        CachedTokens = totals.Cached,
        OutputTokens = totals.Output,
        Preemptions = totals.Preemptions,
        Retries = totals.Retries,
        GoodRequests = totals.GoodRequests,
        GoodTokens = totals.GoodTokens,
        Ttft = new Distribution(ttft),
        Tpot = new Distribution(tpot),
        EndToEnd = new Distribution(endToEnd),
        Queue = new Distribution(queue),
    };

    private struct Totals
    {
        public ByOutcome Requests;
        public long Offered;
        public long Input;
        public long Cached;
        public long Output;
        public long Preemptions;
        public long Retries;
        public long GoodRequests;
        public long GoodTokens;
    }

    [InlineArray(Outcomes)]
    private struct ByOutcome
    {
        private long first;
    }
}
