using Plimsoll.Planning.Allocation;
using Plimsoll.Supply;
using static Plimsoll.Tests.Planning.Allocation.SmallWeek;

namespace Plimsoll.Tests.Planning.Allocation;

/// <summary>Laws that every allocation keeps, on weeks drawn from seeds.</summary>
public sealed class When_an_allocation_is_changed
{
    private const int Weeks = 12;

    [Fact]
    public void More_of_anything_is_never_worse_at_the_first_goal_that_it_changes()
    {
        for (var seed = 1; seed <= Weeks; seed++)
        {
            var week = Drawn(seed);
            var before = week.Report();
            AssertNoWorse(before, (week with { Old = week.Old * 1.1 }).Report(), $"seed {seed}: accelerators");
            AssertNoWorse(
                before, (week with { NewMegawatts = week.NewMegawatts * 1.1 }).Report(), $"seed {seed}: power");
            AssertNoWorse(before, (week with { OldNoxPerWeek = week.OldNoxPerWeek * 1.1 }).Report(),
                $"seed {seed}: permit");
            AssertNoWorse(before, (week with { TakeOrPay = null }).Report(), $"seed {seed}: take-or-pay");
        }
    }

    [Fact]
    public void What_decides_in_the_end_leaves_the_goals_before_as_they_are()
    {
        for (var seed = 1; seed <= Weeks; seed++)
        {
            var week = Drawn(seed);
            var money = week.Report().Goals;
            var carbon = (week with { Objective = AllocationObjective.Carbon }).Report().Goals;
            for (var i = 0; i < money.Length - 1; i++)
                AssertSame(money[i].Optimum, carbon[i].Optimum, money[i].Asked, $"seed {seed}: {money[i].Goal}");
            Assert.All(money, goal => Assert.True(goal.Certificate.Holds, $"seed {seed}: {goal}"));
        }
    }

    [Fact]
    public void What_an_answer_says_is_done_adds_up_to_its_optimum()
    {
        for (var seed = 1; seed <= Weeks; seed++)
        {
            var report = Drawn(seed).Report();
            AssertSame(Optimum(report, AllocationGoal.UnservedInteractive), report.Load.Sum(load => load.Unserved),
                report.Load.Sum(load => load.Asked), $"seed {seed}: load");
            AssertSame(Optimum(report, AllocationGoal.UnservedElastic), report.Jobs.Sum(job => job.Missed),
                report.Jobs.Sum(job => job.Work), $"seed {seed}: jobs");
            // To keep sources of one price in order, the goal counts a little more than each costs.
            var paid = report.Sites.Sum(site => site.Money!.Value);
            Assert.InRange(Optimum(report, AllocationGoal.Money), paid * (1 - 1e-9),
                paid + (0.01 * report.Sites.Sum(site => site.MegawattHours)));
            Assert.All(report.Pools.SelectMany(pool => pool.Hours.Select(hour => (pool, hour))), at =>
                Assert.InRange(
                    at.hour.Serving.Concat(at.hour.StandingBy).Concat(at.hour.Jobs).Sum(use => use.Accelerators),
                    0, at.pool.InService * (1 + 1e-9)));
        }
    }

    [Fact]
    public void A_shadow_price_lies_between_what_a_little_more_saves_and_what_a_little_less_costs()
    {
        var (compared, smooth) = (0, 0);
        for (var seed = 1; seed <= Weeks; seed++)
        {
            var week = Drawn(seed);
            var report = week.Report();
            Compare("pool at old", step => (week with { Old = week.Old + step }).Report(), 0.05);
            Compare(
                "power at new", step => (week with { NewMegawatts = week.NewMegawatts + step }).Report(), 1e-4);

            void Compare(string name, Func<double, AllocationReport> with, double step)
            {
                var worth = Resource(report, name).Worth;
                if (worth.Min(price => price.Goal) is not { } goal)
                    return;
                var expected = worth.Where(price => price.Goal == goal).Sum(price => price.Value);
                var (one, other) = (with(step), with(-step));
                if (Before(one, goal) != Before(report, goal) || Before(other, goal) != Before(report, goal))
                    return;
                var more = (Optimum(report, goal) - Optimum(one, goal)) / step;
                var less = (Optimum(other, goal) - Optimum(report, goal)) / step;
                var room = 1e-3 * less;
                Assert.True(expected >= more - room && expected <= less + room,
                    $"seed {seed}, {name}, {goal}: {more}, {expected}, {less}");
                compared++;
                smooth += less - more < 0.01 * less ? 1 : 0;
            }
        }

        Assert.True(compared >= Weeks && smooth >= Weeks / 2, $"{compared} compared, {smooth} without a kink");
    }

    /// <summary>Optima of the goals before one, as far as they are sure.</summary>
    private static double Before(AllocationReport report, AllocationGoal goal) =>
        report.Goals.Where(result => result.Goal < goal).Sum(result => Math.Round(result.Optimum, 3));

    private static SmallWeek Drawn(int seed)
    {
        var random = new Random(seed);
        double[] shape = [.. Enumerable.Range(0, 168).Select(_ => 0.2 + random.NextDouble())];
        double[] prices = [.. Enumerable.Range(0, 24).Select(_ => 20 + (60 * random.NextDouble()))];
        var size = 600 + (900 * random.NextDouble());
        var batch = Batch(size / 2 * random.NextDouble() * 24, random.Next(24), random.Next(3, 25), every: 24);
        return new SmallWeek
        {
            Old = 500 + (500 * random.NextDouble()),
            NewMegawatts = 1 + random.NextDouble(),
            Large = hour => size * shape[hour],
            Small = hour => size * shape[(hour * 5) % 168] / 2,
            OldPrice = hour => prices[hour],
            NewPrice = hour => prices[(hour + 7) % 24],
            TakeOrPay = new TakeOrPay(0.9 * random.NextDouble(), null),
            OldNoxPerWeek = 150 * (0.5 + random.NextDouble()),
            Terms = new()
            {
                Jobs = [batch, Training(168 * 300 * random.NextDouble())],
                Replicas = [new("warm", 0, 5, null)],
            },
        };
    }

    private static void AssertNoWorse(AllocationReport before, AllocationReport after, string what)
    {
        foreach (var (was, isNow) in before.Goals.Zip(after.Goals))
        {
            var room = 1e-9 * Math.Max(was.Asked, Math.Abs(was.Optimum));
            if (isNow.Optimum < was.Optimum - room)
                return;
            Assert.True(isNow.Optimum <= was.Optimum + room, $"{what}: {was.Goal} {was.Optimum} to {isNow.Optimum}");
        }
    }

    private static void AssertSame(double one, double other, double size, string what) =>
        Assert.True(Math.Abs(one - other) <= 1e-7 * Math.Max(size, Math.Abs(one)), $"{what}: {one}, {other}");
}
