namespace Plimsoll.Demand;

/// <summary>
/// A log-normally spread appetite, given by its mean and the standard deviation of its logarithm. The closed forms
/// below are the limited expected values of Klugman, Panjer and Willmot, "Loss Models", appendix A.
/// </summary>
/// <param name="Mean">Mean; zero or more.</param>
/// <param name="Spread">Standard deviation of the logarithm; zero or more, zero: all alike.</param>
public readonly record struct LogNormal(double Mean, double Spread)
{
    private double Location => Math.Log(Mean) - Spread * Spread / 2;

    /// <summary>The log-normal that has these first two moments.</summary>
    public static LogNormal FromMoments(double mean, double secondMoment)
    {
        if (mean <= 0)
            return default;
        var ratio = secondMoment / (mean * mean);
        return new LogNormal(mean, ratio <= 1 ? 0 : Math.Sqrt(Math.Log(ratio)));
    }

    /// <summary>Probability of wanting <paramref name="limit"/> or more.</summary>
    public double ProbabilityOfReaching(double limit)
    {
        if (Mean <= 0)
            return limit <= 0 ? 1 : 0;
        if (limit <= 0)
            return 1;
        if (Spread <= 0)
            return Mean >= limit ? 1 : 0;
        return 1 - NormalDistribution.Cumulative((Math.Log(limit) - Location) / Spread);
    }

    /// <summary>What a part of all want no more than.</summary>
    /// <param name="probability">The part, above 0 and below 1.</param>
    public double Quantile(double probability) => Mean <= 0 || Spread <= 0
        ? Mean : Math.Exp(Location + (Spread * NormalDistribution.Quantile(probability)));

    /// <summary>Mean of what is used when nobody may use more than <paramref name="limit"/>.</summary>
    public double LimitedMean(double limit) => LimitedMoment(limit, 1);

    /// <summary>Mean square of what is used when nobody may use more than <paramref name="limit"/>.</summary>
    public double LimitedSecondMoment(double limit) => LimitedMoment(limit, 2);

    private double LimitedMoment(double limit, int power)
    {
        if (Mean <= 0 || limit <= 0)
            return 0;
        if (Spread <= 0)
            return Math.Pow(Math.Min(Mean, limit), power);
        var variance = Spread * Spread;
        var whole = Math.Pow(Mean, power) * Math.Exp(variance * power * (power - 1) / 2);
        if (double.IsPositiveInfinity(limit))
            return whole;
        var standard = (Math.Log(limit) - Location) / Spread;
        var below = whole * NormalDistribution.Cumulative(standard - power * Spread);
        return below + Math.Pow(limit, power) * (1 - NormalDistribution.Cumulative(standard));
    }
}
