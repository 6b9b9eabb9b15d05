using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;
using Plimsoll.Tests.Serving.Cache;

namespace Plimsoll.Tests.Serving.Oracle;

/// <summary>
/// The reference for <c>Engine</c> with each of the schedulers: one step at a time, one sequence at a time, one block
/// at a time. Its time is the exact sum of all steps in 1/65536 ns.
/// </summary>
internal sealed partial class NaiveEngine(EngineSettings settings, IScheduler scheduler, IStepTimes times)
{
    private readonly NaiveCache cache = new(
        settings.Blocks, settings.BlockTokens, Math.Max(1, settings.PrefixTokens / settings.BlockTokens));

    private readonly List<NaiveSequence> running = [];
    private readonly List<NaiveSequence> waiting = [];
    private List<NaiveSequence> served = [];
    private List<PrefillPart> parts = [];
    private Int128 start;
    private Int128? end;
    private long arrivals;
    private (int Decodes, long Context) formed;

    public List<EngineEvent> Events { get; } = [];

    /// <summary>Times between tokens by how often they occurred.</summary>
    public SortedDictionary<long, long> Gaps { get; } = [];

    /// <summary>What <c>StepTally</c> counts, in its order: steps by decodes, then the sums.</summary>
    public long[] StepsByDecodes { get; } = new long[settings.MaxSequences + 1];

    public (long DecodeTokens, long DecodeContext, long PrefillTokens, Int128 Attended, Int128 Busy) Sums
    {
        get;
        private set;
    }

    public int Running => running.Count;

    public int Waiting => waiting.Count;

    public void AdvanceTo(long now)
    {
        while (true)
        {
            if (end is null && (running.Count + waiting.Count == 0 || Whole(start) >= now))
                return;
            if (end is null)
                Begin();
            if (Whole(end!.Value) > now)
                return;
            EndStep();
        }
    }

    public void Plan()
    {
        if (end is null && running.Count + waiting.Count > 0)
            Begin();
    }

    public Offer Add(Sequence sequence, long now)
    {
        if (sequence.Input + sequence.Output > scheduler.LongestSequence(settings))
            return Offer.TooLong;
        if (running.Count + waiting.Count >= (long)settings.MaxSequences + settings.Queue)
            return Offer.Full;
        if (end is null && running.Count + waiting.Count == 0)
            start = (Int128)now * FineTime.PerNanosecond;
        Enqueue(new(sequence, arrivals++));
        return Offer.Accepted;
    }

    public bool Remove(long id)
    {
        if (waiting.RemoveAll(sequence => sequence.Id == id) > 0)
            return true;
        if (running.Find(sequence => sequence.Id == id) is not { } found)
            return false;
        cache.Release(found.Blocks!);
        running.Remove(found);
        served.Remove(found);
        return true;
    }

    private static long Whole(Int128 units) => (long)(units >> 16);

    private void Enqueue(NaiveSequence sequence)
    {
        var place = settings.Order == QueueOrder.FirstCome
            ? waiting.Count
            : waiting.FindIndex(other => (other.Priority, other.Order).CompareTo(
                (sequence.Priority, sequence.Order)) > 0);
        waiting.Insert(place < 0 ? waiting.Count : place, sequence);
    }

    private void Begin()
    {
        do
        {
            served = [];
            parts = [];
            formed = default;
            Form();
        }
        while (served.Count == 0);
        foreach (var sequence in served)
        {
            if (sequence.Decodes)
                formed = (formed.Decodes + 1, formed.Context + sequence.Computed);
            else
                parts.Add(new(sequence.Chunk, sequence.Computed));
        }

        var time = parts.Count == 0
            ? times.Decode(formed.Decodes, formed.Context).Time
            : times.Mixed(formed.Decodes, formed.Context, [.. parts]);
        end = start + time.Units;
    }

    private void Serve(NaiveSequence sequence, int tokens)
    {
        sequence.Chunk = tokens;
        served.Add(sequence);
        if (!sequence.Decodes)
            cache.Publish(sequence.Blocks!, sequence.Computed + tokens);
    }

    private void EndStep()
    {
        var time = new FineTime((long)(end!.Value - start));
        StepsByDecodes[formed.Decodes]++;
        var sums = Sums;
        sums.DecodeTokens += formed.Decodes;
        sums.DecodeContext += formed.Context;
        foreach (var part in parts)
        {
            for (var token = 1; token <= part.Tokens; token++)
                (sums.PrefillTokens, sums.Attended) = (sums.PrefillTokens + 1, sums.Attended + part.Context + token);
        }

        sums.Busy += time.Units;
        Sums = sums;
        var began = Whole(start);
        start = end.Value;
        end = null;
        var at = Whole(start);
        foreach (var sequence in served.OrderBy(s => s.Decodes ? 0 : 1).ToList())
        {
            sequence.Computed += sequence.Chunk;
            if (sequence.Computed < sequence.Tokens)
                continue;
            if (sequence.Produced > 0)
            {
                var gap = sequence.Decodes && sequence.LastToken == began
                    ? time.Whole.Nanoseconds
                    : at - sequence.LastToken;
                Gaps[gap] = Gaps.GetValueOrDefault(gap) + 1;
            }

            sequence.Decodes = true;
            sequence.LastToken = at;
            if (++sequence.Produced == 1)
                Events.Add(new(EngineEventKind.FirstToken, sequence.Id, new(at)));
            if (sequence.Produced < sequence.Output)
                continue;
            Events.Add(new(EngineEventKind.Finished, sequence.Id, new(at)));
            cache.Release(sequence.Blocks!);
            running.Remove(sequence);
        }
    }

    private int Capped(int tokens) => settings.LongPrefill > 0 ? Math.Min(tokens, settings.LongPrefill) : tokens;

    private int BlocksFor(int tokens) => (tokens + settings.BlockTokens - 1) / settings.BlockTokens;

    private int Lacking(NaiveSequence sequence, int tokens) =>
        Math.Max(0, BlocksFor(tokens) - sequence.Blocks!.Blocks.Count);

    private sealed class NaiveSequence(Sequence sequence, long order)
    {
        public long Id => sequence.Id;

        public int Prompt { get; } = sequence.Input + (sequence.Ready ? 1 : 0);

        public int Output => sequence.Output;

        public int Priority => sequence.Priority;

        public long[] Names { get; } = sequence.Prefix.ToArray();

        public long Order => order;

        public int Computed { get; set; } = sequence.Ready ? sequence.Input : sequence.Held;

        public int Brought => sequence.Held;

        public int Produced { get; set; }

        public int Tokens => Prompt + Produced;

        public int Chunk { get; set; }

        public bool Decodes { get; set; }

        public long LastToken { get; set; }

        public NaiveCache.NaiveSequence? Blocks { get; set; }
    }
}
