using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Demand;

/// <summary>
/// What a population uses of what it wants once session and week cut it, in closed form.
/// </summary>
/// <remarks>
/// A user at rank z of a standard normal opens k·exp(σ·f·z − …) sessions a week, at most as many as fit one after the
/// other, and wants X = d·exp(σ·(1−f)·z − …)·ε credits in each (ε log-normal, mean 1); both have the stated means. A
/// session yields E[min(X, S)]; the week's sum of clipped sessions is taken as log-normal with its own two moments and
/// cut at W; the part of it that survives scales every session of that user. z is integrated by 32-node Gauss–Hermite
/// quadrature. Sessions are counted in the hours in which they open; what is cut is lost, not deferred.
/// </remarks>
public sealed class ClippedUsage
{
    private ClippedUsage(ImmutableArray<double> perWeek, double sessionLimited, double weekLimited)
    {
        CreditsPerWeek = perWeek;
        SessionLimitedShare = sessionLimited;
        WeekLimitedShare = weekLimited;
    }

    /// <summary>
    /// Mean credits a user uses in a week in each group of hours, in the order the groups were given.
    /// </summary>
    public ImmutableArray<double> CreditsPerWeek { get; }

    /// <summary>Share of users who meet the session limit at least once in a week, 0 to 1.</summary>
    public double SessionLimitedShare { get; }

    /// <summary>Share of users who meet the weekly limit, 0 to 1.</summary>
    public double WeekLimitedShare { get; }

    /// <summary>Computes it.</summary>
    /// <param name="population">Whose appetite.</param>
    /// <param name="weekLimit">Credits in a week before allowances.</param>
    /// <param name="mostSessions">Sessions that fit into a week one after the other.</param>
    /// <param name="hours">The groups of hours; their activity shares add up to 1.</param>
    public static ClippedUsage Of(
        Population population, double weekLimit, double mostSessions, ReadOnlySpan<LimitHours> hours)
    {
        var perWeek = new double[hours.Length];
        double sessionLimited = 0, weekLimited = 0;
        Span<double> clipped = stackalloc double[hours.Length];
        foreach (var (value, weight) in GaussHermite.Order32.Nodes)
        {
            var (sessions, appetite) = UserAt(population, value, mostSessions);
            var session = new LogNormal(appetite, population.SessionSpread);
            double mean = 0, square = 0, logNeverLimited = 0;
            for (var g = 0; g < hours.Length; g++)
            {
                var (limit, allowance, share) = hours[g];
                clipped[g] = session.LimitedMean(limit);
                mean += share * clipped[g] / allowance;
                square += share * session.LimitedSecondMoment(limit) / (allowance * allowance);
                logNeverLimited += sessions * share
                    * Math.Log(Math.Max(1 - session.ProbabilityOfReaching(limit), double.Epsilon));
            }

            var weekMean = sessions * mean;
            var variance = sessions * Math.Max(0, square - (mean * mean));
            var week = LogNormal.FromMoments(weekMean, (weekMean * weekMean) + variance);
            var survives = weekMean <= 0 ? 1 : week.LimitedMean(weekLimit) / weekMean;
            for (var g = 0; g < hours.Length; g++)
                perWeek[g] += weight * sessions * hours[g].ActivityShare * clipped[g] * survives;
            sessionLimited += weight * (1 - Math.Exp(logNeverLimited));
            weekLimited += weight * week.ProbabilityOfReaching(weekLimit);
        }

        return new ClippedUsage([.. perWeek], sessionLimited, weekLimited);
    }

    /// <summary>Sessions a week and credits wanted in each by the user at a standard-normal rank.</summary>
    private static (double Sessions, double Appetite) UserAt(Population population, double rank, double mostSessions)
    {
        var often = population.UserSpread * population.FrequencyShare;
        var large = population.UserSpread - often;
        var sessions = population.SessionsPerWeek * Math.Exp((often * rank) - (often * often / 2));
        return (Math.Min(sessions, mostSessions),
            population.SessionDemand * Math.Exp((large * rank) - (large * large / 2)));
    }

    /// <summary>Groups the hours of a week by the limits that a plan's product meets in them.</summary>
    /// <param name="population">Whose plan and product.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="shape">When the population is active.</param>
    /// <param name="monday">Monday 00:00 UTC of the week.</param>
    /// <returns>The groups, and for each of the 168 hours the index of its group.</returns>
    public static (ImmutableArray<LimitHours> Groups, ImmutableArray<int> GroupOfHour) HoursOf(
        Population population, Policy policy, WeekShape shape, Instant monday)
    {
        var allowances = policy.Allowances.Where(a => a.Covers(population.Plan, population.Product)).ToArray();
        var limit = policy.Plans[population.Plan].Session.Value;
        var groups = new List<LimitHours>();
        var groupOfHour = ImmutableArray.CreateBuilder<int>(WeekShape.Hours);
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            var middle = WeekShape.MiddleOf(monday, hour);
            double session = 1, week = 1;
            foreach (var allowance in allowances)
            {
                if (allowance.When?.Contains(middle) == false)
                    continue;
                if (allowance.Window == WindowKind.Session)
                    session *= allowance.Factor.Value;
                else if (allowance.Window == WindowKind.Week)
                    week *= allowance.Factor.Value;
            }

            var index = groups.FindIndex(g => g.SessionLimit == limit * session && g.WeekAllowance == week);
            if (index < 0)
            {
                index = groups.Count;
                groups.Add(new LimitHours(limit * session, week, 0));
            }

            groups[index] = groups[index] with { ActivityShare = groups[index].ActivityShare + shape.Shares[hour] };
            groupOfHour.Add(index);
        }

        return ([.. groups], groupOfHour.MoveToImmutable());
    }
}
