using System.Runtime.InteropServices;

namespace Plimsoll.Planning.Linear;

/// <summary>Columns of which only the entries that are not zero are kept, added one after the other.</summary>
internal sealed class SparseColumns
{
    private readonly List<int> starts = [0];
    private readonly List<int> rows = [];
    private readonly List<double> values = [];

    public void Clear()
    {
        starts.RemoveRange(1, starts.Count - 1);
        rows.Clear();
        values.Clear();
    }

    /// <summary>Adds an entry to the column that is not ended yet.</summary>
    public void Add(int row, double value)
    {
        rows.Add(row);
        values.Add(value);
    }

    public void End() => starts.Add(rows.Count);

    public ReadOnlySpan<int> Rows(int column) =>
        CollectionsMarshal.AsSpan(rows)[starts[column]..starts[column + 1]];

    public ReadOnlySpan<double> Values(int column) =>
        CollectionsMarshal.AsSpan(values)[starts[column]..starts[column + 1]];

    /// <summary>Value of the last entry of a column.</summary>
    public double Last(int column) => values[starts[column + 1] - 1];

    /// <summary>Subtracts a multiple of a column from a vector.</summary>
    public void Subtract(int column, double multiple, double[] vector) =>
        Subtract(Rows(column), Values(column), multiple, vector);

    /// <summary>The same without the column's last entry.</summary>
    public void SubtractAllButLast(int column, double multiple, double[] vector) =>
        Subtract(Rows(column)[..^1], Values(column)[..^1], multiple, vector);

    /// <summary>Product of a column and a vector.</summary>
    public double Dot(int column, double[] vector) => Dot(Rows(column), Values(column), vector);

    /// <summary>The same without the column's last entry.</summary>
    public double DotAllButLast(int column, double[] vector) =>
        Dot(Rows(column)[..^1], Values(column)[..^1], vector);

    private static void Subtract(
        ReadOnlySpan<int> rows, ReadOnlySpan<double> values, double multiple, double[] vector)
    {
        for (var i = 0; i < rows.Length; i++)
            vector[rows[i]] -= values[i] * multiple;
    }

    private static double Dot(ReadOnlySpan<int> rows, ReadOnlySpan<double> values, double[] vector)
    {
        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
            sum += values[i] * vector[rows[i]];
        return sum;
    }
}
