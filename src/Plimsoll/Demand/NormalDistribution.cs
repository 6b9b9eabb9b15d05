namespace Plimsoll.Demand;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>
    /// Probability of a value at most <paramref name="x"/>, accurate to about 1e-15 absolute (Hart's rational
    /// approximation as given by G. West, "Better approximations to cumulative normal functions", Wilmott 2005).
    /// </summary>
    public static double Cumulative(double x)
    {
        var size = Math.Abs(x);
        if (size > 37)
            return x > 0 ? 1 : 0;
        var density = Math.Exp(-size * size / 2);
        double tail;
        if (size < 7.07106781186547)
        {
            var top = ((((((3.52624965998911e-2 * size + 0.700383064443688) * size + 6.37396220353165) * size
                + 33.912866078383) * size + 112.079291497871) * size + 221.213596169931) * size) + 220.206867912376;
            var bottom = (((((((8.83883476483184e-2 * size + 1.75566716318264) * size + 16.064177579207) * size
                + 86.7807322029461) * size + 296.564248779674) * size + 637.333633378831) * size
                + 793.826512519948) * size) + 440.413735824752;
            tail = density * top / bottom;
        }
        else
        {
            var fraction = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
            tail = density / fraction / 2.506628274631;
        }

        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>Value below which lies <paramref name="probability"/>, by bisection to double precision.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not strictly between 0 and 1.</exception>
    public static double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        double low = -40, high = 40;
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
                return middle;
            if (Cumulative(middle) < probability)
                low = middle;
            else
                high = middle;
        }
    }
}
