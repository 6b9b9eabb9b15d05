namespace Plimsoll.Planning.Linear;

/// <summary>
/// A basis as the product of a lower and an upper triangle, followed by a column for every exchange since. Columns are
/// eliminated one by one from the left: those with a single row left first, the others by their number of entries; of
/// the rows that are large enough the emptiest becomes the pivot.
/// </summary>
/// <remarks>Left-looking elimination after Gilbert and Peierls (1988), exchanges in product form.</remarks>
internal sealed class Factors(int size)
{
    /// <summary>Part of the largest candidate that a pivot has to reach.</summary>
    private const double Threshold = 0.1;

    private const double Singular = 1e-11;

    private readonly SparseColumns lower = new();
    private readonly SparseColumns upper = new();
    private readonly SparseColumns exchanges = new();
    private readonly List<int> exchanged = [];
    private readonly double[] diagonal = new double[size];
    private readonly double[] work = new double[size];
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
        Order(basis, columns);
        for (var k = 0; k < size; k++)
        {
            if (!EliminateColumn(k, columns.Rows(basis[k]), columns.Values(basis[k])))
                return k;
        }

        return size;
    }

    /// <summary>Whether a row is the pivot of a column that was eliminated.</summary>
    public bool HasPivot(int row) => positions[row] >= 0;

    /// <summary>Solves B·z = a in place: in by row, out by position.</summary>
    public void Forward(double[] vector)
    {
        for (var k = 0; k < size; k++)
        {
            var value = vector[pivotRows[k]];
            if (value != 0)
                lower.Subtract(k, value, vector);
        }

        for (var k = 0; k < size; k++)
            work[k] = vector[pivotRows[k]];
        for (var k = size - 1; k >= 0; k--)
        {
            if (work[k] == 0)
                continue;
            work[k] /= diagonal[k];
            upper.Subtract(k, work[k], work);
        }

        Array.Copy(work, vector, size);
        for (var e = 0; e < exchanged.Count; e++)
        {
            var position = exchanged[e];
            if (vector[position] == 0)
                continue;
            vector[position] /= exchanges.Last(e);
            exchanges.SubtractAllButLast(e, vector[position], vector);
        }
    }

    /// <summary>Solves Bᵀ·y = c in place: in by position, out by row.</summary>
    public void Backward(double[] vector)
    {
        for (var e = exchanged.Count - 1; e >= 0; e--)
        {
            var position = exchanged[e];
            vector[position] = (vector[position] - exchanges.DotAllButLast(e, vector)) / exchanges.Last(e);
        }

        for (var k = 0; k < size; k++)
            vector[k] = (vector[k] - upper.Dot(k, vector)) / diagonal[k];
        for (var k = 0; k < size; k++)
            work[pivotRows[k]] = vector[k];
        for (var k = size - 1; k >= 0; k--)
            work[pivotRows[k]] -= lower.Dot(k, work);
        Array.Copy(work, vector, size);
    }

    /// <summary>Exchanges the column at a position for one whose <see cref="Forward"/> is given.</summary>
    public void Exchange(int position, double[] entering)
    {
        for (var i = 0; i < size; i++)
        {
            if (i != position && entering[i] != 0)
                exchanges.Add(i, entering[i]);
        }

        exchanges.Add(position, entering[position]);
        exchanges.End();
        exchanged.Add(position);
    }

    private bool EliminateColumn(int k, ReadOnlySpan<int> rows, ReadOnlySpan<double> values)
    {
        Array.Clear(work);
        for (var i = 0; i < rows.Length; i++)
            work[rows[i]] = values[i];
        for (var i = 0; i < k; i++)
        {
            var value = work[pivotRows[i]];
            if (value == 0)
                continue;
            upper.Add(i, value);
            lower.Subtract(i, value, work);
        }

        upper.End();
        var pivot = PivotRow();
        if (pivot < 0)
            return false;
        diagonal[k] = work[pivot];
        pivotRows[k] = pivot;
        positions[pivot] = k;
        for (var row = 0; row < size; row++)
        {
            if (positions[row] < 0 && work[row] != 0)
                lower.Add(row, work[row] / diagonal[k]);
        }

        lower.End();
        return true;
    }

    private int PivotRow()
    {
        var largest = 0.0;
        for (var row = 0; row < size; row++)
        {
            if (positions[row] < 0)
                largest = Math.Max(largest, Math.Abs(work[row]));
        }

        if (largest < Singular)
            return -1;
        var best = -1;
        for (var row = 0; row < size; row++)
        {
            if (positions[row] < 0 && Math.Abs(work[row]) >= Threshold * largest
                && (best < 0 || rowCounts[row] < rowCounts[best]))
                best = row;
        }

        return best;
    }

    /// <summary>Puts columns with a single row left to the front, while there are such, then by entries.</summary>
    private void Order(int[] basis, SparseColumns columns)
    {
        Array.Clear(rowCounts);
        foreach (var column in basis)
        {
            foreach (var row in columns.Rows(column))
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
