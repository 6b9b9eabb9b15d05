using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Reliability;

/// <summary>
/// What a service is asked for in every hour of a period: requests per second by class, for each plan and tier, what
/// is shed first first. Mean demand under the policy in force. Immutable.
/// </summary>
public sealed class ServiceLoad
{
    private const int HoursOfADay = 24;
    private readonly int classes;
    private readonly double[][] from;

    private ServiceLoad(Instant start, int classes, ImmutableArray<string> categories, double[][] from)
    {
        Start = start;
        this.classes = classes;
        Categories = categories;
        this.from = from;
    }

    /// <summary>The first hour begins here.</summary>
    public Instant Start { get; }

    /// <summary>Plans and tiers that ask for anything, the first to be shed first.</summary>
    public ImmutableArray<string> Categories { get; }

    /// <summary>Number of hours.</summary>
    public int Hours => from[0].Length / classes;

    /// <summary>What is asked for, by class, once all categories before one are shed; from 0, everything.</summary>
    public ReadOnlySpan<double> From(int category, int hour) => from[category].AsSpan(hour * classes, classes);

    /// <summary>The load of a period.</summary>
    /// <param name="model">The service.</param>
    /// <param name="period">The period.</param>
    public static ServiceLoad Of(ServiceModel model, ServicePeriod period)
    {
        var (start, days) = (period.Start, period.Days);
        var weeks = new LoadWeeks(model);
        var names = Order(model, model.Timeline.At(start));
        var classes = model.Classes.Length;
        var from = names.Append("").Select(_ => new double[days * HoursOfADay * classes]).ToArray();
        for (var day = 0; day < days; day++)
        {
            var at = start + Duration.FromDays(day);
            var growth = model.Growth.At(period.Grows ? at : start) * period.LoadMultiple;
            var week = weeks.Of(at);
            var ofDay = (int)((at - WeekShape.MondayOf(at)).Nanoseconds / Duration.FromHours(1).Nanoseconds) * classes;
            for (var category = names.Length - 1; category >= 0; category--)
            {
                var (mine, rest) = (from[category], from[category + 1]);
                for (var i = 0; i < HoursOfADay * classes; i++)
                {
                    var place = (day * HoursOfADay * classes) + i;
                    mine[place] = rest[place] + (week[names[category]][ofDay + i] * growth);
                }
            }
        }

        return new(start, classes, names, from);
    }

    /// <summary>
    /// The order in which load is shed: what the operator names, then the plan with the smallest week, tiers by the
    /// output they allow, the other plans by their weeks.
    /// </summary>
    private static ImmutableArray<string> Order(ServiceModel model, Policy policy)
    {
        var plans = model.Populations.Select(p => p.Plan).Distinct()
            .OrderBy(plan => policy.Plans[plan].Week.Value).ThenBy(plan => plan, StringComparer.Ordinal).ToList();
        var tiers = model.Organizations.Select(o => o.Tier).Distinct()
            .OrderBy(tier => policy.Tiers[tier].Rates.Values.Sum(rates => rates.Output.Value))
            .ThenBy(tier => tier, StringComparer.Ordinal);
        string[] usual = [.. plans.Take(1), .. tiers, .. plans.Skip(1)];
        return [.. model.Risks.Shedding.Where(usual.Contains).Concat(usual).Distinct()];
    }

    /// <summary>Loads of weeks by plan and tier before growth, each computed once.</summary>
    private sealed class LoadWeeks(ServiceModel model)
    {
        private readonly Dictionary<(Instant Monday, Instant Policy), Dictionary<string, double[]>> known = [];

        /// <summary>The week of a day, under the policy of that day.</summary>
        public Dictionary<string, double[]> Of(Instant day)
        {
            var policy = model.Timeline.At(day);
            var monday = WeekShape.MondayOf(day);
            if (known.TryGetValue((monday, policy.EffectiveFrom), out var week))
                return week;
            week = [];
            foreach (var plan in model.Populations.GroupBy(population => population.Plan))
                week[plan.Key] = new WeekLoad(model.Classes, [.. plan], [], monday).Under(policy);
            foreach (var tier in model.Organizations.GroupBy(organizations => organizations.Tier))
                week[tier.Key] = new WeekLoad(model.Classes, [], [.. tier], monday).Under(policy);
            known.Add((monday, policy.EffectiveFrom), week);
            return week;
        }
    }
}
