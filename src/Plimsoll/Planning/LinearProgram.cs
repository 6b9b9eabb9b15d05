namespace Plimsoll.Planning;

/// <summary>
/// A small dense linear programme: maximise c·x subject to A·x ≤ b and x ≥ 0, with b ≥ 0, so that x = 0 is feasible.
/// Solved by the primal simplex method on a tableau; Bland's rule takes over where steps degenerate, so it always ends.
/// The same input gives the same output to the last bit. Not thread-safe: one instance reuses its memory.
/// </summary>
public sealed class LinearProgram
{
    private const double Tolerance = 1e-11;

    private readonly int rows;
    private readonly int columns;
    private readonly double[] tableau;
    private readonly int[] basis;
    private readonly int width;

    /// <summary>Makes an empty programme: all coefficients are zero.</summary>
    /// <param name="rows">Number of constraints.</param>
    /// <param name="columns">Number of variables.</param>
    public LinearProgram(int rows, int columns)
    {
        this.rows = rows;
        this.columns = columns;
        width = columns + rows + 1;
        tableau = new double[(rows + 1) * width];
        basis = new int[rows];
    }

    /// <summary>Value of the objective after <see cref="Maximise"/>; positive infinity when it is unbounded.</summary>
    public double Objective { get; private set; }

    /// <summary>Forgets all coefficients.</summary>
    public void Clear()
    {
        Array.Clear(tableau);
        for (var row = 0; row < rows; row++)
        {
            tableau[(row * width) + columns + row] = 1;
            basis[row] = columns + row;
        }
    }

    /// <summary>Sets the objective coefficient of a variable. Call after <see cref="Clear"/>.</summary>
    public void SetObjective(int column, double value) => tableau[(rows * width) + column] = -value;

    /// <summary>Sets one coefficient of a constraint. Call after <see cref="Clear"/>.</summary>
    public void SetCoefficient(int row, int column, double value) => tableau[(row * width) + column] = value;

    /// <summary>Sets the right-hand side of a constraint; zero or more. Call after <see cref="Clear"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below zero or not a number.</exception>
    public void SetBound(int row, double value)
    {
        if (!(value >= 0))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A bound must be zero or more.");
        tableau[(row * width) + width - 1] = value;
    }

    /// <summary>
    /// Solves; the answers are read from <see cref="Objective"/>, <see cref="Value"/> and <see cref="Dual"/>.
    /// </summary>
    public void Maximise()
    {
        var stalled = 0;
        while (true)
        {
            var column = stalled > rows ? FirstImproving() : BestImproving();
            if (column < 0)
            {
                Objective = tableau[(rows * width) + width - 1];
                return;
            }

            var row = LeavingRow(column);
            if (row < 0)
            {
                Objective = double.PositiveInfinity;
                return;
            }

            stalled = tableau[(row * width) + width - 1] <= Tolerance ? stalled + 1 : 0;
            Pivot(row, column);
        }
    }

    /// <summary>Value of a variable in the solution.</summary>
    public double Value(int column)
    {
        for (var row = 0; row < rows; row++)
        {
            if (basis[row] == column)
                return tableau[(row * width) + width - 1];
        }

        return 0;
    }

    /// <summary>What one more unit of a constraint's right-hand side is worth to the objective; zero or more.</summary>
    public double Dual(int row) => Math.Max(0, tableau[(rows * width) + columns + row]);

    private int BestImproving()
    {
        var (best, least) = (-1, -Tolerance);
        for (var column = 0; column < width - 1; column++)
        {
            var reduced = tableau[(rows * width) + column];
            if (reduced < least)
                (best, least) = (column, reduced);
        }

        return best;
    }

    private int FirstImproving()
    {
        for (var column = 0; column < width - 1; column++)
        {
            if (tableau[(rows * width) + column] < -Tolerance)
                return column;
        }

        return -1;
    }

    private int LeavingRow(int column)
    {
        var (leaving, least) = (-1, double.PositiveInfinity);
        for (var row = 0; row < rows; row++)
        {
            var coefficient = tableau[(row * width) + column];
            if (coefficient <= Tolerance)
                continue;
            var ratio = tableau[(row * width) + width - 1] / coefficient;
            if (ratio < least || (ratio == least && basis[row] < basis[leaving]))
                (leaving, least) = (row, ratio);
        }

        return leaving;
    }

    private void Pivot(int row, int column)
    {
        var pivotRow = tableau.AsSpan(row * width, width);
        var scale = 1 / pivotRow[column];
        for (var i = 0; i < width; i++)
            pivotRow[i] *= scale;
        for (var other = 0; other <= rows; other++)
        {
            var factor = tableau[(other * width) + column];
            if (other == row || factor == 0)
                continue;
            var otherRow = tableau.AsSpan(other * width, width);
            for (var i = 0; i < width; i++)
                otherRow[i] -= factor * pivotRow[i];
        }

        basis[row] = column;
    }
}
