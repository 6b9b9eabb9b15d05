using System.Diagnostics;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Serving;

/// <content>What a scheduler forms a step with.</content>
public sealed partial class Batch
{
    private int[] prefilling = new int[8];
    private int prefillCount;
    private int[] parts = new int[8];
    private int partCount;
    private PrefillPart[] partSizes = new PrefillPart[8];
    private long begunAt;
    private bool servesAll;
    private int servedDecodes;
    private long servedContext;

    /// <summary>Whether a step is formed and not taken.</summary>
    public bool IsFormed { get; private set; }

    /// <summary>
    /// Whether the first of those that wait could not join for want of a seat or of blocks, and cannot until a sequence
    /// of the batch ends or leaves.
    /// </summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Sequences that get a token from their cache in the step.</summary>
    public int ServedDecodes => servedDecodes;

    /// <summary>Tokens in their caches before the step, all together.</summary>
    public long ServedContext => servedContext;

    /// <summary>Input that the step computes, in order.</summary>
    public ReadOnlySpan<PrefillPart> Parts => partSizes.AsSpan(0, partCount);

    /// <summary>Sequences of the batch whose input is not complete, in the order in which they joined.</summary>
    public ReadOnlySpan<int> Prefilling => prefilling.AsSpan(0, prefillCount);

    /// <summary>Whether all of those joined after all that decode.</summary>
    public bool PrefillsLast => prefillCount == 0 || slots[prefilling[0]].Rank > lastDecodeRank;

    /// <summary>First of the batch in the order in which they joined; -1 when it is empty.</summary>
    public int First => first;

    /// <summary>Who gives way when blocks run out. The batch is not empty.</summary>
    public int Victim
    {
        get
        {
            if (Settings.Order == QueueOrder.FirstCome)
                return last;
            var victim = first;
            for (var number = slots[first].Next; number >= 0; number = slots[number].Next)
            {
                if ((slots[number].Priority, slots[number].Order).CompareTo(
                    (slots[victim].Priority, slots[victim].Order)) > 0)
                    victim = number;
            }

            return victim;
        }
    }

    /// <summary>The one that joined after another; -1 after the last.</summary>
    public int After(int slot) => slots[slot].Next;

    /// <summary>Whether the input of a sequence is complete.</summary>
    public bool IsDecoding(int slot) => slots[slot].Phase == Phase.Decoding;

    /// <summary>
    /// Most tokens that a step may compute for a sequence of the batch: one when it decodes, none when its last token
    /// is under way.
    /// </summary>
    public int MostOf(int slot) => slots[slot].Phase switch
    {
        Phase.Decoding => 1,
        Phase.Leaving => 0,
        _ => Capped(Target(slot) - slots[slot].Computed),
    };

    /// <summary>Blocks that a sequence lacks to compute so many tokens more.</summary>
    public int BlocksToCompute(int slot, int tokens)
    {
        ref readonly var entry = ref slots[slot];
        return Math.Max(0, cache.BlocksFor(ComputedOf(entry) + tokens) - BlocksOf(entry));
    }

    /// <summary>Has a scheduler form a step; whether it serves anybody.</summary>
    /// <param name="scheduler">Who forms it.</param>
    /// <param name="mayServeNobody">Whether that is an answer while there is work: a step is in progress.</param>
    internal bool Form(IScheduler scheduler, bool mayServeNobody)
    {
        for (var tries = 0; ; tries++)
        {
            Begin();
            scheduler.Form(this);
            if (ServedDecodes > 0 || !Parts.IsEmpty)
                return true;
            if (mayServeNobody || Running + Waiting == 0)
                return false;

            // Sequences that only gave way to each other leave room for what the next attempt lets in.
            Take(default, At);
            if (tries > Settings.MaxSequences)
                throw new InvalidOperationException($"{scheduler} serves none of {Running + Waiting}.");
        }
    }

    /// <summary>Begins to form a step.</summary>
    internal void Begin()
    {
        Debug.Assert(!IsFormed, "The step before was taken.");
        begunAt = At.UnixNanoseconds;
        servesAll = false;
        partCount = servedDecodes = 0;
        servedContext = 0;
        IsFormed = true;
    }

    /// <summary>Gives a token to every sequence that decodes; blocks have to suffice.</summary>
    public void DecodeAll()
    {
        cache.Take(BlocksToDecode);
        servesAll = true;
        servedDecodes = decoding;
        servedContext = DecodeContext;
    }

    /// <summary>
    /// Lets the step compute tokens of a sequence of the batch that is not served yet. False, and nothing done, when
    /// blocks do not suffice.
    /// </summary>
    public bool TryCompute(int slot, int tokens)
    {
        var lacking = BlocksToCompute(slot, tokens);
        if (lacking > cache.Free)
            return false;
        cache.Take(lacking);
        ref var entry = ref slots[slot];
        entry.Chunk = tokens;
        if (entry.Phase == Phase.Decoding)
        {
            servedDecodes++;
            servedContext += entry.Base + iteration;
        }
        else
        {
            entry.Blocks += lacking;
            AddPart(slot, tokens);
        }

        return true;
    }

