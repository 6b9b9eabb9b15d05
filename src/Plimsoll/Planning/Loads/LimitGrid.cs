using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Loads;

/// <summary>
/// What users of plans would use if all sessions and all weeks were a multiple of what they are: how the two limits act
/// together. Organisations have neither, and what was measured counts as it is modelled.
/// </summary>
/// <param name="Total">All plans together.</param>
/// <param name="Plans">Each plan with users, in the order of its first population.</param>
public sealed record LimitGrid(PlanGrid Total, ImmutableArray<PlanGrid> Plans)
{
    /// <summary>Multiples of every session; the last is no limit.</summary>
    public static ImmutableArray<double> Sessions { get; } = [1, 1.5, 2, 4, double.PositiveInfinity];

    /// <summary>Multiples of every week; the last is no limit.</summary>
    public static ImmutableArray<double> Weeks { get; } = [1, 1.25, 1.5, 2, double.PositiveInfinity];

    /// <summary>A policy with other sessions and weeks.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="session">Multiple of every session.</param>
    /// <param name="week">Multiple of every week.</param>
    public static Policy Scaled(Policy policy, double session, double week) => policy with
    {
        Plans = policy.Plans.Values.ToFrozenDictionary(plan => plan.Name, plan => plan with
        {
            Session = Times(plan.Session, session),
            Week = Times(plan.Week, week),
        }),
    };

    internal static LimitGrid Of(ServiceModel model, Policy policy, WeekLoad week, int peakHour)
    {
        var cells = new List<(string Plan, PlanUse[] Uses)>();
        var policies = Sessions.SelectMany(s => Weeks.Select(w => Scaled(policy, s, w))).ToList();
        foreach (var population in model.Populations)
            cells.Add((population.Plan, [.. policies.Select(p => PlanUse.Of(population, p, week, peakHour))]));
        var plans = cells.Select(cell => cell.Plan).Distinct()
            .Select(plan => Grid(plan, [.. cells.Where(cell => cell.Plan == plan).Select(cell => cell.Uses)]));
        return new LimitGrid(Grid("", [.. cells.Select(cell => cell.Uses)]), [.. plans]);
    }

    private static Credits Times(Credits amount, double multiple) =>
        double.IsPositiveInfinity(multiple) ? AmountDial.Unlimited : Credits.From(amount.Value * multiple);

    private static PlanGrid Grid(string plan, PlanUse[][] populations)
    {
        var sums = Enumerable.Range(0, Sessions.Length * Weeks.Length)
            .Select(i => populations.Aggregate(default(PlanUse), (sum, uses) => sum + uses[i])).ToList();
        var now = sums.Count > 0 ? sums[0] : default;
        return new PlanGrid(plan, now.Users, [.. sums.Select(sum => new GridCell(
            now.Week > 0 ? sum.Week / now.Week : 1,
            now.Peak > 0 ? sum.Peak / now.Peak : 1,
            now.Users > 0 ? sum.SessionLimited / now.Users : 0,
            now.Users > 0 ? sum.WeekLimited / now.Users : 0))]);
    }

    /// <summary>What a population uses, in credits and numbers of users.</summary>
    private readonly record struct PlanUse(
        double Users, double Week, double Peak, double SessionLimited, double WeekLimited)
    {
        public static PlanUse Of(Population population, Policy policy, WeekLoad week, int peakHour)
        {
            var usage = week.UsageOf(population, policy);
            return new PlanUse(
                population.Users,
                population.Users * usage.CreditsPerWeek.Sum(),
                population.Users * week.CreditsAt(population, policy, usage, peakHour),
                population.Users * usage.SessionLimitedShare,
                population.Users * usage.WeekLimitedShare);
        }

        public static PlanUse operator +(PlanUse a, PlanUse b) => new(
            a.Users + b.Users,
            a.Week + b.Week,
            a.Peak + b.Peak,
            a.SessionLimited + b.SessionLimited,
            a.WeekLimited + b.WeekLimited);
    }
}

/// <summary>The grid of one plan.</summary>
/// <param name="Plan">Name; empty: all plans.</param>
/// <param name="Users">Users, before growth.</param>
/// <param name="Cells">Row after row of sessions, in each the weeks.</param>
public sealed record PlanGrid(string Plan, double Users, ImmutableArray<GridCell> Cells)
{
    /// <summary>The cell of a session and a week, by their indices.</summary>
    public GridCell this[int session, int week] => Cells[(session * LimitGrid.Weeks.Length) + week];
}

/// <summary>What is used under multiples of session and week.</summary>
/// <param name="Use">Credits of the week as a multiple of those under the limits as they are.</param>
/// <param name="Peak">The same in the hour in which the service has the most load.</param>
/// <param name="SessionLimited">Share of users who meet a session limit in a week.</param>
/// <param name="WeekLimited">Share of users who meet the weekly limit.</param>
public readonly record struct GridCell(double Use, double Peak, double SessionLimited, double WeekLimited);
