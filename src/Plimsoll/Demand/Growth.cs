using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Demand;

/// <summary>Growth of demand: yearly factors, each from its instant until the next one's.</summary>
/// <param name="Base">Instant at which demand is counted: the multiple there is 1.</param>
/// <param name="Rates">Start of each rate, ascending, and the factor per year of 365 days, above 0.</param>
public sealed record Growth(Instant Base, ImmutableArray<(Instant From, double PerYear)> Rates)
{
    private const double SecondsPerYear = 365 * 86_400.0;

    /// <summary>
    /// Demand at <paramref name="instant"/> as a multiple of demand at the base; before the first rate it is flat.
    /// </summary>
    public double At(Instant instant) => Math.Exp(LogFromFirst(instant) - LogFromFirst(Base));

    private double LogFromFirst(Instant instant)
    {
        var log = 0.0;
        for (var i = 0; i < Rates.Length && instant > Rates[i].From; i++)
        {
            var end = i + 1 < Rates.Length && Rates[i + 1].From < instant ? Rates[i + 1].From : instant;
            log += Math.Log(Rates[i].PerYear) * ((end - Rates[i].From).Seconds / SecondsPerYear);
        }

        return log;
    }
}
