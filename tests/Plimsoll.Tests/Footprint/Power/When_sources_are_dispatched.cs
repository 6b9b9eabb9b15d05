using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint.Power;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using static Plimsoll.Tests.Footprint.Power.DispatchedSites;

namespace Plimsoll.Tests.Footprint.Power;

public class When_sources_are_dispatched
{
    private const long HourAt100 = 360_000;

    [Fact]
    public void Energy_in_is_energy_out_in_every_hour() => Check(drawn =>
    {
        var dispatch = Dispatch(drawn);
        for (var hour = 0; hour < drawn.Asked.Length; hour++)
        {
            Assert.InRange(dispatch.NotServed[hour], 0, drawn.Asked[hour]);
            Assert.Equal(
                drawn.Asked[hour], dispatch.Sources.Sum(line => line.Joules[hour]) + dispatch.NotServed[hour]);
        }
    });

    [Fact]
    public void No_source_gives_more_than_it_can_and_units_keep_their_least_load() => Check(drawn =>
    {
        foreach (var line in Dispatch(drawn).Sources)
        {
            for (var hour = 0; hour < drawn.Asked.Length; hour++)
            {
                var ofGrid = line.Source is EnergySource.Grid ? drawn.Terms.OfGrid[hour] : 1;
                var most = line.Source.Capacity.Value * drawn.Terms.InServiceAt(0) * ofGrid * 3600;
                Assert.InRange(line.Joules[hour], line.Source is EnergySource.Storage ? -most : 0, most);
                if (line.Source is not EnergySource.Generators turbines)
                    continue;
                Assert.InRange(line.Running[hour], 0, turbines.Units);
                var unit = most / turbines.Units;
                Assert.True(line.Joules[hour] <= line.Running[hour] * unit);
                Assert.True(
                    line.Joules[hour] >= (line.Running[hour] * (unit - 1) * turbines.LeastLoad) - 1);
            }
        }
    });

    [Fact]
    public void A_battery_holds_what_it_was_given_less_losses_within_its_bounds() => Check(drawn =>
    {
        var dispatch = Dispatch(drawn);
        var s = dispatch.Sources.Select((line, at) => (line, at)).First(s => s.line.Source is EnergySource.Storage).at;
        var battery = (EnergySource.Storage)dispatch.Sources[s].Source;
        var full = (long)(battery.Energy.Value * drawn.Terms.InServiceAt(0));
        var before = full;
        for (var hour = 0; hour < drawn.Asked.Length; hour++)
        {
            var (held, given) = (dispatch.Held[s][hour], dispatch.Sources[s].Joules[hour]);
            Assert.InRange(held, (long)(full * battery.Reserve), full);
            if (given > 0)
                Assert.Equal(before - given, held);
            else
                Assert.InRange(held, before, before + (long)Math.Ceiling(-given * battery.RoundTrip));
            before = held;
        }
    });

    [Fact]
    public void Nothing_is_left_unserved_while_a_grid_has_more_to_give() => Check(drawn =>
    {
        var dispatch = Dispatch(drawn);
        for (var hour = 0; hour < drawn.Asked.Length; hour++)
        {
            if (dispatch.NotServed[hour] == 0)
                continue;
            foreach (var line in dispatch.Sources.Where(line => line.Source is EnergySource.Grid))
            {
                var most = line.Source.Capacity.Value * drawn.Terms.InServiceAt(0) * drawn.Terms.OfGrid[hour] * 3600;
                Assert.True(line.Joules[hour] >= most - 3, $"{line.Source.Name} in hour {hour}");
            }
        }
    });

    [Fact]
    public void Starts_are_units_that_run_and_did_not_before() => Check(drawn =>
    {
        var line = Dispatch(drawn).Sources.First(line => line.Source is EnergySource.Generators);
        var before = 0;
        for (var hour = 0; hour < drawn.Asked.Length; hour++)
        {
            Assert.Equal(Math.Max(0, line.Running[hour] - before), line.Starts[hour]);
            before = line.Running[hour];
        }
    });

    [Fact]
    public void Generators_rise_and_fall_no_faster_than_they_can_unless_nothing_takes_what_they_give() => Check(drawn =>
    {
        var dispatch = Dispatch(drawn);
        var line = dispatch.Sources.Single(line => line.Source is EnergySource.Generators);
        if (((EnergySource.Generators)line.Source).RampPerMinute is not { } perMinute)
        {
            Assert.Empty(line.TooFast);
            return;
        }

        var change = (long)Math.Floor(perMinute.Value * 60 * drawn.Terms.InServiceAt(0) * 3600);
        for (var hour = 1; hour < drawn.Asked.Length; hour++)
        {
            var (before, given) = (line.Joules[hour - 1], line.Joules[hour]);
            Assert.InRange(given, before - change - line.TooFast[hour], before + change);
        }
    });

