namespace Plimsoll.Planning.Linear;

/// <summary>
/// The revised simplex method for bounded variables, on a programme scaled by powers of two: rows, columns, all bounds
/// together and all costs together, so that tolerances mean the same in any unit. Every constraint has a
/// variable of its own for its sum, so the rows read A·x − s = 0, and a start with all sums in the basis is always at
/// hand. While a variable of the basis is out of its bounds, the sum of what is missing is the cost. The basis of one
/// run is where the next begins.
/// </summary>
internal sealed partial class Simplex
{
    private const double Feasibility = 1e-9;
    private const double Optimality = 1e-9;
    private const double LeastPivot = 1e-8;
    private const int ExchangesBetweenEliminations = 64;

    private readonly int rows;
    private readonly int columns;
    private readonly int all;
    private readonly Scales scales;
    private readonly SparseColumns matrix = new();
    private readonly SparseColumns matrixRows = new();
    private readonly double[] lower;
    private readonly double[] upper;
    private readonly double[] cost;
    private readonly double[] norms;
    private readonly double[] value;
    private readonly double[] prices;
    private readonly double[] reduced;
    private readonly double[] rises;
    private readonly double[] falls;
    private readonly SparseVector direction;
    private readonly SparseVector changes;
    private readonly int[] basis;
    private readonly sbyte[] missing;
    private readonly bool[] isBasic;
    private readonly Factors factors;
    private double boundScale = 1;
    private double costScale = 1;
    private int stalled;
    private int missed;
    private bool hasPrices;
    private bool ofRepairs;
    private int coefficients = -1;

    public Simplex(LinearModel model)
    {
        rows = model.Constraints;
        columns = model.Variables;
        all = rows + columns;
        scales = Scales.Of(model);
        (lower, upper, cost, norms) = (new double[all], new double[all], new double[all], new double[all]);
        (value, reduced, isBasic) = (new double[all], new double[all], new bool[all]);
        (rises, falls) = (new double[all], new double[all]);
        (prices, missing) = (new double[rows], new sbyte[rows]);
        (direction, changes) = (new SparseVector(rows), new SparseVector(rows));
        basis = [.. Enumerable.Range(columns, rows)];
        Array.Fill(isBasic, true, columns, rows);
        factors = new Factors(rows);
    }

    public enum Verdict
    {
        Optimal,
        Infeasible,
        Unbounded,
    }

    /// <summary>Takes numbers from the model, or from another one of the same variables and constraints.</summary>
    public void Take(LinearModel model)
    {
        if (coefficients != model.Coefficients)
            TakeCoefficients(model);
        for (var j = 0; j < columns; j++)
        {
            var (least, greatest) = model.Bounds(j);
            (lower[j], upper[j]) = (least / scales.Columns[j], greatest / scales.Columns[j]);
            cost[j] = model.Cost(j);
        }

        ScaleCosts();

        for (var i = 0; i < rows; i++)
        {
            var (least, greatest) = model.Limits(i);
            (lower[columns + i], upper[columns + i]) = (least * scales.Rows[i], greatest * scales.Rows[i]);
        }

        boundScale = Scales.OfAll([.. lower, .. upper]);
        for (var j = 0; j < all; j++)
            (lower[j], upper[j]) = (lower[j] * boundScale, upper[j] * boundScale);
    }

    private void TakeCoefficients(LinearModel model)
    {
        coefficients = model.Coefficients;
        matrix.Clear();
        for (var j = 0; j < columns; j++)
        {
            norms[j] = 1;
            foreach (var entry in model.Column(j))
            {
                if (entry.Value == 0)
                    continue;
                var scaled = entry.Value * scales.Rows[entry.Row] * scales.Columns[j];
                matrix.Add(entry.Row, scaled);
                norms[j] += scaled * scaled;
            }

            matrix.End();
        }

        for (var i = 0; i < rows; i++)
        {
            norms[columns + i] = 1;
            matrix.Add(i, -1);
            matrix.End();
        }

        matrixRows.TakeTransposed(matrix, rows);
    }

    /// <summary>Keeps to points that cost no more than the one found: what has a price stays at its bound.</summary>
    public void Hold()
    {
        for (var j = 0; j < all; j++)
        {
            if (!isBasic[j] && Math.Abs(reduced[j]) > Optimality)
                lower[j] = upper[j] = value[j];
        }
    }

    /// <summary>Takes other costs, by variable.</summary>
    public void SetCosts(ReadOnlySpan<double> costs)
    {
        costs.CopyTo(cost);
        ScaleCosts();
    }

