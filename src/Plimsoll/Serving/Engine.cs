using Plimsoll.Measures;
using Plimsoll.Quantities;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Serving;

/// <summary>
/// A serving engine in virtual time: a <see cref="Batch"/>, a scheduler that forms its steps, and the times they take.
/// Steps that only give a token to each sequence of the batch are not taken one by one: while their times lie on one
/// line, a run of them is an arithmetic series, and only its end, or the instant at which somebody interferes, is
/// computed. The result is the same to the last bit, because time is summed in whole units of 1/65536 ns.
/// <para>
/// At one instant, steps that end come first, then sequences that come and go, then the step that begins: a caller
/// calls <see cref="AdvanceTo"/>, then <see cref="Add"/> and <see cref="Remove"/> for all that happens at that instant,
/// then <see cref="Plan"/>. Not safe for concurrent use.
/// </para>
/// </summary>
public sealed class Engine
{
    // Keeps the length of a run within the range of FineTime: less than ten hours.
    private const long LongestRun = 1L << 61;

    private readonly EngineSettings settings;
    private readonly IScheduler scheduler;
    private readonly IStepTimes times;
    private readonly Batch batch;
    private Stage stage;
    private long at;
    private FineTime rest;
    private long steps;
    private int sequences;
    private FineTime time;
    private FineTime slope;
    private long context;
    private int prefillTokens;
    private Int128 prefillAttended;

    /// <summary>An idle engine.</summary>
    /// <param name="settings">Bounds of its scheduler.</param>
    /// <param name="scheduler">Who forms its steps.</param>
    /// <param name="times">How long they take.</param>
    /// <param name="gaps">Takes the times between tokens, in nanoseconds; null: they are not collected.</param>
    public Engine(EngineSettings settings, IScheduler scheduler, IStepTimes times, QuantileSketch? gaps = null)
    {
        this.settings = settings;
        this.scheduler = scheduler;
        this.times = times;
        batch = new(settings) { Gaps = gaps };
        Tally = new(settings.MaxSequences);
    }

    private enum Stage
    {
        Between = 0,
        Step = 1,
        Run = 2,
    }

    /// <summary>Sequences in the batch.</summary>
    public int Running => batch.Running;

    /// <summary>Sequences that wait to join it.</summary>
    public int Waiting => batch.Waiting;

    /// <summary>Blocks of cache that no sequence holds.</summary>
    public int FreeBlocks => batch.FreeBlocks;

    /// <summary>What its steps worked on so far.</summary>
    public StepTally Tally { get; }

    /// <summary>Tokens that it produced so far.</summary>
    public long OutputTokens => Tally.DecodeTokens + batch.CompletedInputs;

    /// <summary>What happened since <see cref="ClearEvents"/>, in order.</summary>
    public ReadOnlySpan<EngineEvent> Events => batch.Events;

    /// <summary>Forgets events.</summary>
    public void ClearEvents() => batch.ClearEvents();

    /// <summary>Tokens that a sequence has produced; 0 when it is not there.</summary>
    public int Produced(long id) => batch.Produced(id);

    /// <summary>
    /// Lets every step end that ends at or before an instant, and every step begin that begins before it.
    /// </summary>
    /// <param name="now">Not before an instant that was given earlier.</param>
    public void AdvanceTo(Instant now)
    {
        while (true)
        {
            if (stage == Stage.Between)
            {
                if (at >= now.UnixNanoseconds || !HasWork)
                    return;
                Begin();
            }

            if (EndsAt > now.UnixNanoseconds)
            {
                if (stage == Stage.Run)
                    EndSteps(StepsBy(now.UnixNanoseconds));
                return;
            }

            if (stage == Stage.Run)
                EndSteps(steps);
            else
                EndStep();
        }
    }

    /// <summary>Offers a sequence, which joins at the next step at the earliest.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="now">The instant that <see cref="AdvanceTo"/> was called with.</param>
    public Offer Add(in Sequence sequence, Instant now)
    {
        if ((long)sequence.Input + sequence.Output > scheduler.LongestSequence(settings))
            return Offer.TooLong;
        if (batch.Running + batch.Waiting >= (long)settings.MaxSequences + settings.Queue)
            return Offer.Full;
        if (stage == Stage.Between && !HasWork)
            (at, rest) = (now.UnixNanoseconds, default);
        batch.Add(sequence);
        CutRun(now);
        return Offer.Accepted;
    }

    /// <summary>Takes a sequence off at once, also in the middle of a step. Says whether it was there.</summary>
    /// <param name="id">The sequence.</param>
    /// <param name="now">The instant that <see cref="AdvanceTo"/> was called with.</param>
    public bool Remove(long id, Instant now)
    {
        if (stage == Stage.Run && batch.IsRunning(id))
        {
            if (at == now.UnixNanoseconds)
            {
                stage = Stage.Between;
            }
            else
            {
                batch.At = new(at);
                batch.Begin();
                batch.DecodeAll();
                (prefillTokens, prefillAttended) = (0, 0);
                stage = Stage.Step;
            }
        }

        var wasThere = batch.Remove(id);
        CutRun(now);
        return wasThere;
    }

