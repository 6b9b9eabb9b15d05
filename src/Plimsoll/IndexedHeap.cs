namespace Plimsoll;

/// <summary>
/// Numbers from 0, each at most once, in order of two keys, the least first. A number's keys are changed in place, so
/// that the heap never holds what is out of date. Numbers must differ in their keys, so that the order is total. Every
/// change is O(log size); memory is allocated only to grow. Not safe for concurrent use.
/// </summary>
public sealed class IndexedHeap
{
    private const int Absent = -1;

    private Entry[] entries = [];
    private int[] places = [];

    /// <summary>Numbers in it.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Entries that were put in a place since the beginning: what changes cost, whatever the machine.
    /// </summary>
    public long Moves { get; private set; }

    /// <summary>The first number; -1 when there is none.</summary>
    public int First => Count == 0 ? Absent : entries[0].Number;

    /// <summary>Its major key; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstKey => Count == 0 ? long.MaxValue : entries[0].Major;

    /// <summary>Puts a number in, or gives it other keys.</summary>
    /// <param name="number">0 or more.</param>
    /// <param name="major">What the order is by.</param>
    /// <param name="minor">What it is by between equal major keys.</param>
    public void Set(int number, long major, long minor)
    {
        if (number >= places.Length)
            Grow(number + 1);
        var entry = new Entry(major, minor, number);
        var place = places[number];
        if (place == Absent)
            Rise(Count++, entry);
        else if (entry.Before(entries[place]))
            Rise(place, entry);
        else
            Sink(place, entry);
    }

    /// <summary>Takes a number out, if it is in it.</summary>
    public void Remove(int number)
    {
        if (number >= places.Length || places[number] == Absent)
            return;
        var place = places[number];
        places[number] = Absent;
        var last = entries[--Count];
        if (place == Count)
            return;
        if (place > 0 && last.Before(entries[(place - 1) / 2]))
            Rise(place, last);
        else
            Sink(place, last);
    }

    private void Rise(int place, in Entry entry)
    {
        while (place > 0)
        {
            var above = (place - 1) / 2;
            if (!entry.Before(entries[above]))
                break;
            Put(place, entries[above]);
            place = above;
        }

        Put(place, entry);
    }

    private void Sink(int place, in Entry entry)
    {
        while (true)
        {
            var below = (2 * place) + 1;
            if (below >= Count)
                break;
            if (below + 1 < Count && entries[below + 1].Before(entries[below]))
                below++;
            if (!entries[below].Before(entry))
                break;
            Put(place, entries[below]);
            place = below;
        }

        Put(place, entry);
    }

    private void Put(int place, in Entry entry)
    {
        Moves++;
        entries[place] = entry;
        places[entry.Number] = place;
    }

    private void Grow(int count)
    {
        var before = places.Length;
        var size = Math.Max(count, Math.Max(16, before * 2));
        Array.Resize(ref entries, size);
        Array.Resize(ref places, size);
        Array.Fill(places, Absent, before, size - before);
    }

    private readonly record struct Entry(long Major, long Minor, int Number)
    {
        public bool Before(in Entry other) =>
            Major < other.Major || (Major == other.Major && Minor < other.Minor);
    }
}
