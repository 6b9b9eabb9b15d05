namespace Plimsoll.Simulation.Seeds;

// Every method below is exact: what it draws has the distribution itself, not one near it.
public partial struct Draws
{
    /// <summary>
    /// Normal with mean 0 and variance 1 (Marsaglia's polar method; the second of its pair is dropped).
    /// </summary>
    public double NextNormal()
    {
        while (true)
        {
            var x = 2 * NextDouble() - 1;
            var y = 2 * NextDouble() - 1;
            var square = x * x + y * y;
            if (square is > 0 and < 1)
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(NextPositive());

    /// <summary>
    /// Gamma with scale 1: mean and variance are <paramref name="shape"/> (Marsaglia and Tsang, "A simple method for
    /// generating gamma variables", 2000).
    /// </summary>
    /// <param name="shape">Above 0.</param>
    public double NextGamma(double shape)
    {
        RequirePositive(shape);
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Pow(NextPositive(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var cube = 1 + c * x;
            if (cube <= 0)
                continue;
            cube = cube * cube * cube;
            var u = NextPositive();
            if (Math.Log(u) < 0.5 * x * x + d * (1 - cube + Math.Log(cube)))
                return d * cube;
        }
    }

    /// <summary>Log-normal.</summary>
    /// <param name="mean">Mean of what is drawn. Above 0.</param>
    /// <param name="spread">Standard deviation of the logarithm. 0 or more, 0: always the mean.</param>
    public double NextLogNormal(double mean, double spread)
    {
        RequirePositive(mean);
        return mean * Math.Exp(spread * NextNormal() - spread * spread / 2);
    }

    private static void RequirePositive(double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a number above 0.");
    }
}