    /// <summary>
    /// Begins the next step if none is in progress. Says when to call <see cref="AdvanceTo"/> again if nothing happens
    /// before; null when there is nothing to do.
    /// </summary>
    public Instant? Plan()
    {
        if (stage == Stage.Between)
        {
            if (!HasWork)
                return null;
            Begin();
        }

        return new Instant(EndsAt);
    }

    /// <summary>When the step in progress ends. Only after <see cref="Plan"/> gave an instant.</summary>
    public Instant StepEnds => new(at + (rest + time).Whole.Nanoseconds);

    private bool HasWork => batch.Running + batch.Waiting > 0;

    private long EndsAt => at + (rest + Sum(stage == Stage.Run ? steps : 1)).Whole.Nanoseconds;

    // Of the first steps of the run.
    private FineTime Sum(long count) => stage == Stage.Run && slope.Units != 0
        ? (time * count) + (slope * (count * (count - 1) / 2))
        : time * count;

    private void Begin()
    {
        sequences = batch.Decoding;
        context = batch.DecodeContext;
        if (batch.IsSteady && batch.SteadySteps is var most and > 0)
            BeginRun(most);
        else
            BeginStep();
    }

    private void BeginRun(long most)
    {
        var line = times.Decode(sequences, context);
        (time, slope) = (line.Time, line.PerToken * sequences);
        steps = Math.Min(most, ((line.Until - context) / sequences) + 1);
        var longest = Math.Max(time.Units, (double)time.Units + ((double)slope.Units * (steps - 1)));
        if (longest * steps > LongestRun)
            steps = Math.Max(1, (long)(LongestRun / longest));
        stage = Stage.Run;
    }

    private void BeginStep()
    {
        batch.At = new(at);
        for (var tries = 0; ; tries++)
        {
            batch.Begin();
            scheduler.Form(batch);
            if (batch.ServedDecodes > 0 || !batch.Parts.IsEmpty)
                break;

            // Sequences that only gave way to each other leave room for what the next attempt lets in.
            batch.Complete();
            if (tries > settings.MaxSequences)
                throw new InvalidOperationException($"{scheduler} serves none of {batch.Running + batch.Waiting}.");
        }

        (sequences, context) = (batch.ServedDecodes, batch.ServedContext);
        (prefillTokens, prefillAttended) = (0, 0);
        foreach (var part in batch.Parts)
        {
            prefillTokens += part.Tokens;
            prefillAttended += StepTally.Attended(part.Tokens, part.Context);
        }

        time = prefillTokens == 0
            ? times.Decode(sequences, context).Time
            : times.Mixed(sequences, context, batch.Parts);
        stage = Stage.Step;
    }

    private void EndStep()
    {
        Tally.AddDecodes(sequences, context, 1);
        Tally.AddPrefill(prefillTokens, prefillAttended);
        Pass(time);
        stage = Stage.Between;
        batch.At = new(at);
        batch.Complete(time);
    }

    private void EndSteps(long count)
    {
        if (count == 0)
            return;
        Tally.AddDecodes(sequences, context, count);
        batch.Gaps?.AddLine(time, slope, count, sequences);
        Pass(Sum(count));
        time += slope * count;
        context += sequences * count;
        steps -= count;
        if (steps == 0)
            stage = Stage.Between;
        batch.At = new(at);
        batch.RunSteady(count);
    }

    private void Pass(FineTime passed)
    {
        Tally.AddTime(passed);
        var sum = rest + passed;
        at += sum.Whole.Nanoseconds;
        rest = sum.Rest;
    }

    /// <summary>Ends a run with the step in progress, where what would follow is no longer the same.</summary>
    private void CutRun(Instant now)
    {
        if (stage != Stage.Run || batch.IsSteady)
            return;
        if (at == now.UnixNanoseconds)
            stage = Stage.Between;
        else
            steps = 1;
    }

    /// <summary>Steps of the run that have ended by an instant before its end.</summary>
    private long StepsBy(long now)
    {
        var limit = ((now - at + 1) * FineTime.PerNanosecond) - 1 - rest.Units;
        if (limit < time.Units)
            return 0;
        if (slope.Units == 0)
            return limit / time.Units;
        var half = slope.Units / 2.0;
        var linear = time.Units - half;
        var root = Math.Sqrt(Math.Max(0, (linear * linear) + (4 * half * limit)));
        var count = (long)Math.Clamp((root - linear) / (2 * half), 0, steps);
        while (Sum(count).Units > limit)
            count--;
        while (count < steps && Sum(count + 1).Units <= limit)
            count++;
        return count;
    }
}
