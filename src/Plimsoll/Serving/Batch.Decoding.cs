using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <content>Sequences whose input is complete, which advance together.</content>
public sealed partial class Batch
{
    private readonly IndexedHeap ends = new();
    private readonly int[] phases;
    private long iteration;
    private int decoding;
    private long bases;
    private long lastDecodeRank = -1;
    private long advancedAt;
    private long begunAt;
    private bool isStalled;

    /// <summary>
    /// Collects the times between tokens of a sequence, in nanoseconds, as steps end; null: they are not collected.
    /// </summary>
    public QuantileSketch? Gaps { get; init; }

    /// <summary>Tokens in the caches of sequences that decode, all together.</summary>
    public long DecodeContext => bases + (decoding * iteration);

    /// <summary>Blocks that a step needs which gives a token to every sequence that decodes.</summary>
    public int BlocksToDecode => phases[PhaseAt(0)];

    /// <summary>
    /// Whether the next steps do nothing but give a token to every sequence that decodes, until one ends, blocks run
    /// out or somebody comes or goes.
    /// </summary>
    public bool IsSteady =>
        decoding > 0 && prefillCount == 0 && !IsFormed && !isStalled && (waiting.Count == 0 || IsBlocked)
        && decoding <= Settings.TokenBudget;

    /// <summary>How many steps such a run may have: none when blocks do not suffice for one.</summary>
    public long SteadySteps
    {
        get
        {
            var untilEnd = ends.FirstKey - iteration;
            long rounds = cache.Free / decoding;
            var steps = rounds * phases.Length;
            if (steps >= untilEnd)
                return untilEnd;
            var phase = PhaseAt(steps);
            for (var left = cache.Free - (rounds * decoding); ; steps++)
            {
                left -= phases[phase];
                if (left < 0)
                    return Math.Min(steps, untilEnd);
                phase = Before(phase);
            }
        }
    }

    /// <summary>Takes steps of a steady run; at most <see cref="SteadySteps"/>.</summary>
    public void RunSteady(long steps)
    {
        cache.Take(BlocksOver(steps));
        iteration += steps;
        advancedAt = At.UnixNanoseconds;
        FinishEnded();
    }

    private int BlocksOver(long steps)
    {
        var (rounds, rest) = Math.DivRem(steps, phases.Length);
        var blocks = rounds * decoding;
        for (var phase = PhaseAt(0); rest > 0; rest--)
        {
            blocks += phases[phase];
            phase = Before(phase);
        }

        return (int)blocks;
    }

    // Those that begin a block one step later.
    private int Before(int phase) => phase == 0 ? phases.Length - 1 : phase - 1;

    // Sequences by base modulo a block: those that begin a block in the step so many steps from now.
    private int PhaseAt(long steps) => PhaseOf(-(iteration + steps));

    private int PhaseOf(long start)
    {
        var phase = (int)(start % phases.Length);
        return phase < 0 ? phase + phases.Length : phase;
    }

    private void StartDecoding(int number)
    {
        ref var slot = ref slots[number];
        slot.Phase = Phase.Decoding;
        slot.Base = slot.Computed - iteration;
        slot.End = iteration + slot.Output - slot.Produced;
        slot.LastToken = At.UnixNanoseconds;
        slot.IsLate = false;
        phases[PhaseOf(slot.Base)]++;
        bases += slot.Base;
        decoding++;
        lastDecodeRank = Math.Max(lastDecodeRank, slot.Rank);
        ends.Set(number, slot.End, slot.Rank);
    }

    private void StopDecoding(int number)
    {
        ref var slot = ref slots[number];
        phases[PhaseOf(slot.Base)]--;
        bases -= slot.Base;
        decoding--;
        ends.Remove(number);
        slot.Phase = Phase.Unused;
        if (decoding == 0)
            lastDecodeRank = -1;
    }

    /// <summary>Leaves a sequence where it is while the others advance by one.</summary>
    private void HoldBack(int number)
    {
        ref var slot = ref slots[number];
        slot.LastToken = LastTokenOf(slot);
        slot.IsLate = true;
        phases[PhaseOf(slot.Base)]--;
        slot.Base--;
        slot.End++;
        bases--;
        phases[PhaseOf(slot.Base)]++;
        ends.Set(number, slot.End, slot.Rank);
    }

    private long LastTokenOf(in Slot slot) => slot.IsLate ? slot.LastToken : Math.Max(slot.LastToken, advancedAt);

    private void CountGaps(FineTime time)
    {
        if (Gaps is null)
            return;
        if (!isStalled)
        {
            Gaps.Add(time.Whole.Nanoseconds, servedDecodes);
            return;
        }

        for (var number = first; number >= 0; number = slots[number].Next)
        {
            if (slots[number].Phase == Phase.Decoding && (servesAll || slots[number].Chunk > 0))
            {
                var last = LastTokenOf(slots[number]);
                Gaps.Add(last == begunAt ? time.Whole.Nanoseconds : At.UnixNanoseconds - last);
            }

            if (servesAll)
                slots[number].IsLate = false;
        }
    }

    private void FinishEnded()
    {
        while (ends.FirstKey == iteration)
        {
            var number = ends.First;
            Tell(EngineEventKind.Finished, slots[number].Id);
            Withdraw(number);
            Forget(number);
        }
    }
}
