using Plimsoll.Quantities;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Serving;

/// <summary>
/// Ranks that hold the same model, batch each on their own and take their steps together, because each needs the
/// experts of all: a step takes as long as the slowest makes it, and one without work takes it all the same. Steps are
/// taken one by one, by the same batches and schedulers as those of an <see cref="Engine"/>; the order at one instant
/// is its order, too. Not safe for concurrent use.
/// </summary>
public sealed class RankGroup
{
    private readonly EngineSettings settings;
    private readonly IScheduler scheduler;
    private readonly KernelStepTimes times;
    private readonly Batch[] batches;
    private readonly KernelLoad[] loads;
    private long at;
    private FineTime rest;
    private bool isFormed;
    private FineTime formed;

    // With steps formed ahead: the step that runs while the next one is formed. No time: none runs.
    private FineTime current;

    /// <summary>An idle group.</summary>
    /// <param name="settings">Bounds of the scheduler of each rank.</param>
    /// <param name="scheduler">Who forms the steps of each.</param>
    /// <param name="times">How long they take.</param>
    /// <param name="ranks">How many there are. 1 or more.</param>
    public RankGroup(EngineSettings settings, IScheduler scheduler, KernelStepTimes times, int ranks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        this.settings = settings;
        this.scheduler = scheduler;
        this.times = times;
        batches = new Batch[ranks];
        for (var rank = 0; rank < ranks; rank++)
            batches[rank] = new(settings);
        loads = new KernelLoad[ranks];
    }

    /// <summary>Ranks.</summary>
    public int Ranks => batches.Length;

    /// <summary>Steps that were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Sequences in the batch of a rank.</summary>
    public int Running(int rank) => batches[rank].Running;

    /// <summary>Sequences that wait to join it.</summary>
    public int Waiting(int rank) => batches[rank].Waiting;

    /// <summary>Blocks of a rank's cache that no sequence holds.</summary>
    public int FreeBlocks(int rank) => batches[rank].FreeBlocks;

    /// <summary>What happened on a rank since <see cref="ClearEvents"/>, in order.</summary>
    public ReadOnlySpan<EngineEvent> Events(int rank) => batches[rank].Events;

    /// <summary>Forgets events.</summary>
    public void ClearEvents()
    {
        foreach (var batch in batches)
            batch.ClearEvents();
    }

    /// <summary>
    /// Lets every step end that ends at or before an instant, and every step begin that begins before it.
    /// </summary>
    /// <param name="now">Not before an instant that was given earlier.</param>
    public void AdvanceTo(Instant now)
    {
        while (true)
        {
            if (!isFormed)
            {
                if (at >= now.UnixNanoseconds || !HasWork)
                    return;
                Begin();
            }

            if (StepEnds > now)
                return;
            End();
        }
    }

    /// <summary>Offers a sequence to a rank; it joins at the next step at the earliest.</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="now">The instant that <see cref="AdvanceTo"/> was called with.</param>
    public Offer Add(int rank, in Sequence sequence, Instant now)
    {
        if ((long)sequence.Input + sequence.Output > scheduler.LongestSequence(settings))
            return Offer.TooLong;
        if (batches[rank].Running + batches[rank].Waiting >= (long)settings.MaxSequences + settings.Queue)
            return Offer.Full;
        if (!isFormed && !HasWork)
            (at, rest) = (now.UnixNanoseconds, default);
        batches[rank].Add(sequence);
        return Offer.Accepted;
    }

    /// <summary>
    /// Begins the next step if none is in progress. Says when to call <see cref="AdvanceTo"/> again if nothing happens
    /// before; null when there is nothing to do.
    /// </summary>
    public Instant? Plan()
    {
        if (!isFormed)
        {
            if (!HasWork)
                return null;
            Begin();
        }

        return StepEnds;
    }

    /// <summary>When the step in progress ends. Only after <see cref="Plan"/> gave an instant.</summary>
    public Instant StepEnds => After(settings.FormsAhead ? current : formed);

    /// <summary>When a sequence that comes now is looked at: at once, or when the step in progress ends.</summary>
    /// <param name="now">The instant that <see cref="AdvanceTo"/> was called with.</param>
    public Instant NextForming(Instant now) => isFormed ? StepEnds : now;

    private bool HasWork
    {
        get
        {
            if (IsRunning)
                return true;
            foreach (var batch in batches)
            {
                if (batch.Running + batch.Waiting > 0)
                    return true;
            }

            return false;
        }
    }

    private bool IsRunning => current.Units > 0;

    private Instant After(FineTime passed) => new(at + (rest + passed).Whole.Nanoseconds);

    private void Begin()
    {
        if (settings.FormsAhead && !IsRunning)
        {
            Form();
            current = formed;
            Take(current, After(current));
        }

        Form();
        isFormed = true;
    }

    private void Form()
    {
        var hasWork = false;
        for (var rank = 0; rank < batches.Length; rank++)
        {
            batches[rank].At = new(at);
            batches[rank].Form(scheduler, IsRunning);
            loads[rank] = KernelLoad.Of(
                batches[rank].ServedDecodes, batches[rank].ServedContext, batches[rank].Parts);
            hasWork |= loads[rank].Tokens > 0;
        }

        formed = hasWork ? times.Together(loads) : default;
    }

    private void Take(FineTime time, Instant ends)
    {
        foreach (var batch in batches)
            batch.Take(time, ends);
    }

    private void End()
    {
        isFormed = false;
        var ended = settings.FormsAhead ? current : formed;
        var end = After(ended);
        rest = (rest + ended).Rest;
        at = end.UnixNanoseconds;
        Steps++;
        foreach (var batch in batches)
            batch.At = end;
        if (!settings.FormsAhead)
            Take(formed, end);
        foreach (var batch in batches)
            batch.Yield();
        if (!settings.FormsAhead)
            return;
        current = formed;
        Take(current, After(current));
    }
}
