namespace Plimsoll.Simulation.Fleets;

/// <summary>
/// Numbers from 0, each at most once, by key: the lowest key first and, of equal keys, the lower number. A number's key
/// is changed in place, so the heap never holds what is out of date. Every operation is O(log size).
/// </summary>
internal sealed class MinHeap
{
    private const int Absent = -1;

    private int[] places = [];
    private int[] numbers = [];
    private long[] keys = [];

    /// <summary>Numbers that have a key.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Levels that were gone up or down since the beginning: what operations cost, whatever the machine.
    /// </summary>
    public long Moves { get; private set; }

    /// <summary>The first number; only while <see cref="Count"/> is above zero.</summary>
    public int First => numbers[0];

    /// <summary>Its key; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstKey => Count == 0 ? long.MaxValue : keys[0];

    /// <summary>Whether a number has a key.</summary>
    public bool Contains(int number) => number < places.Length && places[number] != Absent;

    /// <summary>Gives a number a key, instead of the one it has.</summary>
    public void Set(int number, long key)
    {
        if (number >= places.Length)
            Grow(number + 1);
        var place = places[number];
        if (place == Absent)
        {
            place = Count++;
            Rise(place, number, key);
        }
        else if (key < keys[place])
            Rise(place, number, key);
        else
            Sink(place, number, key);
    }

    /// <summary>Takes a number's key away, if it has one.</summary>
    public void Remove(int number)
    {
        if (!Contains(number))
            return;
        var place = places[number];
        places[number] = Absent;
        Count--;
        if (place == Count)
            return;
        var (last, key) = (numbers[Count], keys[Count]);
        if (place > 0 && Precedes(last, key, (place - 1) / 2))
            Rise(place, last, key);
        else
            Sink(place, last, key);
    }

    private void Rise(int place, int number, long key)
    {
        while (place > 0)
        {
            var above = (place - 1) / 2;
            if (!Precedes(number, key, above))
                break;
            Put(place, numbers[above], keys[above]);
            place = above;
        }

        Put(place, number, key);
    }

    private void Sink(int place, int number, long key)
    {
        while (true)
        {
            var below = (2 * place) + 1;
            if (below >= Count)
                break;
            if (below + 1 < Count && Precedes(numbers[below + 1], keys[below + 1], below))
                below++;
            if (!Precedes(numbers[below], keys[below], number, key))
                break;
            Put(place, numbers[below], keys[below]);
            place = below;
        }

        Put(place, number, key);
    }

    private bool Precedes(int number, long key, int place) => Precedes(number, key, numbers[place], keys[place]);

    private static bool Precedes(int number, long key, int other, long otherKey) =>
        key < otherKey || (key == otherKey && number < other);

    private void Put(int place, int number, long key)
    {
        Moves++;
        numbers[place] = number;
        keys[place] = key;
        places[number] = place;
    }

    private void Grow(int count)
    {
        var size = Math.Max(count, Math.Max(16, places.Length * 2));
        var before = places.Length;
        Array.Resize(ref places, size);
        Array.Resize(ref numbers, size);
        Array.Resize(ref keys, size);
        Array.Fill(places, Absent, before, size - before);
    }
}
