namespace Plimsoll.Simulation.Seeds;

// Every method below is exact: what it draws has the distribution itself, not one near it.
public partial struct Draws
{
    private const double SmallMean = 10;

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

    /// <summary>Pareto: P(X &gt; x) = (least/x)^shape.</summary>
    /// <param name="least">The smallest value. Above 0.</param>
    /// <param name="shape">Above 0; the mean exists above 1, the variance above 2.</param>
    public double NextPareto(double least, double shape)
    {
        RequirePositive(least);
        RequirePositive(shape);
        return least * Math.Pow(NextPositive(), -1 / shape);
    }

    /// <summary>
    /// Poisson: by multiplication below a mean of 10, above by transformed rejection (Hörmann, "The transformed
    /// rejection method for generating Poisson random variables", 1993, algorithm PTRS).
    /// </summary>
    /// <param name="mean">0 or more, at most 10¹⁵.</param>
    public long NextPoisson(double mean)
    {
        if (!(mean >= 0 && mean <= 1e15))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "Expected 0 to 1e15.");
        return mean < SmallMean ? SmallPoisson(mean) : LargePoisson(mean);
    }

    private long SmallPoisson(double mean)
    {
        var floor = Math.Exp(-mean);
        var count = 0L;
        for (var product = NextPositive(); product > floor; product *= NextPositive())
            count++;
        return count;
    }

    private long LargePoisson(double mean)
    {
        var logMean = Math.Log(mean);
        var b = 0.931 + 2.53 * Math.Sqrt(mean);
        var a = -0.059 + 0.02483 * b;
        var inverse = 1.1239 + 1.1328 / (b - 3.4);
        var squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            var u = NextDouble() - 0.5;
            var v = NextPositive();
            var edge = 0.5 - Math.Abs(u);
            if (edge <= 0)
                continue;
            var k = Math.Floor((2 * a / edge + b) * u + mean + 0.43);
            if (edge >= 0.07 && v <= squeeze)
                return (long)k;
            if (k < 0 || (edge < 0.013 && v > edge))
                continue;
            if (Math.Log(v) + Math.Log(inverse) - Math.Log(a / (edge * edge) + b)
                <= k * logMean - mean - LogFactorial(k))
            {
                return (long)k;
            }
        }
    }

    /// <summary>ln k!, by Stirling's series from 10 on: to better than 10⁻¹².</summary>
    private static double LogFactorial(double k)
    {
        if (k < 10)
        {
            var sum = 0.0;
            for (var i = 2; i <= k; i++)
                sum += Math.Log(i);
            return sum;
        }

        var square = 1 / (k * k);
        var series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / k;
        return (k + 0.5) * Math.Log(k) - k + 0.5 * Math.Log(2 * Math.PI) + series;
    }

    private static void RequirePositive(double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a number above 0.");
    }
}
