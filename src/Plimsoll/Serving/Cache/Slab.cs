namespace Plimsoll.Serving.Cache;

/// <summary>
/// Numbered places for values, reused after they are given back, so that nothing is allocated once the most places that
/// are ever in use have been. Place 0 always exists and stands for none.
/// </summary>
internal sealed class Slab<T>
    where T : struct
{
    private T[] items = new T[16];
    private int[] spare = new int[16];
    private int spares;
    private int used = 1;

    /// <summary>The value of a place. The reference holds until the next <see cref="Take"/>.</summary>
    public ref T this[int place] => ref items[place];

    /// <summary>A place that nobody uses, whose value is <c>default</c>.</summary>
    public int Take()
    {
        if (spares > 0)
            return spare[--spares];
        if (used == items.Length)
        {
            Array.Resize(ref items, used * 2);
            Array.Resize(ref spare, used * 2);
        }

        return used++;
    }

    /// <summary>Gives a place back.</summary>
    public void Give(int place)
    {
        items[place] = default;
        spare[spares++] = place;
    }
}
