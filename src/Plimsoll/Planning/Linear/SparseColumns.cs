namespace Plimsoll.Planning.Linear;

/// <summary>Columns of which only the entries that are not zero are kept, added one after the other.</summary>
internal sealed class SparseColumns
{
    private int[] starts = new int[16];
    private int[] rows = new int[64];
    private double[] values = new double[64];
    private int entries;

    /// <summary>Number of columns that are ended.</summary>
    public int Count { get; private set; }

    public void Clear() => Count = entries = 0;

    /// <summary>Adds an entry to the column that is not ended yet.</summary>
    public void Add(int row, double value)
    {
        if (entries == rows.Length)
        {
            Array.Resize(ref rows, 2 * entries);
            Array.Resize(ref values, 2 * entries);
        }

        rows[entries] = row;
        values[entries++] = value;
    }

    public void End()
    {
        if (++Count == starts.Length)
            Array.Resize(ref starts, 2 * Count);
        starts[Count] = entries;
    }

    public ReadOnlySpan<int> Rows(int column) => rows.AsSpan(starts[column]..starts[column + 1]);

    public ReadOnlySpan<double> Values(int column) => values.AsSpan(starts[column]..starts[column + 1]);

    /// <summary>Gives every row another number.</summary>
    public void Renumber(int[] numbers)
    {
        for (var i = 0; i < entries; i++)
            rows[i] = numbers[rows[i]];
    }

    /// <summary>Takes the rows of other columns as columns.</summary>
    /// <param name="other">The columns.</param>
    /// <param name="count">How many rows they have.</param>
    public void TakeTransposed(SparseColumns other, int count)
    {
        (Count, entries) = (count, other.entries);
        if (starts.Length < Count + 2)
            starts = new int[Count + 2];
        if (rows.Length < entries)
            (rows, values) = (new int[other.rows.Length], new double[other.rows.Length]);
        Array.Clear(starts, 0, Count + 2);
        for (var i = 0; i < entries; i++)
            starts[other.rows[i] + 2]++;
        for (var k = 2; k <= Count; k++)
            starts[k] += starts[k - 1];
        for (var column = 0; column < other.Count; column++)
        {
            for (var i = other.starts[column]; i < other.starts[column + 1]; i++)
            {
                var at = starts[other.rows[i] + 1]++;
                rows[at] = column;
                values[at] = other.values[i];
            }
        }
    }
}
