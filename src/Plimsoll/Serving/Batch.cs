using Plimsoll.Quantities;
using Plimsoll.Serving.Cache;

namespace Plimsoll.Serving;

/// <summary>
/// The sequences on one engine, what each has reached, and the step in progress: a state without time, changed only by
/// forming steps and completing them. Sequences that decode are not touched one by one: all of them advance with one
/// counter of iterations, and what a sequence has reached is its own base plus that counter. Allocates nothing once it
/// has held its largest load. Not safe for concurrent use.
/// <para>
/// A step is formed (<see cref="Begin"/>, then what a scheduler does), taken (<see cref="Take"/>: sequences have what
/// it computes, so that the next one can be formed) and yields (<see cref="Yield"/>: what it computed is known). Where
/// steps are formed ahead, the one after it is formed before it yields.
/// </para>
/// </summary>
public sealed partial class Batch
{
    private readonly KvCache cache;
    private readonly IndexedHeap waiting = new();
    private readonly Dictionary<long, int> slotOf = [];
    private Slot[] slots = new Slot[8];
    private int unused = -1;
    private int made;
    private int first = -1;
    private int last = -1;
    private long arrivals;
    private long returns;
    private long admissions;
    private EngineEvent[] events = new EngineEvent[16];
    private int eventCount;

    /// <summary>An empty batch.</summary>
    /// <param name="settings">Its bounds.</param>
    public Batch(EngineSettings settings)
    {
        Settings = settings;
        cache = new(settings.Blocks, settings.BlockTokens, settings.PrefixTokens);
        phases = new int[settings.BlockTokens];
    }

    private enum Phase
    {
        Unused = 0,
        Waiting = 1,
        Prefilling = 2,
        Decoding = 3,
        Leaving = 4,
    }

    /// <summary>Its bounds.</summary>
    public EngineSettings Settings { get; }

    /// <summary>Instant that events are stamped with.</summary>
    public Instant At { get; set; }

    /// <summary>Sequences in the batch.</summary>
    public int Running { get; private set; }

    /// <summary>Sequences that wait to join it.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Sequences of the batch whose input is complete.</summary>
    public int Decoding => decoding;

    /// <summary>Blocks of cache that no sequence holds.</summary>
    public int FreeBlocks => cache.Free;

    /// <summary>What happened since <see cref="ClearEvents"/>, in order.</summary>
    public ReadOnlySpan<EngineEvent> Events => events.AsSpan(0, eventCount);

    /// <summary>Forgets events.</summary>
    public void ClearEvents() => eventCount = 0;

    /// <summary>Puts a sequence into the queue. Whether it fits at all is the caller's to know.</summary>
    public void Add(in Sequence sequence)
    {
        var number = unused >= 0 ? unused : made++;
        if (unused >= 0)
            unused = slots[number].Next;
        else if (number == slots.Length)
            Array.Resize(ref slots, slots.Length * 2);
        if (!slotOf.TryAdd(sequence.Id, number))
            throw new ArgumentException($"Sequence {sequence.Id} is on the engine already.", nameof(sequence));

        // What comes ready has its first token, which is an input like any other to what computes the next.
        var prompt = sequence.Input + (sequence.Ready ? 1 : 0);
        slots[number] = new()
        {
            Id = sequence.Id,
            Prompt = prompt,
            Output = sequence.Output,
            Priority = sequence.Priority,
            Names = sequence.Prefix,
            Named = NamedOf(sequence, prompt),
            Computed = sequence.Ready ? sequence.Input : sequence.Held,
            Brought = sequence.Held,
            Order = arrivals++,
            Phase = Phase.Waiting,
        };
        Enqueue(number, slots[number].Order);
        if (waiting.First == number)
            IsBlocked = false;
    }

    /// <summary>Takes a sequence off at once, also in the middle of a step. Says whether it was there.</summary>
    public bool Remove(long id)
    {
        if (!slotOf.TryGetValue(id, out var number))
            return false;
        Forgive(number);
        if (slots[number].Phase == Phase.Waiting)
        {
            if (waiting.First == number)
                IsBlocked = false;
            waiting.Remove(number);
        }
        else
        {
            Withdraw(number);
        }

        Forget(number);
        return true;
    }

