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
/// Where steps are formed ahead (<see cref="EngineSettings.FormsAhead"/>), a step is formed when the one before it
/// begins, and what is counted here as the time of a step is that of the one before it.
/// </para>
/// <para>
/// At one instant, steps that end come first, then sequences that come and go, then the step that begins: a caller
/// calls <see cref="AdvanceTo"/>, then <see cref="Add"/> and <see cref="Remove"/> for all that happens at that instant,
/// then <see cref="Plan"/>. Not safe for concurrent use.
/// </para>
/// </summary>
public sealed partial class Engine
{
    private readonly EngineSettings settings;
    private readonly IScheduler scheduler;
    private readonly IStepTimes times;
    private readonly Batch batch;
    private Stage stage;
    private long at;
    private FineTime rest;
    private Formed step;

    // With steps formed ahead: the step that runs while the next one is formed. No time: none runs.
    private Formed current;

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
    public Instant StepEnds => After(Sum(1));

    /// <summary>When a sequence that comes now is looked at: at once, or when the step in progress ends.</summary>
    /// <param name="now">The instant that <see cref="AdvanceTo"/> was called with.</param>
    public Instant NextForming(Instant now) =>
        stage == Stage.Between || (stage == Stage.Run && at == now.UnixNanoseconds) ? now : StepEnds;

    private bool HasWork => batch.Running + batch.Waiting > 0 || IsRunning;

    private bool IsRunning => current.Time.Units > 0;

    private long EndsAt => After(Sum(stage == Stage.Run ? steps : 1)).UnixNanoseconds;

    private Instant After(FineTime passed) => new(at + (rest + passed).Whole.Nanoseconds);

    // Of the first steps.
    private FineTime Sum(long count) => settings.FormsAhead ? current.Time + SumOnLine(count - 1) : SumOnLine(count);

    private void Begin()
    {
        if (settings.FormsAhead && !IsRunning)
        {
            BeginStep();
            StartFormed();
        }

        if (batch.IsSteady && batch.SteadySteps is var most and > 0)
            BeginRun(most);
        else
            BeginStep();
    }

    private void BeginStep()
    {
        batch.At = new(at);
        stage = Stage.Step;
        if (!batch.Form(scheduler, IsRunning))
        {
            step = default;
            return;
        }

        step = new() { Sequences = batch.ServedDecodes, Context = batch.ServedContext };
        foreach (var part in batch.Parts)
        {
            step.PrefillTokens += part.Tokens;
            step.PrefillAttended += StepTally.Attended(part.Tokens, part.Context);
        }

        step.Time = step.PrefillTokens == 0
            ? times.Decode(step.Sequences, step.Context).Time
            : times.Mixed(step.Sequences, step.Context, batch.Parts);
    }

    private void StartFormed()
    {
        current = step;
        batch.Take(current.Time, After(current.Time));
    }

    private void EndStep()
    {
        stage = Stage.Between;
        if (settings.FormsAhead)
        {
            EndCurrent();
            StartFormed();
            return;
        }

        Pass(step);
        batch.At = new(at);
        batch.Take(step.Time, batch.At);
        batch.Yield();
    }

    private void EndCurrent()
    {
        Pass(current);
        batch.At = new(at);
        batch.Yield();
    }

    private void Pass(in Formed ended)
    {
        Tally.AddDecodes(ended.Sequences, ended.Context, 1);
        Tally.AddPrefill(ended.PrefillTokens, ended.PrefillAttended);
        Pass(ended.Time);
    }

    private void Pass(FineTime passed)
    {
        Tally.AddTime(passed);
        at = After(passed).UnixNanoseconds;
        rest = (rest + passed).Rest;
    }

    /// <summary>A step as it was formed. <c>default</c> is none.</summary>
    private record struct Formed
    {
        public int Sequences { get; set; }

        public long Context { get; set; }

        public int PrefillTokens { get; set; }

        public Int128 PrefillAttended { get; set; }

        public FineTime Time { get; set; }
    }
}
