using System.Collections.Immutable;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using static Plimsoll.Tests.Planning.Allocation.SmallWeek;

namespace Plimsoll.Tests.Planning.Allocation;

/// <summary>
/// The old site has turbines at 40 USD/MWh that emit a kilogram of NOx for each; the new site's energy costs 60.
/// </summary>
public class When_a_permit_limits_a_source
{
    /// <summary>US dollars for a megawatt-hour by which sources of one price are kept in order.</summary>
    private const double Order = 0.01;

    /// <summary>Megawatt-hours, and kilograms, of 500 accelerators all week.</summary>
    private static readonly double half = 168 * 500 * Megawatts(new SmallWeek().Case(), 0);

    [Fact]
    public void It_binds_and_moves_load_and_its_price_is_the_difference_in_money()
    {
        var report = new SmallWeek { Large = _ => 800, OldNoxPerWeek = half }.Report();

        var permit = report.Permits.Single();
        Assert.Equal(("county", Pollutant.Nox), (permit.Name, permit.Pollutant));
        AssertClose(half, permit.Most);
        AssertClose(half, permit.Kilograms);
        AssertClose(half, Energy(report));
        Assert.Equal(AllocationGoal.Money, permit.Worth.Goal);
        Assert.Equal(60 - 40, permit.Worth.Value, Order);
    }

    [Fact]
    public void It_does_not_bind_where_the_turbines_may_emit_more_than_the_load_takes()
    {
        var report = new SmallWeek { Large = _ => 800, OldNoxPerWeek = 2 * half }.Report();

        var permit = report.Permits.Single();
        AssertClose(1.6 * half, permit.Kilograms);
        AssertClose(1.6 * half, Energy(report));
        Assert.Null(permit.Worth.Goal);
    }

    [Fact]
    public void Where_there_is_a_grid_beside_it_gives_the_rest_and_the_price_is_what_it_costs_more()
    {
        var report = new SmallWeek { Large = _ => 800, OldNoxPerWeek = half, OldGridPrice = 47 }.Report();

        var permit = report.Permits.Single();
        AssertClose(half, permit.Kilograms);
        AssertClose(1.6 * half, Energy(report));
        Assert.Equal(AllocationGoal.Money, permit.Worth.Goal);
        Assert.Equal(47 - 40, permit.Worth.Value, Order);
    }

    /// <summary>Both sites full: one more kilogram is one more megawatt-hour at the old one.</summary>
    [Fact]
    public void Where_load_is_not_served_for_it_its_price_is_in_output_tokens()
    {
        var report = new SmallWeek { Large = _ => 1800, OldNoxPerWeek = half }.Report();

        var permit = report.Permits.Single();
        Assert.Equal(AllocationGoal.UnservedInteractive, permit.Worth.Goal);
        AssertClose(Tokens(report.Week, 0) / Megawatts(report.Week, 0), permit.Worth.Value);
    }

    [Fact]
    public void Starts_and_stops_that_it_allows_are_taken_off_its_week()
    {
        var turbines = new EnergySource.Generators
        {
            Name = "turbines",
            Capacity = new Watts(20e6),
            Units = 2,
            HeatRate = 10_000,
            Air = new StackEmissions { Start = Of(3), Stop = Of(2) },
        };
        var permit = new AirPermit { Name = "p", Title = "P", Sources = ["turbines"], Caps = Of(465), Stops = 20 };

        Assert.Equal((465 - (2 * 20 * 2)) * 7 / 365.0, permit.KilogramsPerWeek(Pollutant.Nox, [turbines]), 1e-9);
        Assert.Equal(
            (465 - (2 * 20 * (3 + 2))) * 7 / 365.0,
            (permit with { Starts = 20 }).KilogramsPerWeek(Pollutant.Nox, [turbines]),
            1e-9);
        Assert.Equal(0, (permit with { Starts = 2000 }).KilogramsPerWeek(Pollutant.Nox, [turbines]));
        Assert.Equal(465 * 7 / 365.0, permit.KilogramsPerWeek(Pollutant.Nox, []), 1e-9);
    }

    private static ImmutableSortedDictionary<Pollutant, Mass> Of(double kilograms) =>
        ImmutableSortedDictionary<Pollutant, Mass>.Empty.Add(
            Pollutant.Nox, new Mass(kilograms));

    private static double Energy(AllocationReport report) => report.Sites
        .Single(site => report.Week.Fleet.Sites[site.Site].Site.Name == "old").MegawattHours;

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, Math.Abs(expected) * 1e-6);
}
