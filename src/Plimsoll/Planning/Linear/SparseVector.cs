using System.Numerics;

namespace Plimsoll.Planning.Linear;

/// <summary>
/// A vector of which the places that may not be zero are known, so that work on it follows what is there and not its
/// length. They are visited in order, while others are added ahead. A bit stands for each place, and one of a second
/// kind for each word of them.
/// </summary>
internal sealed class SparseVector(int size)
{
    private readonly double[] values = new double[size];
    private readonly ulong[] present = new ulong[(size >> 6) + 1];
    private readonly ulong[] words = new ulong[(size >> 12) + 1];

    public double this[int index]
    {
        get => values[index];
        set
        {
            values[index] = value;
            Mark(index);
        }
    }

    /// <summary>First place from an index on that may not be zero; negative: none.</summary>
    public int From(int index)
    {
        var word = index >> 6;
        if (word >= present.Length)
            return -1;
        var bits = present[word] & (ulong.MaxValue << index);
        if (bits != 0)
            return (word << 6) + BitOperations.TrailingZeroCount(bits);
        var group = ++word >> 6;
        if (group == words.Length)
            return -1;
        var marked = words[group] & (ulong.MaxValue << word);
        while (marked == 0)
        {
            if (++group == words.Length)
                return -1;
            marked = words[group];
        }

        word = (group << 6) + BitOperations.TrailingZeroCount(marked);
        return (word << 6) + BitOperations.TrailingZeroCount(present[word]);
    }

    /// <summary>Last place up to an index that may not be zero; negative: none.</summary>
    public int UpTo(int index)
    {
        if (index < 0)
            return -1;
        var word = index >> 6;
        var bits = present[word] & (ulong.MaxValue >> (63 - (index & 63)));
        if (bits != 0)
            return (word << 6) + 63 - BitOperations.LeadingZeroCount(bits);
        if (--word < 0)
            return -1;
        var group = word >> 6;
        var marked = words[group] & (ulong.MaxValue >> (63 - (word & 63)));
        while (marked == 0)
        {
            if (--group < 0)
                return -1;
            marked = words[group];
        }

        word = (group << 6) + 63 - BitOperations.LeadingZeroCount(marked);
        return (word << 6) + 63 - BitOperations.LeadingZeroCount(present[word]);
    }

    /// <summary>Subtracts a multiple of a column.</summary>
    public void Subtract(ReadOnlySpan<int> rows, ReadOnlySpan<double> column, double multiple)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            values[rows[i]] -= column[i] * multiple;
            Mark(rows[i]);
        }
    }

    /// <summary>Product with a column.</summary>
    public double Dot(ReadOnlySpan<int> rows, ReadOnlySpan<double> column)
    {
        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
            sum += column[i] * values[rows[i]];
        return sum;
    }

    /// <summary>Makes all of it zero.</summary>
    public void Clear()
    {
        for (var i = From(0); i >= 0; i = From(i + 1))
        {
            values[i] = 0;
            present[i >> 6] &= ulong.MaxValue << i << 1;
        }

        Array.Clear(words);
    }

    private void Mark(int index)
    {
        present[index >> 6] |= 1UL << index;
        words[index >> 12] |= 1UL << (index >> 6);
    }
}
