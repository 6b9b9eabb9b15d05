using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Demand;

/// <summary>
/// What one developer asks for in a minute, or in an average minute of an hour, when a team is busiest: its mean and
/// mean square over developers and minutes. What a team asks for follows: the sum of so many developers who do not know
/// of each other, taken as log-normal with its own two moments.
/// </summary>
/// <param name="Mean">Mean.</param>
/// <param name="Square">Mean square.</param>
public readonly record struct TeamUse(double Mean, double Square)
{
    /// <summary>
    /// A developer of some populations, drawn by their users: in the busiest hour of the rhythm at work with the share
    /// of the week that sessions cover, and then asking at the rate of the session, one request after the other by
    /// chance alone. Limits cut nothing.
    /// </summary>
    /// <param name="populations">Who the developers are.</param>
    /// <param name="policy">What weighs tokens.</param>
    /// <param name="classes">Model classes.</param>
    /// <param name="of">What is counted of a request of a population.</param>
    /// <param name="minutes">Minutes over which it is averaged: 1, or 60.</param>
    public static TeamUse Of(
        ImmutableArray<Population> populations,
        Policy policy,
        ImmutableArray<ModelClass> classes,
        Func<Population, double> of,
        double minutes)
    {
        var users = populations.Sum(p => p.Users);
        double mean = 0, square = 0;
        foreach (var population in populations)
        {
            var shape = WeekShape.Of(population.Rhythm, [(ZoneOffsets.Utc, 1)], WeekShape.MondayOf(default));
            var perMinute = 1 / (WeekLoad.CreditsPerRequest(population, policy, classes)
                * population.ActiveHoursPerSession * 60);
            var between = Math.Exp(population.SessionSpread * population.SessionSpread);
            var (weight, size) = (population.Users / users, of(population));
            foreach (var (rank, probability) in GaussHermite.Order32.Nodes)
            {
                var (sessions, appetite) = ClippedUsage.UserAt(population, rank, double.PositiveInfinity);
                var active = Math.Min(1, sessions * population.ActiveHoursPerSession * shape.Peak);
                var rate = appetite * perMinute;
                mean += weight * probability * active * rate * size;
                square += weight * probability * active * ((rate * rate * between) + (rate / minutes)) * size * size;
            }
        }

        return new TeamUse(mean, square);
    }

    /// <summary>What each member of a team has to be given, for the team to have enough at a percentile.</summary>
    /// <param name="developers">Members, above 0; infinite: the mean.</param>
    /// <param name="percentile">Part of the minutes and teams that have enough, above 0 and below 1.</param>
    public double Each(double developers, double percentile)
    {
        if (double.IsPositiveInfinity(developers))
            return Mean;
        var variance = (Square - (Mean * Mean)) / developers;
        return LogNormal.FromMoments(Mean, (Mean * Mean) + variance).Quantile(percentile);
    }

    /// <summary>Members of a team that together have to be given so much; 0 where one needs more.</summary>
    /// <param name="amount">What the team is given.</param>
    /// <param name="percentile">As for <see cref="Each"/>.</param>
    public double SizeFor(double amount, double percentile)
    {
        double low = 0, high = 1e9;
        for (var i = 0; i < 100; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle * Each(middle, percentile) < amount)
                low = middle;
            else
                high = middle;
        }

        return low;
    }
}
