namespace Plimsoll.Tests.Planning.Linear;

/// <summary>
/// A small programme solved the slow, obvious way: every choice of as many bounds as there are variables is taken to
/// hold, and of the points that they fix the cheapest that keeps all bounds is the optimum. Whole numbers as input
/// keep the arithmetic nearly exact. Infinite bounds are replaced by far ones.
/// </summary>
internal sealed class VertexEnumeration(
    double[][] rows, (double Lower, double Upper)[] limits, (double Lower, double Upper)[] bounds, double[] costs)
{
    private const double Tolerance = 1e-7;

    private readonly int size = costs.Length;

    /// <summary>Least cost with infinite bounds of variables at a distance; null: no point keeps all bounds.</summary>
    public double? LeastCost(double far)
    {
        var planes = new List<(double[] Row, double Value)>();
        for (var i = 0; i < rows.Length; i++)
        {
            Add(rows[i], limits[i].Lower);
            Add(rows[i], limits[i].Upper);
        }

        var near = bounds.Select(b => (Lower: Math.Max(b.Lower, -far), Upper: Math.Min(b.Upper, far))).ToArray();
        for (var j = 0; j < size; j++)
        {
            var unit = new double[size];
            unit[j] = 1;
            Add(unit, near[j].Lower);
            Add(unit, near[j].Upper);
        }

        double? least = null;
        Choose(0, []);
        return least;

        void Add(double[] row, double value)
        {
            if (!double.IsInfinity(value))
                planes.Add((row, value));
        }

        void Choose(int from, List<(double[] Row, double Value)> chosen)
        {
            if (chosen.Count < size)
            {
                for (var next = from; next < planes.Count; next++)
                {
                    chosen.Add(planes[next]);
                    Choose(next + 1, chosen);
                    chosen.RemoveAt(chosen.Count - 1);
                }

                return;
            }

            if (Point(chosen) is not { } point || !Keeps(point, near))
                return;
            var cost = point.Zip(costs, (x, c) => x * c).Sum();
            least = least is null ? cost : Math.Min(least.Value, cost);
        }
    }

    private bool Keeps(double[] point, (double Lower, double Upper)[] near)
    {
        for (var j = 0; j < size; j++)
        {
            if (Outside(point[j], near[j], Math.Abs(point[j])))
                return false;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var terms = rows[i].Zip(point, (a, x) => a * x).ToArray();
            if (Outside(terms.Sum(), limits[i], terms.Sum(Math.Abs)))
                return false;
        }

        return true;
    }

    private static bool Outside(double value, (double Lower, double Upper) within, double size) =>
        value < within.Lower - (Tolerance * (1 + size)) || value > within.Upper + (Tolerance * (1 + size));

    private double[]? Point(List<(double[] Row, double Value)> planes)
    {
        var a = planes.Select(plane => plane.Row.Append(plane.Value).ToArray()).ToArray();
        for (var k = 0; k < size; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < size; i++)
            {
                if (Math.Abs(a[i][k]) > Math.Abs(a[pivot][k]))
                    pivot = i;
            }

            if (Math.Abs(a[pivot][k]) < 1e-9)
                return null;
            (a[k], a[pivot]) = (a[pivot], a[k]);
            for (var i = 0; i < size; i++)
            {
                if (i == k || a[i][k] == 0)
                    continue;
                var factor = a[i][k] / a[k][k];
                for (var j = k; j <= size; j++)
                    a[i][j] -= factor * a[k][j];
            }
        }

        return [.. Enumerable.Range(0, size).Select(k => a[k][size] / a[k][k])];
    }
}