    /// <summary>
    /// Lets the step compute input of those whose input is not complete, in the order in which they joined; blocks have
    /// to suffice.
    /// </summary>
    /// <param name="budget">Most tokens, all together; none below 1.</param>
    /// <returns>What is left of the budget.</returns>
    public int ContinuePrompts(int budget)
    {
        foreach (var slot in Prefilling)
        {
            var tokens = Math.Min(MostOf(slot), budget);
            if (tokens > 0 && TryCompute(slot, tokens))
                budget -= tokens;
        }

        return budget;
    }

    /// <summary>
    /// Puts a sequence of the batch back to the head of the queue and throws its cache away. Says how many tokens the
    /// step was to compute for it.
    /// </summary>
    public int Preempt(int slot)
    {
        if (IsDecoding(slot))
            slots[slot].LastToken = LastTokenOf(slots[slot]);
        NoteOwed(slot);
        var tokens = Withdraw(slot);
        slots[slot].Computed = slots[slot].Brought;
        slots[slot].Phase = Phase.Waiting;
        Enqueue(slot, --returns);
        Tell(EngineEventKind.Preempted, slots[slot].Id);
        return tokens;
    }

    /// <summary>Lets the first of those that wait join, and computes of its input what fits.</summary>
    /// <param name="most">Most tokens to compute. 1 or more.</param>
    /// <param name="intake">Whether all of its input has to fit, and what blocks are taken for.</param>
    /// <param name="tokens">Tokens to compute.</param>
    /// <returns>False when nobody waits, its input does not fit, or there is no seat or no room.</returns>
    public bool TryAdmit(int most, Intake intake, out int tokens)
    {
        tokens = 0;
        var number = waiting.First;
        if (number < 0)
            return false;
        ref var slot = ref slots[number];
        var target = slot.Prompt + slot.Produced;
        var match = slot.Computed > 0 ? default : cache.Match(slot.Names.Span, slot.Named, target);
        var had = slot.Computed + match.Tokens;
        if (intake == Intake.Whole && target - had > most)
            return false;
        tokens = Math.Min(Capped(target - had), most);
        var blocks = cache.BlocksFor(intake == Intake.Pieces ? had + tokens : target) - match.Blocks;
        var needed = Settings.AdmitsWhole ? cache.BlocksFor(target) - match.Blocks : blocks;
        var hasSeat = Running < Settings.MaxSequences;
        if (!hasSeat || needed + match.Reclaimed + Settings.WatermarkBlocks > cache.Free)
        {
            // What is found of it may be evicted while it waits: where only a piece of its input has to fit, it then
            // needs less.
            IsBlocked = !hasSeat || Settings.AdmitsWhole || match.Reclaimed == 0;
            tokens = 0;
            return false;
        }

        waiting.Remove(number);
        slot.Held = cache.Hold(slot.Names, slot.Named, match);
        cache.Take(blocks);
        slot.Computed = had;
        slot.Blocks = match.Blocks + blocks;
        slot.Rank = admissions++;
        slot.Phase = Phase.Prefilling;
        Link(number);
        Append(ref prefilling, ref prefillCount, number);
        Tell(EngineEventKind.Scheduled, slot.Id, had);
        slot.Chunk = tokens;
        AddPart(number, tokens);
        return true;
    }

    private int Target(int slot) => slots[slot].Prompt + slots[slot].Produced;

    private int Capped(int tokens) => Settings.LongPrefill > 0 ? Math.Min(tokens, Settings.LongPrefill) : tokens;

    private bool IsServed(in Slot slot) => IsFormed && (servesAll || slot.Chunk > 0);

    private int BlocksOf(in Slot slot) => slot.Phase == Phase.Decoding
        ? cache.BlocksFor(ComputedOf(slot) + (IsServed(slot) ? 1 : 0))
        : slot.Blocks;

    private void AddPart(int number, int tokens)
    {
        ref var slot = ref slots[number];
        cache.Publish(slot.Held, slot.Computed + tokens);
        if (partCount == partSizes.Length)
            Array.Resize(ref partSizes, partSizes.Length * 2);
        partSizes[partCount] = new(tokens, slot.Computed);
        Append(ref parts, ref partCount, number);
    }

    /// <summary>Forgets that a sequence has input to compute, in the step and after it.</summary>
    private void DropPart(int number)
    {
        for (var index = 0; index < partCount; index++)
        {
            if (parts[index] != number)
                continue;
            partCount--;
            Array.Copy(parts, index + 1, parts, index, partCount - index);
            Array.Copy(partSizes, index + 1, partSizes, index, partCount - index);
            break;
        }

        var at = Array.IndexOf(prefilling, number, 0, prefillCount);
        if (at < 0)
            return;
        prefillCount--;
        Array.Copy(prefilling, at + 1, prefilling, at, prefillCount - at);
    }

    private static void Append(ref int[] list, ref int count, int number)
    {
        if (count == list.Length)
            Array.Resize(ref list, list.Length * 2);
        list[count++] = number;
    }
}
