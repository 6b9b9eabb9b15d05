namespace Plimsoll.Demand;

/// <summary>
/// Hours of the week in which one population meets the same limits: its session allowance, and what a credit used then
/// counts toward the week.
/// </summary>
/// <param name="SessionLimit">Credits that fit into a session window, allowances included.</param>
/// <param name="WeekAllowance">Multiple of the week's credits that usage in these hours enjoys.</param>
/// <param name="ActivityShare">Share of the week's activity in these hours.</param>
public readonly record struct LimitHours(double SessionLimit, double WeekAllowance, double ActivityShare);
