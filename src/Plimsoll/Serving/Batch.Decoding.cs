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
    private bool isStalled;

    /// <summary>Tokens in the caches of sequences that decode, all together.</summary>
    public long DecodeContext => bases + (decoding * iteration);

    /// <summary>Blocks that a step needs which gives a token to every sequence that decodes.</summary>
    public int BlocksToDecode => phases[PhaseAt(0)];

    /// <summary>
    /// Whether the next steps do nothing but give a token to every sequence that decodes, until one ends, blocks run
    /// out or somebody comes or goes.
    /// </summary>
    public bool IsSteady =>
        decoding > 0 && prefillCount == 0 && !IsFormed && !isStalled && leaving == 0
        && (waiting.Count == 0 || IsBlocked) && decoding <= Settings.TokenBudget;

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
    /// <param name="steps">How many.</param>
    /// <param name="last">How long the last of them takes.</param>
    /// <param name="ends">When it ends.</param>
    public void TakeSteady(long steps, FineTime last, Instant ends)
    {
        cache.Take(BlocksOver(steps));
        iteration += steps;
        taken += steps;
        advancedAt = ends.UnixNanoseconds;
        if (Settings.FormsAhead)
            Owe(last, decoding);
        LeaveEnded();
        if (!Settings.FormsAhead)
            Yield();
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

    private void StartDecoding(int number, long at)
    {
        ref var slot = ref slots[number];
        slot.Phase = Phase.Decoding;
        slot.Base = slot.Computed - iteration;
        slot.End = iteration + slot.Output - slot.Produced;
        slot.LastToken = at;
        slot.IsLate = false;
        slot.Since = taken;
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
}
