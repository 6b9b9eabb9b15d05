using Plimsoll.Planning.Allocation;
using Plimsoll.Supply;
using static Plimsoll.Tests.Planning.Allocation.SmallWeek;

namespace Plimsoll.Tests.Planning.Allocation;

public sealed class When_work_may_wait
{
    [Fact]
    public void It_takes_the_cheapest_hours_that_users_leave_free()
    {
        var report = new SmallWeek
        {
            Large = _ => 500,
            New = 0,
            OldPrice = hour => hour < 6 ? 20 : 50,
            Terms = new() { Jobs = [Training(7 * 6 * 500)] },
        }.Report();

        Assert.All(Enumerable.Range(0, 168), hour => Assert.Equal(
            hour % 24 < 6 ? 500 : 0, Pool(report, "old").Hours[hour].Jobs[0].Accelerators, 1e-6));
        Assert.Equal(1, report.Jobs.Single().Met);
    }

    [Fact]
    public void Users_come_first_and_what_does_not_fit_is_missed()
    {
        var report = new SmallWeek
        {
            Large = _ => 900,
            New = 0,
            Terms = new() { Jobs = [Training(168 * 250)] },
        }.Report();

        Assert.Equal(0, Optimum(report, AllocationGoal.UnservedInteractive));
        Assert.Equal(168 * 150, report.Jobs.Single().Missed, 1e-3);
        Assert.Equal(0, report.Jobs.Single().Met);
        var worth = Resource(report, "pool at old").Worth;
        Assert.All(worth, price => Assert.Equal(AllocationGoal.UnservedElastic, price.Goal));
        Assert.All(worth, price => Assert.Equal(1, price.Value, 1e-9));
    }

    [Fact]
    public void A_batch_keeps_to_its_hours_and_after_Sunday_comes_Monday()
    {
        var report = new SmallWeek
        {
            New = 0,
            Terms = new() { Jobs = [Batch(4000, from: 166, within: 4)] },
        }.Report();

        var busy = Enumerable.Range(0, 168).Where(hour => Pool(report, "old").Hours[hour].Jobs[0].Accelerators > 1e-6);
        Assert.Equal([0, 1, 166, 167], busy);
        Assert.Equal(1, report.Jobs.Single().Met);
    }

    [Fact]
    public void Every_run_of_a_batch_has_its_own_deadline()
    {
        var report = new SmallWeek
        {
            New = 0,
            Large = hour => hour is >= 24 and < 48 ? 1000 : 0,
            Terms = new() { Jobs = [Batch(100, from: 0, within: 24, every: 24)] },
        }.Report();

        Assert.Equal((7, 6), (report.Jobs.Single().Runs, report.Jobs.Single().Met));
        Assert.Equal(100, report.Jobs.Single().Missed, 1e-6);
    }

    [Fact]
    public void A_gang_that_cannot_be_interrupted_is_held_in_every_hour()
    {
        var job = new TrainingJob("training", ["old"], null, 168 * 400, 300, 600);
        var report = new SmallWeek
        {
            OldPrice = hour => hour < 12 ? 20 : 50,
            Terms = new() { Jobs = [job] },
        }.Report();

        var pool = Pool(report, "old");
        Assert.All(pool.Hours, hour => Assert.InRange(hour.Jobs[0].Accelerators, 300 - 1e-6, 600 + 1e-6));
        Assert.All(Enumerable.Range(0, 168).Where(hour => hour % 24 >= 12), hour =>
            Assert.Equal(300, pool.Hours[hour].Jobs[0].Accelerators, 1e-6));
        Assert.Equal(1, report.Jobs.Single().Met);
    }

    [Fact]
    public void Work_helps_to_use_what_is_paid_for_in_any_case()
    {
        var report = new SmallWeek
        {
            Terms = new() { Jobs = [Training(168 * 300)] },
            TakeOrPay = new TakeOrPay(0.2, null),
        }.Report();

        Assert.Equal(0.2, Pool(report, "new").Training, 1e-9);
        Assert.Equal(0.1, Pool(report, "old").Training, 1e-9);
    }

    [Fact]
    public void A_job_that_may_run_nowhere_is_missed_and_nothing_else_is()
    {
        var report = new SmallWeek
        {
            Large = _ => 100,
            Terms = new() { Jobs = [Batch(10, 0, 24) with { Sites = [] }, Training(10) with { Sites = [] }] },
        }.Report();

        Assert.Equal([0, 0], report.Jobs.Select(job => job.Met));
        Assert.Equal(0, Optimum(report, AllocationGoal.UnservedInteractive));
    }
}
