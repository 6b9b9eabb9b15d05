using System.Collections.Immutable;

namespace Plimsoll.Demand;

/// <summary>
/// Deterministic quadrature over a standard normal variable: the mean of f over the nodes, weighted, equals the
/// expectation of f for polynomials up to twice the order less one. Nodes are the roots of the Hermite polynomials,
/// found by Newton's method (Abramowitz and Stegun 25.4.46).
/// </summary>
public sealed class GaussHermite
{
    private GaussHermite(ImmutableArray<(double Value, double Weight)> nodes) => Nodes = nodes;

    /// <summary>The order used for appetites between users: enough for the tails that limits cut.</summary>
    public static GaussHermite Order32 { get; } = Create(32);

    /// <summary>Standard-normal values, ascending, and their weights, which add up to 1.</summary>
    public ImmutableArray<(double Value, double Weight)> Nodes { get; }

    /// <summary>Computes the rule.</summary>
    /// <param name="order">Number of nodes, 1 to 64.</param>
    public static GaussHermite Create(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 64);
        var roots = new double[order];
        var weights = new double[order];
        var bound = 2 * Math.Sqrt(order) + 1;
        var steps = order * 200;
        var found = 0;
        var last = Evaluate(order, -bound).Value;
        for (var i = 1; i <= steps && found < order; i++)
        {
            var x = -bound + 2 * bound * i / steps;
            var value = Evaluate(order, x).Value;
            if (Math.Sign(value) != Math.Sign(last))
            {
                roots[found] = Polish(order, x - bound / steps);
                var slope = Evaluate(order, roots[found]).Slope;
                weights[found++] = 1 / (slope * slope);
            }

            last = value;
        }

        var total = weights.Sum();
        return new GaussHermite([.. roots.Zip(weights, (root, weight) => (root, weight / total))]);
    }

    private static double Polish(int order, double x)
    {
        for (var i = 0; i < 100; i++)
        {
            var (value, slope) = Evaluate(order, x);
            var step = value / slope;
            x -= step;
            if (Math.Abs(step) < 1e-15)
                break;
        }

        return x;
    }

    /// <summary>Orthonormal Hermite polynomial (probabilists') and its slope at a point.</summary>
    private static (double Value, double Slope) Evaluate(int order, double x)
    {
        double before = 0, current = 1;
        for (var n = 0; n < order; n++)
            (before, current) = (current, (x * current - Math.Sqrt(n) * before) / Math.Sqrt(n + 1));
        return (current, Math.Sqrt(order) * before);
    }
}
