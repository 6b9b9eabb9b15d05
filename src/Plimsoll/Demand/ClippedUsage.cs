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
/// cut at W; the part of it that survives scales every session of that user. Sessions open by chance, but not within
/// one another: of n a week, with room for N, the number varies by n·(1 − n/N)² as that of a renewal process with such
/// a dead time does in the long run. z is integrated by 32-node Gauss–Hermite quadrature. Sessions are counted in the
/// hours around their middle, with the allowances of the hours over which they are used; what is cut is lost, not
/// deferred.
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
            var free = 1 - (sessions / mostSessions);
            var variance = sessions * (Math.Max(0, square - (mean * mean)) + (free * free * mean * mean));
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
    /// <param name="population">Whose user.</param>
    /// <param name="rank">Rank.</param>
    /// <param name="mostSessions">Sessions that fit into a week.</param>
    public static (double Sessions, double Appetite) UserAt(Population population, double rank, double mostSessions)
    {
        var often = population.UserSpread * population.FrequencyShare;
        var large = population.UserSpread - often;
        var sessions = population.SessionsPerWeek * Math.Exp((often * rank) - (often * often / 2));
        return (Math.Min(sessions, mostSessions),
            population.SessionDemand * Math.Exp((large * rank) - (large * large / 2)));
    }

    /// <summary>Groups the hours of a week by the limits that a plan's products meet in them.</summary>
    /// <param name="population">Whose plan and products.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="shape">When the population is active.</param>
    /// <param name="monday">Monday 00:00 UTC of the week.</param>
    /// <returns>The groups, and for each of the 168 hours the index of its group.</returns>
    public static (ImmutableArray<LimitHours> Groups, ImmutableArray<int> GroupOfHour) HoursOf(
        Population population, Policy policy, WeekShape shape, Instant monday)
    {
        var sessions = AllowancesOf(population, policy, WindowKind.Session, monday);
        var weeks = AllowancesOf(population, policy, WindowKind.Week, monday);
        var limit = policy.Plans[population.Plan].Session.Value;
        var groups = new List<LimitHours>();
        var groupOfHour = ImmutableArray.CreateBuilder<int>(WeekShape.Hours);
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            var (session, week) = (limit * sessions[hour], weeks[hour]);
            var index = groups.FindIndex(g => g.SessionLimit == session && g.WeekAllowance == week);
            if (index < 0)
            {
                index = groups.Count;
                groups.Add(new LimitHours(session, week, 0));
            }

            groups[index] = groups[index] with { ActivityShare = groups[index].ActivityShare + shape.Shares[hour] };
            groupOfHour.Add(index);
        }

        return ([.. groups], groupOfHour.MoveToImmutable());
    }

    /// <summary>
    /// The allowance that a session enjoys around each hour. What is used evenly over some hours, and in several
    /// products, is charged in each of them one over its own factor, so that the whole enjoys their harmonic mean.
    /// </summary>
    private static double[] AllowancesOf(Population population, Policy policy, WindowKind window, Instant monday)
    {
        var ofHour = new double[WeekShape.Hours];
        var products = ProductsOf(population, policy, window);
        for (var hour = 0; hour < ofHour.Length; hour++)
        {
            var at = WeekShape.MiddleOf(monday, hour);
            ofHour[hour] = products is [var only]
                ? FactorOf(only.Allowances, at)
                : 1 / products.Sum(product => product.Share / FactorOf(product.Allowances, at));
        }

        return Array.TrueForAll(ofHour, factor => factor == ofHour[0])
            ? ofHour
            : [.. Enumerable.Range(0, ofHour.Length).Select(hour => Around(ofHour, hour, population))];
    }

    /// <summary>The mean over the hours of a session in the middle of an hour.</summary>
    private static double Around(double[] ofHour, int middle, Population population)
    {
        var half = population.ActiveHoursPerSession / 2;
        var reach = (int)Math.Ceiling(half - 0.5);
        var charged = 0.0;
        var isEven = true;
        for (var hour = -reach; hour <= reach; hour++)
        {
            var there = ofHour[(((middle + hour) % WeekShape.Hours) + WeekShape.Hours) % WeekShape.Hours];
            charged += (Math.Min(hour + 0.5, half) - Math.Max(hour - 0.5, -half)) / (2 * half) / there;
            isEven &= there == ofHour[middle];
        }

        return isEven ? ofHour[middle] : 1 / charged;
    }

    private static (double Share, Allowance[] Allowances)[] ProductsOf(
        Population population, Policy policy, WindowKind window)
    {
        var others = population.OtherProducts;
        return [.. others.Prepend((population.Product, Share: 1 - others.Sum(other => other.Share)))
            .Select(part => (part.Share, policy.Allowances
                .Where(a => a.Window == window && a.Covers(population.Plan, part.Item1)).ToArray()))];
    }

    private static double FactorOf(Allowance[] allowances, Instant at)
    {
        double factor = 1;
        foreach (var allowance in allowances)
        {
            if (allowance.When?.Contains(at) != false)
                factor *= allowance.Factor.Value;
        }

        return factor;
    }
}
