using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Planning.Loads;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// The demand of users of plans in closed form beside the same users drawn, under the limits of a day and under
/// multiples of them. Credits are before growth.
/// </summary>
/// <param name="Users">Users drawn of each population, each followed for <see cref="Weeks"/> weeks.</param>
/// <param name="Populations">Each population under the limits as they are.</param>
/// <param name="Cells">All of them together under multiples of the limits, the limits as they are first.</param>
public sealed record DrawnWeek(
    int Users, ImmutableArray<DrawnPopulation> Populations, ImmutableArray<DrawnCell> Cells)
{
    /// <summary>Weeks for which a user is followed.</summary>
    public const int Weeks = 5;

    private static readonly (double Session, double Week)[] multiples =
        [(1, 1), (2, 1), (1, 1.5), (2, 1.5), (double.PositiveInfinity, 1), (1, double.PositiveInfinity)];

    /// <summary>Draws them.</summary>
    /// <param name="report">The demand.</param>
    /// <param name="users">Users of each population.</param>
    /// <param name="chance">Where all chance comes from.</param>
    public static DrawnWeek Of(DemandReport report, int users, SeedTree chance)
    {
        var populations = ImmutableArray.CreateBuilder<DrawnPopulation>();
        var cells = ImmutableArray.CreateBuilder<DrawnCell>();
        foreach (var (session, week) in multiples)
        {
            var policy = LimitGrid.Scaled(report.Policy, session, week);
            var closed = new WeekLoad(
                report.Model.Classes, report.Model.Populations, report.Model.Organizations, report.At);
            var (byForm, byDraws) = (new double[WeekShape.Hours], new double[WeekShape.Hours]);
            foreach (var population in report.Model.Populations)
            {
                var usage = closed.UsageOf(population, policy);
                var drawn = DrawnUsers.Of(population, policy, report.Monday, users, Weeks, chance);
                if (cells.Count == 0)
                    populations.Add(new DrawnPopulation(population, usage, drawn));
                for (var hour = 0; hour < WeekShape.Hours; hour++)
                {
                    byForm[hour] += population.Users * closed.CreditsAt(population, policy, usage, hour);
                    byDraws[hour] += population.Users * drawn.ByHour[hour];
                }
            }

            cells.Add(new DrawnCell(session, week, [.. byForm], [.. byDraws]));
        }

        return new DrawnWeek(users, populations.ToImmutable(), cells.ToImmutable());
    }
}

/// <summary>A population in closed form and drawn.</summary>
/// <param name="Population">Which.</param>
/// <param name="Closed">In closed form.</param>
/// <param name="Drawn">Drawn.</param>
public sealed record DrawnPopulation(Population Population, ClippedUsage Closed, DrawnUse Drawn);

/// <summary>All populations under multiples of the limits.</summary>
/// <param name="Session">Multiple of every session.</param>
/// <param name="Week">Multiple of every week.</param>
/// <param name="Closed">Credits of each hour of the week in closed form.</param>
/// <param name="Drawn">The same drawn.</param>
public sealed record DrawnCell(
    double Session, double Week, ImmutableArray<double> Closed, ImmutableArray<double> Drawn)
{
    /// <summary>Closed form over drawn, less one: of the whole week.</summary>
    public double ErrorOfWeek => (Closed.Sum() / Drawn.Sum()) - 1;

    /// <summary>The same of the largest hour of each.</summary>
    public double ErrorOfPeak => (Closed.Max() / Drawn.Max()) - 1;

    /// <summary>The same of each day of the week in UTC, Monday first.</summary>
    public ImmutableArray<double> ErrorOfDays =>
    [
        .. Closed.Chunk(24).Zip(Drawn.Chunk(24), (closed, drawn) => (closed.Sum() / drawn.Sum()) - 1),
    ];
}
