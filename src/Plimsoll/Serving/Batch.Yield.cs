using System.Diagnostics;
using Plimsoll.Measures;
using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <content>What a step yields, once it is taken and until it is known.</content>
public sealed partial class Batch
{
    private const long NoGap = -1;

    private OwedToken[] owed = new OwedToken[8];
    private int owedCount;
    private long owedGap;
    private int owedDecodes;
    private int leaving;
    private long taken;

    /// <summary>
    /// Collects the times between tokens of a sequence, in nanoseconds, as steps end; null: they are not collected.
    /// </summary>
    public QuantileSketch? Gaps { get; init; }

    /// <summary>How often the input of a sequence was completed, which yields a token each time.</summary>
    public long CompletedInputs { get; private set; }

    /// <summary>
    /// Takes the step that was formed: sequences have what it computes for them, and those for which it computes the
    /// last token get no more. What it yields is owed until <see cref="Yield"/>.
    /// </summary>
    /// <param name="time">How long it takes.</param>
    /// <param name="ends">When it ends.</param>
    public void Take(FineTime time, Instant ends)
    {
        Debug.Assert(IsFormed, "A step is formed.");
        taken++;
        var begins = Settings.FormsAhead ? At.UnixNanoseconds : begunAt;
        var stalls = servedDecodes < decoding;
        if (servedDecodes > 0)
        {
            if (servesAll && !isStalled)
                Owe(time, servedDecodes);
            else
                OweEach(time, begins, ends.UnixNanoseconds);
            if (!servesAll)
                HoldBackUnserved();
            iteration++;
            advancedAt = ends.UnixNanoseconds;
        }

        isStalled = stalls;
        IsFormed = false;
        LeaveEnded();
        for (var index = 0; index < partCount; index++)
            EndPart(parts[index], ends.UnixNanoseconds);
        partCount = 0;
        var kept = 0;
        for (var index = 0; index < prefillCount; index++)
        {
            if (slots[prefilling[index]].Phase == Phase.Prefilling)
                prefilling[kept++] = prefilling[index];
        }

        prefillCount = kept;
    }

    /// <summary>
    /// Lets what the step that was taken computed be known: first tokens are there, and sequences that are complete
    /// leave.
    /// </summary>
    public void Yield()
    {
        if (owedDecodes > 0)
            Gaps?.Add(owedGap, owedDecodes);
        owedDecodes = 0;
        var count = owedCount;
        for (var index = 0; index < count; index++)
        {
            var (number, what, gap) = (owed[index].Slot, owed[index].What, owed[index].Gap);
            if (number < 0)
                continue;
            if (gap != NoGap)
                Gaps?.Add(gap);
            if (what == Owing.Last)
            {
                Leave(number);
                continue;
            }

            if (what != Owing.Decoded)
                CompletedInputs++;
            if (what == Owing.First)
                Tell(EngineEventKind.FirstToken, slots[number].Id);
        }

        owedCount = 0;
    }

    private void Owe(FineTime time, int decodes) => (owedGap, owedDecodes) = (time.Whole.Nanoseconds, decodes);

    private void OweEach(FineTime time, long begins, long ends)
    {
        for (var number = first; number >= 0; number = slots[number].Next)
        {
            if (slots[number].Phase == Phase.Decoding && (servesAll || slots[number].Chunk > 0))
            {
                var last = LastTokenOf(slots[number]);
                Owe(number, Owing.Decoded, last == begins ? time.Whole.Nanoseconds : ends - last);
            }

            if (servesAll)
                slots[number].IsLate = false;
        }
    }

    private void Owe(int number, Owing what, long gap = NoGap)
    {
        if (owedCount == owed.Length)
            Array.Resize(ref owed, owed.Length * 2);
        owed[owedCount++] = new(number, what, gap);
    }

    private void HoldBackUnserved()
    {
        for (var number = first; number >= 0; number = slots[number].Next)
        {
            if (slots[number].Phase != Phase.Decoding)
                continue;
            if (slots[number].Chunk == 0)
                HoldBack(number);
            else
                slots[number].IsLate = false;
            slots[number].Chunk = 0;
        }
    }

    private void LeaveEnded()
    {
        while (ends.FirstKey == iteration)
        {
            var number = ends.First;
            ref var slot = ref slots[number];
            slot.Blocks = BlocksOf(slot);
            slot.Computed = ComputedOf(slot);
            slot.Produced = slot.Output;
            StopDecoding(number);
            BeginLeaving(number);
        }
    }

    private void EndPart(int number, long ends)
    {
        ref var slot = ref slots[number];
        slot.Computed += slot.Chunk;
        slot.Chunk = 0;
        if (slot.Computed < slot.Prompt + slot.Produced)
            return;
        slot.Produced++;
        Owe(number, slot.Produced == 1 ? Owing.First : Owing.Again,
            slot.Produced == 1 ? NoGap : ends - slot.LastToken);
        if (slot.Produced < slot.Output)
        {
            StartDecoding(number, ends);
            return;
        }

        slot.Since = taken;
        BeginLeaving(number);
    }

    private void BeginLeaving(int number)
    {
        slots[number].Phase = Phase.Leaving;
        leaving++;
        Owe(number, Owing.Last);
    }

    private void Leave(int number)
    {
        Tell(EngineEventKind.Finished, slots[number].Id);
        leaving--;
        if (slots[number].Phase == Phase.Waiting)
        {
            IsBlocked &= waiting.First != number;
            waiting.Remove(number);
        }
        else
        {
            Withdraw(number);
        }

        Forget(number);
    }

    /// <summary>Whether a sequence is one of all that got a token in the step taken last.</summary>
    private bool IsOwedWithAll(int number) => owedDecodes > 0 && (slots[number].OwedIn == taken
        || (slots[number].Phase is Phase.Decoding or Phase.Leaving && slots[number].Since < taken));

    /// <summary>Remembers what a sequence is owed that is put back to the queue.</summary>
    private void NoteOwed(int number)
    {
        if (IsOwedWithAll(number))
            slots[number].OwedIn = taken;
    }

    /// <summary>Forgets what a sequence is owed that is taken off.</summary>
    private void Forgive(int number)
    {
        if (IsOwedWithAll(number))
            owedDecodes--;
        for (var index = 0; index < owedCount; index++)
        {
            if (owed[index].Slot != number)
                continue;
            if (owed[index].What == Owing.Last)
                leaving--;
            owed[index].Slot = -1;
        }
    }

    private int Owed(int number)
    {
        if (IsOwedWithAll(number))
            return 1;
        for (var index = 0; index < owedCount; index++)
        {
            if (owed[index].Slot == number && owed[index].What != Owing.Last)
                return 1;
        }

        return 0;
    }

    private enum Owing
    {
        /// <summary>A token from the cache.</summary>
        Decoded = 1,

        /// <summary>The first token.</summary>
        First = 2,

        /// <summary>The token after the input was computed again.</summary>
        Again = 3,

        /// <summary>That it has its last token.</summary>
        Last = 4,
    }

    private record struct OwedToken(int Slot, Owing What, long Gap);
}
