using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// What a population uses under a policy, drawn user by user: a second method beside <see cref="ClippedUsage"/>, with
/// which it shares the users and no step of the arithmetic. Sessions open in the rhythm of a user's zone and follow
/// one another, are used evenly while their user is active, and charge a window of their own and the account's week,
/// which begins at an instant of its own. What a limit cuts is lost.
/// </summary>
public sealed class DrawnUsers
{
    private const long Hour = 3600 * Duration.NanosecondsPerSecond;
    private const long Week = WeekShape.Hours * Hour;
    private const int Replicates = 10;
    private const double Golden = 0.6180339887498949;

    /// <summary>How long before its first week a user is followed, so that a session may be under way then.</summary>
    private const long Before = 12 * Hour;

    private readonly Population population;
    private readonly Duration closed;
    private readonly long monday;
    private readonly PlanTerms plan;
    private readonly ImmutableArray<LimitHours> groups;
    private readonly ImmutableArray<int> groupOfHour;
    private readonly SessionRhythm[] rhythms;
    private readonly double[] byHour = new double[WeekShape.Hours];
    private readonly double[] used = new double[Replicates];
    private readonly double[] drawn = new double[Replicates];
    private long weeks;
    private long sessionLimited;
    private long weekLimited;

    private DrawnUsers(Population population, Policy policy, Instant monday)
    {
        this.population = population;
        this.monday = monday.UnixNanoseconds;
        plan = policy.Plans[population.Plan];
        var shape = WeekShape.Of(population.Rhythm, population.Region.Zones, monday);
        (groups, groupOfHour) = ClippedUsage.HoursOf(population, policy, shape, monday);
        var lead = Duration.FromSeconds(population.ActiveHoursPerSession * 1800);
        closed = policy.SessionLength + policy.SessionGrid;
        rhythms = [.. population.Region.Zones.Select(zone => new SessionRhythm(
            WeekShape.Of(population.Rhythm, [(zone.Zone, 1)], monday), monday, closed, lead))];
    }

    /// <summary>Draws users and follows each for some weeks.</summary>
    /// <param name="population">Whose appetite.</param>
    /// <param name="policy">The policy, in force all the time.</param>
    /// <param name="monday">Monday 00:00 UTC of the week, whose local times hold in every week.</param>
    /// <param name="users">How many, one for each equal part of the distribution of appetites. 10 or more.</param>
    /// <param name="weeks">Weeks that each is followed for. 1 or more.</param>
    /// <param name="chance">Where all chance comes from.</param>
    public static DrawnUse Of(
        Population population, Policy policy, Instant monday, int users, int weeks, SeedTree chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(users, Replicates);
        ArgumentOutOfRangeException.ThrowIfLessThan(weeks, 1);
        var all = new DrawnUsers(population, policy, monday);
        var branch = chance.Branch(population.Name);
        for (var i = 0; i < users; i++)
            all.Follow(i, users, weeks, branch.Stream(i));
        return new DrawnUse(
            ConfidenceInterval.OfRuns([.. all.used.Zip(all.drawn, (credits, count) => credits / count)]),
            [.. all.byHour.Select(credits => credits / all.weeks)],
            all.sessionLimited / (double)all.weeks,
            all.weekLimited / (double)all.weeks);
    }

    private void Follow(int number, int users, int count, Draws draws)
    {
        var rank = NormalDistribution.Quantile((number + (draws.NextPositive() * (1 - Draws.Unit))) / users);
        var (sessions, appetite) = ClippedUsage.UserAt(population, rank, double.PositiveInfinity);
        var rhythm = rhythms[population.Region.ZoneAt(number * Golden % 1)];
        var reset = monday + (long)(draws.NextDouble() * Week);
        var end = reset + (count * Week);
        var account = new AccountWeek(reset);
        for (var at = Next(reset - Before); at < end; at = Next(at + closed.Nanoseconds))
        {
            var wanted = appetite * draws.NextLogNormal(1, population.SessionSpread);
            Use(ref account, at, wanted, end, number % Replicates);
        }

        Close(account);
        weeks += count;
        drawn[number % Replicates] += count;

        long Next(long from) => rhythm.Next(from, sessions, draws.NextExponential(), end);
    }

    /// <summary>Uses a session evenly over its active time, hour by hour, as far as both windows let it.</summary>
    private void Use(ref AccountWeek account, long opened, double wanted, long end, int replicate)
    {
        var active = (long)(population.ActiveHoursPerSession * Hour);
        var room = plan.Session.Value;
        for (var at = opened; at < opened + active && at < end;)
        {
            if (at >= account.Begin + Week)
            {
                Close(account);
                account = new AccountWeek(at - ((at - account.Begin) % Week));
            }

            var into = Math.Max(0, at - monday);
            var hour = (int)(into / Hour % WeekShape.Hours);
            var next = Math.Min(
                Math.Min(at - (into % Hour) + Hour, opened + active), Math.Min(account.Begin + Week, end));
            if (at < account.Begin)
                next = Math.Min(next, account.Begin);
            var group = groups[groupOfHour[hour]];
            var (perSession, perWeek) = (group.SessionLimit / plan.Session.Value, group.WeekAllowance);
            var asks = wanted * (next - at) / active;
            var bySession = room * perSession;
            var byWeek = at < account.Begin ? double.PositiveInfinity : (plan.Week.Value - account.Used) * perWeek;
            var credits = Math.Max(0, Math.Min(asks, Math.Min(bySession, byWeek)));
            room -= credits / perSession;
            if (at >= account.Begin)
            {
                account.Used += credits / perWeek;
                account.MetSession |= bySession < Math.Min(asks, byWeek);
                account.MetWeek |= byWeek < Math.Min(asks, bySession);
                byHour[hour] += credits;
                used[replicate] += credits;
            }

            at = next;
        }
    }

    private void Close(in AccountWeek account)
    {
        sessionLimited += account.MetSession ? 1 : 0;
        weekLimited += account.MetWeek ? 1 : 0;
    }

    /// <summary>An account's week under way.</summary>
    private record struct AccountWeek(long Begin)
    {
        public double Used;
        public bool MetSession;
        public bool MetWeek;
    }
}

/// <summary>What drawn users use.</summary>
/// <param name="CreditsPerWeek">Mean credits of a user in a week.</param>
/// <param name="ByHour">The same by hour of the week, Monday 00:00 UTC first.</param>
/// <param name="SessionLimitedShare">Share of weeks of accounts in which a session is cut.</param>
/// <param name="WeekLimitedShare">Share of weeks of accounts that are cut.</param>
public sealed record DrawnUse(
    ConfidenceInterval CreditsPerWeek,
    ImmutableArray<double> ByHour,
    double SessionLimitedShare,
    double WeekLimitedShare);
