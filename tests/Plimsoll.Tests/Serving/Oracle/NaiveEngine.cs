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
    private NaiveStep? formed;
    private NaiveStep? current;
    private Int128 start;
    private Int128? end;
    private long arrivals;

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
            if (end is null && (!HasWork || Whole(start) >= now))
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
        if (end is null && HasWork)
            Begin();
    }

    private bool HasWork => running.Count + waiting.Count > 0 || current is not null;

    public Offer Add(Sequence sequence, long now)
    {
        if (sequence.Input + sequence.Output > scheduler.LongestSequence(settings))
            return Offer.TooLong;
        if (running.Count + waiting.Count >= (long)settings.MaxSequences + settings.Queue)
            return Offer.Full;
        if (end is null && !HasWork)
            start = (Int128)now * FineTime.PerNanosecond;
        Enqueue(new(sequence, arrivals++));
        return Offer.Accepted;
    }

    /// <summary>Tokens that a sequence has produced; 0 when it is not there.</summary>
    public int Known(long id) => waiting.Concat(running).FirstOrDefault(sequence => sequence.Id == id)?.Known ?? 0;

    public bool Remove(long id)
    {
        if (waiting.Concat(running).FirstOrDefault(sequence => sequence.Id == id) is not { } found)
            return false;
        found.IsGone = true;
        if (waiting.Remove(found))
            return true;
        Release(found);
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
        if (settings.FormsAhead && current is null)
        {
            FormStep();
            current = Take();
        }

        FormStep();
        end = start + (settings.FormsAhead ? current! : formed!).Time.Units;
    }

    private void FormStep()
    {
        do
        {
            served = [];
            Form();
        }
        while (served.Count == 0 && current is null);
        var decodes = served.Where(sequence => sequence.Decodes).ToList();
        PrefillPart[] parts =
            [.. served.Where(sequence => !sequence.Decodes).Select(s => new PrefillPart(s.Chunk, s.Computed))];
        var context = decodes.Sum(sequence => (long)sequence.Computed);
        var time = served.Count == 0 ? default
            : parts.Length == 0 ? times.Decode(decodes.Count, context).Time
            : times.Mixed(decodes.Count, context, parts);
        formed = served.Count == 0 ? null : new(decodes.Count, context, parts, time);
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
        var began = start;
        start = end!.Value;
        end = null;
        var ended = settings.FormsAhead ? current! : Take()!;
        Count(ended);
        Yield(ended, Whole(began));
        if (settings.FormsAhead)
            current = Take();
    }

    /// <summary>Sequences have what the step that was formed computes, known or not.</summary>
    private NaiveStep? Take()
    {
        foreach (var sequence in served.OrderBy(s => s.Decodes ? 0 : 1).ToList())
        {
            sequence.Computed += sequence.Chunk;
            if (sequence.Computed < sequence.Tokens)
                continue;
            formed!.Tokens.Add((sequence, sequence.Decodes));
            sequence.Decodes = true;
            sequence.Produced++;
        }

        return formed;
    }

    private void Count(NaiveStep step)
    {
        StepsByDecodes[step.Decodes]++;
        var sums = Sums;
        sums.DecodeTokens += step.Decodes;
        sums.DecodeContext += step.Context;
        foreach (var part in step.Parts)
        {
            for (var token = 1; token <= part.Tokens; token++)
                (sums.PrefillTokens, sums.Attended) = (sums.PrefillTokens + 1, sums.Attended + part.Context + token);
        }

        sums.Busy += step.Time.Units;
        Sums = sums;
    }

    /// <summary>What a step computed is known.</summary>
    private void Yield(NaiveStep step, long began)
    {
        var at = Whole(start);
        foreach (var (sequence, decoded) in step.Tokens.Where(token => !token.Sequence.IsGone))
        {
            if (sequence.Known > 0)
            {
                var gap = decoded && sequence.LastToken == began
                    ? step.Time.Whole.Nanoseconds
                    : at - sequence.LastToken;
                Gaps[gap] = Gaps.GetValueOrDefault(gap) + 1;
            }

            sequence.LastToken = at;
            if (++sequence.Known == 1)
                Events.Add(new(EngineEventKind.FirstToken, sequence.Id, new(at)));
            if (sequence.Known < sequence.Output)
                continue;
            Events.Add(new(EngineEventKind.Finished, sequence.Id, new(at)));
            if (waiting.Remove(sequence))
                continue;
            Release(sequence);
            running.Remove(sequence);
        }
    }

    private int NamedOf(NaiveSequence sequence) =>
        (sequence.Names.Length - 1) * settings.PrefixTokens >= sequence.Prompt
            ? sequence.Prompt + sequence.Output
            : sequence.Prompt;

    private void Release(NaiveSequence sequence)
    {
        if (NamedOf(sequence) > sequence.Prompt)
            cache.Publish(sequence.Blocks!, sequence.Computed);
        cache.Release(sequence.Blocks!);
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

        /// <summary>Tokens that steps computed or compute.</summary>
        public int Produced { get; set; }

        /// <summary>Tokens of steps that have ended.</summary>
        public int Known { get; set; }

        public bool IsComplete => Produced == Output;

        public bool IsGone { get; set; }

        public int Tokens => Prompt + Produced;

        public int Chunk { get; set; }

        public bool Decodes { get; set; }

        public long LastToken { get; set; }

        public NaiveCache.NaiveSequence? Blocks { get; set; }
    }

    private sealed record NaiveStep(int Decodes, long Context, PrefillPart[] Parts, FineTime Time)
    {
        public List<(NaiveSequence Sequence, bool Decoded)> Tokens { get; } = [];
    }
}
