using System.Collections.Immutable;
using Plimsoll.Demand;

namespace Plimsoll.Planning.Outages;

/// <summary>How far the load may come out from what was forecast, for the whole study at once.</summary>
/// <param name="Outcomes">Multiples of the forecast and how likely they are; the probabilities add up to 1.</param>
public sealed record LoadForecast(ImmutableArray<(double Multiple, double Probability)> Outcomes)
{
    private const int Steps = 7;

    /// <summary>It comes true.</summary>
    public static LoadForecast Certain { get; } = new([(1, 1)]);

    /// <summary>
    /// Normally distributed about the forecast: seven classes one standard deviation wide, as Billinton and Allan
    /// (1996, section 2.9) have it; the outermost two hold the tails.
    /// </summary>
    /// <param name="deviation">Standard deviation, as a part of the forecast. 0 to below a third.</param>
    public static LoadForecast Normal(double deviation)
    {
        if (deviation is not (>= 0 and < 1.0 / 3))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Expected 0 to below a third.");
        var classes = Enumerable.Range(-(Steps / 2), Steps).Select(z =>
        {
            var above = z == Steps / 2 ? 1 : NormalDistribution.Cumulative(z + 0.5);
            var under = z == -(Steps / 2) ? 0 : NormalDistribution.Cumulative(z - 0.5);
            return (1 + (z * deviation), above - under);
        });
        return deviation == 0 ? Certain : new([.. classes]);
    }
}
