using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Tests.Fleets;

public class When_replicas_fail_by_chance
{
    private static readonly Duration up = Duration.FromHours(19);
    private static readonly Duration down = Duration.FromHours(1);
    private static readonly SeedTree seed = SeedTree.FromSeed(7);

    [Fact]
    public void They_are_down_for_their_part_of_the_time_and_as_often_as_they_should()
    {
        var until = FleetRun.Start + Duration.FromDays(50_000);
        var stretches = Downtimes.Of(seed, FleetRun.Start, until, up, down);
        var hours = stretches.Sum(stretch => (stretch.Until - stretch.From).Seconds / 3600);

        // 60,000 failures: three standard errors are 1.2 % of either.
        Assert.InRange(stretches.Length, 60_000 * 0.985, 60_000 * 1.015);
        Assert.InRange(hours / stretches.Length, 0.985, 1.015);
    }

    [Fact]
    public void One_in_twenty_is_down_at_the_start()
    {
        var until = FleetRun.Start + new Duration(1);
        var down20 = Enumerable.Range(0, 20_000).Count(replica =>
            Downtimes.Of(seed.Branch(replica), FleetRun.Start, until, up, down).Length > 0);
        Assert.InRange(down20, 900, 1_100);
    }

    [Fact]
    public void Stretches_that_touch_are_one_failure()
    {
        var changes = Downtimes.Changes(2, 5, [Stretch(30, 40), Stretch(10, 20), Stretch(15, 25), Stretch(25, 26)]);
        Assert.Equal(
            [
                new FleetChange.Fail(FleetRun.At(10), 2, 5), new FleetChange.Repair(FleetRun.At(26), 2, 5),
                new FleetChange.Fail(FleetRun.At(30), 2, 5), new FleetChange.Repair(FleetRun.At(40), 2, 5),
            ],
            changes);
    }

    [Fact]
    public void What_never_fails_has_no_time_between_failures()
    {
        Assert.Null(FleetRun.Pool(1).UpTime(down));
        Assert.Equal(up, (FleetRun.Pool(1) with { Availability = 0.95 }).UpTime(down)!.Value);
    }

    private static (Instant From, Instant Until) Stretch(int from, int until) =>
        (FleetRun.At(from), FleetRun.At(until));
}
