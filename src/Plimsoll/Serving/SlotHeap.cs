namespace Plimsoll.Serving;

/// <summary>
/// Slots in order of two keys, the least first; any slot can be taken out. Equal keys are not allowed, so that the
/// order is total. Allocates only when it grows.
/// </summary>
internal sealed class SlotHeap
{
    private Entry[] heap = new Entry[8];
    private int[] places = [];

    /// <summary>Slots in it.</summary>
    public int Count { get; private set; }

    /// <summary>Slot with the least keys; -1 when it is empty.</summary>
    public int First => Count == 0 ? -1 : heap[0].Slot;

    /// <summary>Major key of the first slot.</summary>
    public long FirstKey => heap[0].Major;

    /// <summary>Puts a slot in that is not in it.</summary>
    public void Add(int slot, long major, long minor)
    {
        if (Count == heap.Length)
            Array.Resize(ref heap, heap.Length * 2);
        if (slot >= places.Length)
            Array.Resize(ref places, Math.Max(slot + 1, Math.Max(8, places.Length * 2)));
        Rise(Count++, new(major, minor, slot));
    }

    /// <summary>Takes a slot out that is in it.</summary>
    public void Remove(int slot)
    {
        var place = places[slot];
        var last = heap[--Count];
        if (place == Count)
            return;
        if (place > 0 && last.Before(heap[(place - 1) / 2]))
            Rise(place, last);
        else
            Sink(place, last);
    }

    private void Rise(int place, in Entry entry)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!entry.Before(heap[parent]))
                break;
            Set(place, heap[parent]);
            place = parent;
        }

        Set(place, entry);
    }

    private void Sink(int place, in Entry entry)
    {
        while (true)
        {
            var child = (place * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && heap[child + 1].Before(heap[child]))
                child++;
            if (!heap[child].Before(entry))
                break;
            Set(place, heap[child]);
            place = child;
        }

        Set(place, entry);
    }

    private void Set(int place, in Entry entry)
    {
        heap[place] = entry;
        places[entry.Slot] = place;
    }

    private readonly record struct Entry(long Major, long Minor, int Slot)
    {
        public bool Before(in Entry other) =>
            Major < other.Major || (Major == other.Major && Minor < other.Minor);
    }
}