    [Fact]
    public void Generators_that_come_later_are_told_of_in_every_hour()
    {
        var terms = new DispatchTerms { InService = [0, 0, 1, 1] };
        var dispatch = SourceDispatch.Of(
            Of(Grid(100), Turbines(60, 1, 0, ramp: 0.5)), terms, [0, 0, 30 * 3600, 40 * 3600], Monday);
        Assert.Equal([0, 0, 0, 0], dispatch.Sources.Single(line => line.Source is EnergySource.Generators).TooFast);
    }

    [Fact]
    public void What_generators_cannot_follow_batteries_take_then_the_grid_and_the_rest_is_not_served()
    {
        var site = Of(Grid(20, 90), Turbines(100, 1, 0, ramp: 0.5), Battery(10, 2, 1));
        var dispatch = SourceDispatch.Of(site, new(), [20 * 3600, 60 * 3600, 120 * 3600, 120 * 3600], Monday);

        // The turbine rises by 30 watts an hour: 20, 50, 80, 100.
        Assert.Equal([20 * 3600, 50 * 3600, 80 * 3600, 100 * 3600], By<EnergySource.Generators>(dispatch));
        Assert.Equal([0, 10 * 3600, 10 * 3600, 0], By<EnergySource.Storage>(dispatch));
        Assert.Equal([0, 0, 20 * 3600, 20 * 3600], By<EnergySource.Grid>(dispatch));
        Assert.Equal([0, 0, 10 * 3600, 0], dispatch.NotServed);
    }

    [Fact]
    public void A_generator_that_cannot_fall_fills_batteries_before_the_grid_gives_less()
    {
        var site = Of(Grid(100, 40), Turbines(60, 1, 0, 90, ramp: 0.5), Battery(40, 2, 1));
        var dispatch = SourceDispatch.Of(
            site, new(), [200 * 3600, 70 * 3600, 5 * 3600, 0], Monday);

        // The turbine gives 60 in the first hour and at least 30 in the next, though the grid is cheaper; what the
        // battery then lacks the grid fills.
        Assert.Equal([60 * 3600, 30 * 3600, 0, 0], By<EnergySource.Generators>(dispatch));
        Assert.Equal([40 * 3600, -40 * 3600, 0, 0], By<EnergySource.Storage>(dispatch));
        Assert.Equal([100 * 3600, 80 * 3600, 5 * 3600, 0], By<EnergySource.Grid>(dispatch));
    }

    [Fact]
    public void What_nothing_can_take_is_told_as_falling_too_fast()
    {
        var site = Of(Grid(10, 40), Turbines(60, 1, 0, 90, ramp: 0.5));
        var dispatch = SourceDispatch.Of(site, new(), [70 * 3600, 12 * 3600, 0], Monday);
        var line = dispatch.Sources.Single(line => line.Source is EnergySource.Generators);

        Assert.Equal([60 * 3600, 12 * 3600, 0], line.Joules);
        Assert.Equal([0, 18 * 3600, 0], line.TooFast);
        Assert.Equal([10 * 3600, 0, 0], By<EnergySource.Grid>(dispatch));
    }

    [Theory]
    [InlineData(0, 50, 20, 80)] // dearer, the same rank: the rest
    [InlineData(1, 20, 0, 100)] // cheaper, but the operator wants it later
    [InlineData(-1, 90, 50, 50)] // dearer, but the operator wants it first
    public void The_operators_rank_comes_before_the_price(int rank, double price, long turbines, long grid)
    {
        var site = Of(Grid(80, 40), Turbines(50, 5, 0, price, rank));
        var enough = Of(Grid(100, 40), Turbines(50, 5, 0, price, rank));
        var dispatch = SourceDispatch.Of(rank == 0 ? site : enough, new(), [HourAt100], Monday);

        Assert.Equal([grid * 3600, turbines * 3600], dispatch.Sources.Select(line => line.Joules[0]));
    }

