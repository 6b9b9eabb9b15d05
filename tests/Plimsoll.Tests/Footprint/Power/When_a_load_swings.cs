using Plimsoll.Footprint.Power;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Footprint.Power;

public class When_a_load_swings
{
    [Fact]
    public void A_step_needs_half_the_step_for_the_time_that_the_grid_takes()
    {
        // 90 MW at 10 MW a minute: 9 minutes, on average 45 MW.
        var cover = RampCover.OfStep(new Watts(90e6), 10e6 / 60);

        Assert.Equal(45.0 * 9 / 60, cover.Energy.MegawattHours, 1e-9);
        Assert.Equal(90e6, cover.Power.Value);
    }

    [Fact]
    public void The_same_step_sample_by_sample_needs_as_much()
    {
        var load = Enumerable.Repeat(0.0, 1).Concat(Enumerable.Repeat(90e6, 601));
        var cover = RampCover.Of([.. load], 1, 10e6 / 60);

        // The load takes one sample to rise.
        var step = RampCover.OfStep(new Watts(90e6), 10e6 / 60);
        Assert.Equal(step.Energy.MegawattHours, cover.Energy.MegawattHours, 0.013);
    }

    [Fact]
    public void What_the_grid_can_follow_needs_no_battery()
    {
        var cover = RampCover.Of([0, 10, 20, 10, 0], 1, 10);

        Assert.Equal((0, 0, 20), (cover.Power.Value, cover.Energy.Value, cover.GridRange.Value));
    }

    [Fact]
    public void Swings_that_are_too_fast_to_follow_leave_the_grid_almost_still()
    {
        var cover = RampCover.OfSwings(new Watts(100e6), Duration.FromSeconds(10), 1e6);

        Assert.InRange(cover.GridRange.Value, 4.9e6, 5.1e6);
        // Half of the swing for half of the period; the load takes a sample to rise and fall.
        Assert.InRange(cover.Energy.Value, 240e6, 252e6);
    }
}
