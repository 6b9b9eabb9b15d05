namespace Plimsoll.Simulation.Seeds;

/// <summary>
/// Ranks 1 to n of which k comes with a probability in proportion to k^−exponent, drawn in constant time and space by
/// rejection-inversion (Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete
/// distributions", 1996). Immutable.
/// </summary>
public sealed class Zipf
{
    private readonly double exponent;
    private readonly double first;
    private readonly double last;
    private readonly double sure;

    /// <summary>A law of ranks.</summary>
    /// <param name="ranks">How many there are. 1 or more.</param>
    /// <param name="exponent">Above 0; near 1 for many things people choose.</param>
    public Zipf(long ranks, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        if (!(exponent > 0 && double.IsFinite(exponent)))
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "Expected a number above 0.");
        Ranks = ranks;
        this.exponent = exponent;
        first = Integral(1.5) - 1;
        last = Integral(ranks + 0.5);
        sure = 2 - Inverse(Integral(2.5) - Weight(2));
    }

    /// <summary>How many ranks there are.</summary>
    public long Ranks { get; }

    /// <summary>A rank, 1 the most likely.</summary>
    public long Next(ref Draws stream)
    {
        while (true)
        {
            var u = last + stream.NextDouble() * (first - last);
            var x = Inverse(u);
            var k = Math.Clamp(Math.Floor(x + 0.5), 1, Ranks);
            if (k - x <= sure || u >= Integral(k + 0.5) - Weight(k))
                return (long)k;
        }
    }

    private double Weight(double x) => Math.Exp(-exponent * Math.Log(x));

    /// <summary>The integral of t^−exponent from 1 to x.</summary>
    private double Integral(double x)
    {
        var log = Math.Log(x);
        return log * GrowthOver((1 - exponent) * log);
    }

    private double Inverse(double area)
    {
        var t = Math.Max(area * (1 - exponent), -1);
        return Math.Exp(area * LogOver(t));
    }

    /// <summary>ln(1+t)/t, smooth through 0.</summary>
    private static double LogOver(double t) =>
        Math.Abs(t) > 1e-8 ? Math.Log(1 + t) / t : 1 - t * (0.5 - t * (1.0 / 3 - t / 4));

    /// <summary>(eᵗ−1)/t, smooth through 0.</summary>
    private static double GrowthOver(double t) =>
        Math.Abs(t) > 1e-8 ? (Math.Exp(t) - 1) / t : 1 + t / 2 * (1 + t / 3 * (1 + t / 4));
}