    [Fact]
    public void What_runs_in_any_case_comes_first_and_only_as_far_as_it_is_drawn()
    {
        var site = Of(Grid(100), Turbines(50, 5, 0, rank: 1, least: 20));
        var dispatch = SourceDispatch.Of(site, new(), [HourAt100, 36_000], Monday);

        Assert.Equal([80 * 3600, 0], dispatch.Sources[0].Joules);
        Assert.Equal([20 * 3600, 36_000], dispatch.Sources[1].Joules);
        Assert.Equal([2, 1], dispatch.Sources[1].Running);
    }

    [Fact]
    public void A_unit_that_would_run_below_its_least_load_takes_from_the_grid()
    {
        var dispatch = SourceDispatch.Of(
            Of(Grid(90), Turbines(50, 1, 0.5, rank: 1)), new(), [HourAt100], Monday);

        Assert.Equal([75 * 3600, 25 * 3600], dispatch.Sources.Select(line => line.Joules[0]));
        Assert.Equal(1, dispatch.Sources[1].Starts[0]);
    }

    [Fact]
    public void A_battery_is_not_filled_and_emptied_in_the_same_hour()
    {
        var site = Of(Turbines(50, 1, 0.5), Battery(60, 2, 0.9));
        var dispatch = SourceDispatch.Of(site, new(), [55 * 3600, 10 * 3600], Monday);
        var battery = dispatch.Sources.IndexOf(dispatch.Sources.Single(line => line.Source is EnergySource.Storage));

        // Ten watts and what the battery lacks are less than the turbine's least load: it does not run.
        Assert.Equal([5 * 3600, 10 * 3600], dispatch.Sources[battery].Joules);
        Assert.Equal(dispatch.Held[battery][0] - (10 * 3600), dispatch.Held[battery][1]);
    }

    [Fact]
    public void A_battery_bridges_a_curtailment_and_is_filled_after_it()
    {
        var site = Of(Grid(120), Battery(60, 2, 0.9));
        var dispatch = SourceDispatch.Of(
            site, new() { OfGrid = [1, 0.5, 0.5, 1, 1] }, [.. Enumerable.Repeat(HourAt100, 5)], Monday);

        Assert.Equal([0, 40 * 3600, 40 * 3600, -20 * 3600, -20 * 3600], dispatch.Sources[0].Joules);
        Assert.Equal([0, 0, 0, 0, 0], dispatch.NotServed);
    }

    [Fact]
    public void What_comes_into_service_gives_from_then_on_and_batteries_come_full()
    {
        var site = Of(Turbines(100, 2, 0), Battery(20, 2, 1));
        var dispatch = SourceDispatch.Of(
            site, new() { InService = [0.5, 0.5, 1, 1, 0.5] }, [.. Enumerable.Repeat(HourAt100, 5)], Monday);

        Assert.Equal([50, 50, 100, 100, 50], By<EnergySource.Generators>(dispatch).Select(joules => joules / 3600));
        // Ten watts for two hours; then as much comes and is kept, and the half of it goes.
        Assert.Equal([10, 10, 0, 0, 10], By<EnergySource.Storage>(dispatch).Select(joules => joules / 3600));
        Assert.Equal([10, 0, 20, 20, 0], dispatch.Held[0].Select(joules => joules / 3600));
        Assert.Equal([40, 40, 0, 0, 40], dispatch.NotServed.Select(joules => joules / 3600));
    }

    [Fact]
    public void A_site_without_sources_has_one_grid_that_gives_everything()
    {
        var dispatch = SourceDispatch.Of(Of(), new() { InService = [0.2, 0.2] }, [HourAt100 * 20, 0], Monday);

        var line = Assert.Single(dispatch.Sources);
        Assert.Equal(SourceDispatch.OnlyGrid, line.Source.Name);
        Assert.Equal([HourAt100 * 20, 0], line.Joules);
    }

    [Fact]
    public void A_permit_that_has_run_out_leaves_turbines_standing()
    {
        var turbines = Turbines(50, 5, 0, price: 1) with { Until = Monday + Duration.FromHours(1) };
        var dispatch = SourceDispatch.Of(Of(Grid(100), turbines), new(), [HourAt100, HourAt100], Monday);

        Assert.Equal([50 * 3600, 0], dispatch.Sources[1].Joules);
    }

    private static SourceDispatch Dispatch(Drawn drawn) =>
        SourceDispatch.Of(drawn.Site, drawn.Terms, drawn.Asked, Monday);

    private static void Check(Action<Drawn> law) => Prop.ForAll(All, law).QuickCheckThrowOnFailure();

    private static ImmutableArray<long> By<T>(SourceDispatch dispatch)
        where T : EnergySource => dispatch.Sources.Single(line => line.Source is T).Joules;
}
