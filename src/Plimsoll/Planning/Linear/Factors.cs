namespace Plimsoll.Planning.Linear;

/// <summary>
/// A basis as the product of a lower and an upper triangle, followed by a column for every exchange since. Columns are
/// eliminated one by one from the left: those with a single row left first, the others by their number of entries; of
/// the rows that are large enough the emptiest becomes the pivot. Work follows the entries that are not zero.
/// </summary>
/// <remarks>Left-looking elimination after Gilbert and Peierls (1988), exchanges in product form.</remarks>
internal sealed class Factors(int size)
{
    /// <summary>Part of the largest candidate that a pivot has to reach.</summary>
    private const double Threshold = 0.1;

    private const double Singular = 1e-11;

    private readonly SparseColumns lower = new();
    private readonly SparseColumns upper = new();
    private readonly SparseColumns lowerRows = new();
    private readonly SparseColumns upperRows = new();
    private readonly SparseColumns exchanges = new();
    private readonly List<(int Position, double Pivot)> exchanged = [];
    private readonly double[] diagonal = new double[size];
    private readonly SparseVector column = new(size);
    private readonly SparseVector work = new(size);
    private readonly int[] pivotRows = new int[size];
    private readonly int[] positions = new int[size];
    private readonly int[] rowCounts = new int[size];

    /// <summary>Exchanges since the last elimination.</summary>
    public int Exchanges => exchanged.Count;

    /// <summary>Eliminates a basis.</summary>
    /// <param name="basis">
    /// Columns of the basis. On return in the order of elimination, which is that of positions from then on.
    /// </param>
    /// <param name="columns">Every column of the programme.</param>
    /// <returns>How many columns were eliminated; fewer than all when the basis is singular.</returns>
    public int Eliminate(int[] basis, SparseColumns columns)
    {
        lower.Clear();
        upper.Clear();
        exchanges.Clear();
        exchanged.Clear();
        Array.Fill(positions, -1);
        var single = Order(basis, columns);
        for (var k = 0; k < size; k++)
        {
            var rows = columns.Rows(basis[k]);
            var values = columns.Values(basis[k]);
            if (!(k < single ? TakeSingle(k, rows, values) : EliminateColumn(k, rows, values)))
                return k;
        }

        lower.Renumber(positions);
        lowerRows.TakeTransposed(lower, size);
        upperRows.TakeTransposed(upper, size);
        return size;
    }

    /// <summary>Whether a row is the pivot of a column that was eliminated.</summary>
    public bool HasPivot(int row) => positions[row] >= 0;

    /// <summary>Solves B·z = a.</summary>
    /// <param name="vector">a by row; z by position.</param>
    public void Forward(SparseVector vector)
    {
        work.Clear();
        for (var row = vector.From(0); row >= 0; row = vector.From(row + 1))
            work[positions[row]] = vector[row];
        for (var k = work.From(0); k >= 0; k = work.From(k + 1))
        {
            if (work[k] != 0)
                work.Subtract(lower.Rows(k), lower.Values(k), work[k]);
        }

        vector.Clear();
        for (var k = work.UpTo(size - 1); k >= 0; k = work.UpTo(k - 1))
        {
            if (work[k] == 0)
                continue;
            vector[k] = work[k] / diagonal[k];
            work.Subtract(upper.Rows(k), upper.Values(k), vector[k]);
        }

        for (var e = 0; e < exchanged.Count; e++)
        {
            var (position, pivot) = exchanged[e];
            if (vector[position] == 0)
                continue;
            vector[position] /= pivot;
            vector.Subtract(exchanges.Rows(e), exchanges.Values(e), vector[position]);
        }
    }

    /// <summary>Solves Bᵀ·y = c.</summary>
    /// <param name="vector">c by position; y by row.</param>
    public void Backward(SparseVector vector)
    {
        for (var e = exchanged.Count - 1; e >= 0; e--)
        {
            var (position, pivot) = exchanged[e];
            var value = vector[position] - vector.Dot(exchanges.Rows(e), exchanges.Values(e));
            if (value != 0 || vector[position] != 0)
                vector[position] = value / pivot;
        }

        for (var k = vector.From(0); k >= 0; k = vector.From(k + 1))
        {
            if (vector[k] == 0)
                continue;
            vector[k] /= diagonal[k];
            vector.Subtract(upperRows.Rows(k), upperRows.Values(k), vector[k]);
        }

        work.Clear();
        for (var k = vector.UpTo(size - 1); k >= 0; k = vector.UpTo(k - 1))
        {
            if (vector[k] == 0)
                continue;
            work[pivotRows[k]] = vector[k];
            vector.Subtract(lowerRows.Rows(k), lowerRows.Values(k), vector[k]);
        }

        vector.Clear();
        for (var row = work.From(0); row >= 0; row = work.From(row + 1))
            vector[row] = work[row];
    }