    /// <summary>Whether a sequence is in the batch.</summary>
    public bool IsRunning(long id) =>
        slotOf.TryGetValue(id, out var number) && slots[number].Phase != Phase.Waiting;

    /// <summary>Tokens that a sequence has produced; 0 when it is not there.</summary>
    public int Produced(long id) =>
        slotOf.TryGetValue(id, out var number) ? ProducedOf(slots[number]) - Owed(number) : 0;

    // Tokens from the first on that names may stand for: the prompt, and what is produced where names begin beyond it.
    private int NamedOf(in Sequence sequence, int prompt) =>
        prompt + (((long)sequence.Prefix.Length - 1) * Settings.PrefixTokens >= prompt ? sequence.Output : 0);

    private int ProducedOf(in Slot slot) =>
        slot.Phase == Phase.Decoding ? slot.Output - (int)(slot.End - iteration) : slot.Produced;

    private int ComputedOf(in Slot slot) =>
        slot.Phase == Phase.Decoding ? (int)(slot.Base + iteration) : slot.Computed;

    private void Enqueue(int number, long order)
    {
        var isRanked = Settings.Order == QueueOrder.Priority;
        waiting.Set(number, isRanked ? slots[number].Priority : 0, isRanked ? slots[number].Order : order);
    }

    /// <summary>
    /// Takes a sequence out of the batch and the step, and frees its blocks. Says what it would have computed.
    /// </summary>
    private int Withdraw(int number)
    {
        ref var slot = ref slots[number];
        var (blocks, chunk) = (BlocksOf(slot), slot.Chunk);
        if (slot.Phase == Phase.Decoding)
        {
            chunk = IsServed(slot) ? 1 : 0;
            servedDecodes -= chunk;
            servedContext -= chunk * (slot.Base + iteration);
            slot.Produced = ProducedOf(slot);
            slot.Computed = ComputedOf(slot);
            StopDecoding(number);
        }
        else
        {
            DropPart(number);
        }

        slot.Chunk = 0;
        if (slot.Named > slot.Prompt)
            cache.Publish(slot.Held, slot.Computed);
        cache.Release(slot.Held, blocks);
        slot.Held = 0;
        slot.Blocks = 0;
        Unlink(number);
        IsBlocked = false;
        return chunk;
    }

    private void Forget(int number)
    {
        slotOf.Remove(slots[number].Id);
        slots[number] = new() { Next = unused };
        unused = number;
    }

    private void Link(int number)
    {
        slots[number].Previous = last;
        slots[number].Next = -1;
        if (last >= 0)
            slots[last].Next = number;
        else
            first = number;
        last = number;
        Running++;
    }

    private void Unlink(int number)
    {
        var (previous, next) = (slots[number].Previous, slots[number].Next);
        if (previous >= 0)
            slots[previous].Next = next;
        else
            first = next;
        if (next >= 0)
            slots[next].Previous = previous;
        else
            last = previous;
        Running--;
    }

    private void Tell(EngineEventKind kind, long id, int cached = 0)
    {
        if (eventCount == events.Length)
            Array.Resize(ref events, events.Length * 2);
        events[eventCount++] = new(kind, id, At, cached);
    }

    /// <summary>A sequence. While it decodes, what it has reached is <see cref="Base"/> plus the iteration.</summary>
    private struct Slot
    {
        public long Id;
        public ReadOnlyMemory<long> Names;
        public long Order;
        public long Rank;
        public long Base;
        public long End;
        public long LastToken;
        public long Since;
        public long OwedIn;
        public int Prompt;
        public int Named;
        public int Output;
        public int Priority;
        public int Computed;
        public int Produced;
        public int Chunk;
        public int Blocks;
        public int Held;
        public int Brought;
        public int Next;
        public int Previous;
        public Phase Phase;
        public bool IsLate;
    }
}
