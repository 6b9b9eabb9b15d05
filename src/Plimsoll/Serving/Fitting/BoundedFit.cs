namespace Plimsoll.Serving.Fitting;

/// <summary>
/// Least squares over positive parameters with priors and bounds: Levenberg and Marquardt's steps in the logarithms,
/// residuals weighed down beyond Huber's threshold. No chance in it: equal input gives equal output.
/// </summary>
internal static class BoundedFit
{
    private const int MostSteps = 60;
    private const double Difference = 0.02;
    private const double Threshold = 2;

    /// <summary>The parameters with the least cost.</summary>
    /// <param name="priors">One a parameter; the search starts at their centres.</param>
    /// <param name="residuals">Residuals at a place, each divided by its standard deviation.</param>
    public static double[] Solve(IReadOnlyList<Prior> priors, Func<double[], double[]> residuals)
    {
        var at = priors.Select(prior => Math.Log(prior.Centre)).ToArray();
        var off = residuals(Exp(at));
        var cost = Cost(priors, at, off);
        for (double step = 0, damping = 1e-2; step < MostSteps && damping < 1e9; step++)
        {
            var slopes = Slopes(at, residuals);
            var moved = false;
            for (; !moved && damping < 1e9; damping *= moved ? 0.2 : 5)
            {
                var next = Clamp(priors, Plus(at, Step(priors, at, off, slopes, damping)));
                var nextOff = residuals(Exp(next));
                var nextCost = Cost(priors, next, nextOff);
                if (nextCost < cost)
                {
                    moved = true;
                    var gained = cost - nextCost;
                    (at, off, cost) = (next, nextOff, nextCost);
                    if (gained < 1e-9 * cost)
                        return Exp(at);
                }
            }
        }

        return Exp(at);
    }

    /// <summary>Whether a value stands at a bound.</summary>
    public static bool AtBound(Prior prior, double value) =>
        value <= prior.Least * 1.005 || value >= prior.Most * 0.995;

    private static double[] Exp(double[] at) => Array.ConvertAll(at, Math.Exp);

    private static double[] Plus(double[] at, double[] step) => at.Zip(step, (a, s) => a + s).ToArray();

    private static double[] Clamp(IReadOnlyList<Prior> priors, double[] at) =>
        at.Select((a, i) => Math.Clamp(a, Math.Log(priors[i].Least), Math.Log(priors[i].Most))).ToArray();

    private static double Cost(IReadOnlyList<Prior> priors, double[] at, double[] off)
    {
        double cost = 0;
        foreach (var one in off)
        {
            var size = Math.Abs(one);
            cost += size <= Threshold ? one * one : Threshold * ((2 * size) - Threshold);
        }

        for (var i = 0; i < at.Length; i++)
        {
            var distance = Distance(priors[i], at[i]);
            cost += distance * distance;
        }

        return cost;
    }

    private static double Distance(Prior prior, double at) =>
        (at - Math.Log(prior.Centre)) / Math.Log(prior.Factor);

    private static double[][] Slopes(double[] at, Func<double[], double[]> residuals) =>
        Enumerable.Range(0, at.Length).Select(i =>
        {
            var (up, down) = ((double[])at.Clone(), (double[])at.Clone());
            up[i] += Difference;
            down[i] -= Difference;
            return residuals(Exp(up)).Zip(residuals(Exp(down)), (u, d) => (u - d) / (2 * Difference)).ToArray();
        }).ToArray();

    private static double[] Step(
        IReadOnlyList<Prior> priors, double[] at, double[] off, double[][] slopes, double damping)
    {
        var count = at.Length;
        var matrix = new double[count, count + 1];
        for (var i = 0; i < count; i++)
        {
            for (var row = 0; row < off.Length; row++)
            {
                var weight = Math.Min(1, Threshold / Math.Max(Math.Abs(off[row]), 1e-12));
                matrix[i, count] -= weight * slopes[i][row] * off[row];
                for (var j = 0; j < count; j++)
                    matrix[i, j] += weight * slopes[i][row] * slopes[j][row];
            }

            var spread = Math.Log(priors[i].Factor);
            matrix[i, i] += 1 / (spread * spread);
            matrix[i, count] -= Distance(priors[i], at[i]) / spread;
        }

        Hold(priors, at, matrix);
        for (var i = 0; i < count; i++)
            matrix[i, i] *= 1 + damping;
        return LinearSystem(matrix);
    }

    /// <summary>A parameter at its bound that would go beyond it stays, and leaves the others to move.</summary>
    private static void Hold(IReadOnlyList<Prior> priors, double[] at, double[,] matrix)
    {
        var count = at.Length;
        for (var i = 0; i < count; i++)
        {
            var low = at[i] <= Math.Log(priors[i].Least) && matrix[i, count] < 0;
            var high = at[i] >= Math.Log(priors[i].Most) && matrix[i, count] > 0;
            if (!low && !high)
                continue;
            for (var j = 0; j < count; j++)
                matrix[i, j] = matrix[j, i] = i == j ? 1 : 0;
            matrix[i, count] = 0;
        }
    }

    /// <summary>Gauss's elimination; the matrix is positive definite, so no rows need to change places.</summary>
    private static double[] LinearSystem(double[,] matrix)
    {
        var count = matrix.GetLength(0);
        for (var pivot = 0; pivot < count; pivot++)
        {
            for (var row = pivot + 1; row < count; row++)
            {
                var factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (var column = pivot; column <= count; column++)
                    matrix[row, column] -= factor * matrix[pivot, column];
            }
        }

        var solution = new double[count];
        for (var row = count - 1; row >= 0; row--)
        {
            var sum = matrix[row, count];
            for (var column = row + 1; column < count; column++)
                sum -= matrix[row, column] * solution[column];
            solution[row] = sum / matrix[row, row];
        }

        return solution;
    }
}