    /// <summary>Exchanges the column at a position for one whose <see cref="Forward"/> is given.</summary>
    public void Exchange(int position, SparseVector entering)
    {
        for (var i = entering.From(0); i >= 0; i = entering.From(i + 1))
        {
            if (i != position && entering[i] != 0)
                exchanges.Add(i, entering[i]);
        }

        exchanges.End();
        exchanged.Add((position, entering[position]));
    }

    /// <summary>Takes a column with a single row left: above the pivot it stands as it is, below is nothing.</summary>
    private bool TakeSingle(int k, ReadOnlySpan<int> rows, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (positions[rows[i]] >= 0)
                upper.Add(positions[rows[i]], values[i]);
            else
                (pivotRows[k], diagonal[k]) = (rows[i], values[i]);
        }

        upper.End();
        lower.End();
        if (Math.Abs(diagonal[k]) < Singular)
            return false;
        positions[pivotRows[k]] = k;
        return true;
    }

    private bool EliminateColumn(int k, ReadOnlySpan<int> rows, ReadOnlySpan<double> values)
    {
        column.Clear();
        work.Clear();
        column.Subtract(rows, values, -1);
        Await(rows);
        for (var i = work.From(0); i >= 0; i = work.From(i + 1))
        {
            var value = column[pivotRows[i]];
            if (value == 0)
                continue;
            upper.Add(i, value);
            column.Subtract(lower.Rows(i), lower.Values(i), value);
            Await(lower.Rows(i));
        }

        upper.End();
        var pivot = PivotRow();
        if (pivot < 0)
            return false;
        diagonal[k] = column[pivot];
        pivotRows[k] = pivot;
        positions[pivot] = k;
        for (var row = column.From(0); row >= 0; row = column.From(row + 1))
        {
            if (positions[row] < 0 && column[row] != 0)
                lower.Add(row, column[row] / diagonal[k]);
        }

        lower.End();
        return true;
    }

    /// <summary>Notes positions at which a column is to be eliminated: those of the rows that are pivots.</summary>
    private void Await(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if (positions[row] >= 0)
                work[positions[row]] = 1;
        }
    }

    private int PivotRow()
    {
        var largest = 0.0;
        for (var row = column.From(0); row >= 0; row = column.From(row + 1))
        {
            if (positions[row] < 0)
                largest = Math.Max(largest, Math.Abs(column[row]));
        }

        if (largest < Singular)
            return -1;
        var best = -1;
        for (var row = column.From(0); row >= 0; row = column.From(row + 1))
        {
            if (positions[row] < 0 && Math.Abs(column[row]) >= Threshold * largest
                && (best < 0 || rowCounts[row] < rowCounts[best]))
                best = row;
        }

        return best;
    }

    /// <summary>Puts columns with a single row left to the front, while there are such, then by entries.</summary>
    /// <returns>How many there are with a single row.</returns>
    private int Order(int[] basis, SparseColumns columns)
    {
        Array.Clear(rowCounts);
        foreach (var member in basis)
        {
            foreach (var row in columns.Rows(member))
                rowCounts[row]++;
        }

        var taken = new bool[size];
        var ordered = 0;
        for (var found = true; found;)
        {
            found = false;
            for (var k = ordered; k < size; k++)
            {
                if (SingleRow(columns.Rows(basis[k]), taken) is not (>= 0 and var row))
                    continue;
                taken[row] = true;
                (basis[k], basis[ordered]) = (basis[ordered], basis[k]);
                ordered++;
                found = true;
            }
        }

        Array.Sort(basis, ordered, size - ordered, Comparer<int>.Create((one, other) =>
            (columns.Rows(one).Length, one).CompareTo((columns.Rows(other).Length, other))));
        return ordered;
    }

    private static int SingleRow(ReadOnlySpan<int> rows, bool[] taken)
    {
        var single = -1;
        foreach (var row in rows)
        {
            if (taken[row])
                continue;
            if (single >= 0)
                return -1;
            single = row;
        }

        return single;
    }
}