    private void ScaleCosts()
    {
        for (var j = 0; j < columns; j++)
            cost[j] *= scales.Columns[j];
        costScale = Scales.OfAll(cost.AsSpan(0, columns));
        for (var j = 0; j < columns; j++)
            cost[j] *= costScale;
    }

    public (double Lower, double Upper) BoundsOf(int j) => j < columns
        ? (lower[j] * UnitOfColumn(j), upper[j] * UnitOfColumn(j))
        : (lower[j] * UnitOfRow(j - columns), upper[j] * UnitOfRow(j - columns));

    /// <summary>Value of a variable, within its bounds whatever rounding did.</summary>
    public double Value(int j) => Math.Clamp(value[j], lower[j], upper[j]) * UnitOfColumn(j);

    public double Price(int i) => prices[i] * scales.Rows[i] / costScale;

    /// <summary>Whether what is missing has a price in a constraint, when no point keeps all of them.</summary>
    public bool IsMissed(int i) => Math.Abs(prices[i]) > Optimality;

    /// <summary>Leaves a constraint out until it is put back or numbers are taken again.</summary>
    public (double Lower, double Upper) LeaveOut(int i)
    {
        var bounds = (lower[columns + i], upper[columns + i]);
        PutBack(i, (double.NegativeInfinity, double.PositiveInfinity));
        return bounds;
    }

    /// <summary>Puts a constraint back with the bounds that it had.</summary>
    public void PutBack(int i, (double Lower, double Upper) bounds) =>
        (lower[columns + i], upper[columns + i]) = bounds;

    /// <summary>What is one as scaled: of the sum of a constraint.</summary>
    public double UnitOfRow(int i) => 1 / (scales.Rows[i] * boundScale);

    /// <summary>The same of what a unit of a variable costs.</summary>
    public double UnitOfCost(int j) => 1 / (scales.Columns[j] * costScale);

    /// <summary>The same of the cost of all.</summary>
    public double UnitOfTotal => 1 / (boundScale * costScale);

    private double UnitOfColumn(int j) => scales.Columns[j] / boundScale;

    /// <summary>How a variable changes along the ray on which the cost falls without end.</summary>
    public double Along(int j)
    {
        var change = j == rayColumn ? rayDirection : 0;
        for (var k = 0; k < rows; k++)
        {
            if (basis[k] == j)
                change -= rayDirection * direction[k];
        }

        return change * scales.Columns[j];
    }

    public Verdict Run()
    {
        for (var j = 0; j < all; j++)
        {
            if (!isBasic[j])
                value[j] = AtBound(j);
            NoteWays(j);
        }

        Eliminate();
        stalled = 0;
        while (true)
        {
            if (factors.Exchanges >= ExchangesBetweenEliminations)
                Eliminate();
            var repairs = missed > 0;
            if (!hasPrices || repairs != ofRepairs)
                FindPrices(repairs);
            var entering = Entering();
            if (entering < 0)
            {
                if (factors.Exchanges == 0)
                    return repairs ? Verdict.Infeasible : Verdict.Optimal;
                Eliminate();
                continue;
            }

            if (!Advance(entering, repairs))
                return Verdict.Unbounded;
        }
    }

    private double AtBound(int j) =>
        double.IsInfinity(lower[j]) ? double.IsInfinity(upper[j]) ? 0 : upper[j]
        : double.IsInfinity(upper[j]) || Math.Abs(value[j] - lower[j]) <= Math.Abs(upper[j] - value[j]) ? lower[j]
        : upper[j];

    /// <summary>Factors the basis anew, mends it where it is singular, and works out its variables.</summary>
    private void Eliminate()
    {
        for (int k; (k = factors.Eliminate(basis, matrix)) < rows;)
        {
            var dropped = basis[k];
            isBasic[dropped] = false;
            value[dropped] = AtBound(dropped);
            NoteWays(dropped);
            var sum = columns;
            while (factors.HasPivot(sum - columns) || isBasic[sum])
                sum++;
            basis[k] = sum;
            isBasic[sum] = true;
            NoteWays(sum);
        }

        direction.Clear();
        for (var j = 0; j < all; j++)
        {
            if (!isBasic[j] && value[j] != 0)
                direction.Subtract(matrix.Rows(j), matrix.Values(j), value[j]);
        }

        factors.Forward(direction);
        missed = 0;
        for (var k = 0; k < rows; k++)
        {
            value[basis[k]] = direction[k];
            missing[k] = Short(basis[k]);
            missed += Math.Abs(missing[k]);
        }

        hasPrices = false;
    }
}
