using Plimsoll.Footprint;
using Plimsoll.Footprint.Air;
using Plimsoll.Supply;
using static Plimsoll.Tests.Footprint.Air.BurningSite;

namespace Plimsoll.Tests.Footprint.Air;

public class When_turbines_run
{
    [Fact]
    public void Energy_starts_and_stops_emit_in_the_hour_of_each()
    {
        var account = AirAccount.Of(Meter(January, 5, hour => hour is 1 or 2 ? 20 : hour == 3 ? 5 : 0));

        // Two units start in hour 1, one stops in hour 3, the other in hour 4.
        Assert.Equal([0, 20 + 10, 20, 5 + 3, 3], account.KilogramsByHour(Pollutant.Nox));
        Assert.Equal([0, 40, 40, 10, 0], account.KilogramsByHour(Pollutant.Co));
        Assert.Equal(61, account.KilogramsOf(Pollutant.Nox));
        Assert.Equal(16, account.Lines.Single(line => line.Pollutant == Pollutant.Nox).StartsAndStops);
        Assert.Empty(account.Unstated);
    }

    [Fact]
    public void A_unit_that_is_exchanged_for_another_starts_and_stops()
    {
        var meter = Meter(January, 2, _ => 5);
        var line = meter.Sources[0] with { Starts = [1, 1] };

        Assert.Equal([0, 1], new[] { line.StopsIn(0), line.StopsIn(1) });
        Assert.Equal([5 + 5, 5 + 5 + 3],
            AirAccount.Of(meter with { Sources = [line] }).KilogramsByHour(Pollutant.Nox));
    }

    [Fact]
    public void What_is_not_stated_is_named_and_is_not_nothing()
    {
        var silent = Turbines with { Air = StackEmissions.Unstated };

        var account = AirAccount.Of(Meter(January, 2, _ => 5, source: silent));

        Assert.Equal(["turbines"], account.Unstated);
        Assert.Empty(account.Lines);
        Assert.Empty(AirAccount.Of(Meter(January, 2, _ => 0, source: silent)).Unstated);
    }

    [Fact]
    public void A_grid_has_no_stack()
    {
        var meter = Meter(January, 1, _ => 5);
        var grid = new EnergySource.Grid { Name = "grid", Capacity = new(20e6) };

        var account = AirAccount.Of(meter with { Sources = [new SourceLine(grid, [3600], [], [])] });

        Assert.Empty(account.Lines);
        Assert.Empty(account.Unstated);
    }
}
