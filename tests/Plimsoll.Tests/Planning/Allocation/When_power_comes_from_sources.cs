using System.Collections.Immutable;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using static Plimsoll.Tests.Planning.Allocation.SmallWeek;

namespace Plimsoll.Tests.Planning.Allocation;

/// <summary>The old site of a small week has sources; a thousand accelerators are there and in the new one.</summary>
public class When_power_comes_from_sources
{
    private const double Watts = 1e6;

    [Fact]
    public void One_grid_at_the_sites_price_changes_nothing()
    {
        var week = new SmallWeek { Large = hour => hour % 24 < 12 ? 900 : 1500 };
        var (plain, sourced) = (week.Report(), AllocationReport.Of(With(week, Grid(30, 40))));

        for (var i = 0; i < plain.Goals.Length; i++)
            AssertClose(plain.Goals[i].Optimum, sourced.Goals[i].Optimum);
        AssertClose(plain.Sites[1].MegawattHours, sourced.Sites[1].MegawattHours);
        AssertClose(plain.Sites[1].Money!.Value, sourced.Sites[1].Money!.Value);
    }

    [Fact]
    public void Sources_give_what_is_drawn_in_every_hour_the_cheapest_first()
    {
        var week = new SmallWeek { New = 1, Large = _ => 1000 };
        var drawn = 1000 * Megawatts(week.Case(), 0);
        var report = AllocationReport.Of(With(week, Grid(drawn, 60), Turbines(drawn / 4, 50)));
        var site = Old(report);

        Assert.Equal(["grid", "turbines"], site.Sources.Select(source => source.Source.Name));
        for (var hour = 0; hour < 168; hour++)
        {
            AssertClose(site.Drawn[hour], site.Sources.Sum(source => source.Megawatts[hour]));
            AssertClose(drawn / 4, site.Sources[1].Megawatts[hour]);
        }

        AssertClose(168 * ((site.Drawn[0] - (drawn / 4)) * 60 + (drawn / 4 * 50)), site.Money!.Value);
    }

    [Fact]
    public void What_the_operator_wants_later_waits_though_it_is_cheaper()
    {
        var week = new SmallWeek { New = 1, Large = _ => 1000 };
        var drawn = 1000 * Megawatts(week.Case(), 0);
        var site = Old(AllocationReport.Of(With(week, Grid(drawn, 60), Turbines(drawn, 50, rank: 1))));

        AssertClose(0, site.Sources[1].Megawatts.Max());
    }

    [Fact]
    public void A_grid_that_binds_is_told_by_name_with_what_one_more_megawatt_saves()
    {
        var week = new SmallWeek { New = 1, Large = _ => 1000 };
        var each = Megawatts(week.Case(), 0);
        var report = AllocationReport.Of(With(week, Grid(500 * each, 60)));

        var worth = Resource(report, "grid at old").Worth[0];
        Assert.Equal(AllocationGoal.UnservedInteractive, worth.Goal);
        AssertClose(Tokens(week.Case(), 0) / each, worth.Value);
        Assert.Equal("grid at old", report.Resources[report.Hours[0].Binding].Name);
    }

    [Fact]
    public void A_battery_carries_load_over_hours_in_which_a_grid_gives_less()
    {
        var week = new SmallWeek { New = 1, Large = _ => 1000 };
        var drawn = 1000 * Megawatts(week.Case(), 0);
        var curtailed = With(week, Grid(drawn * 1.2, 60), Battery(drawn, 2)) with
        {
            Events = [new("old", Terms(), 10, 2, 0.5)],
        };
        var report = AllocationReport.Of(curtailed);

        Assert.All(report.Load, load => Assert.Equal(0, load.Unserved));
        var battery = Old(report).Sources[0];
        Assert.Equal("battery", battery.Source.Name);
        AssertClose(drawn * 0.4, battery.Megawatts[10] - (Old(report).Drawn[10] - drawn));
        Assert.True(battery.Megawatts.Sum() < 0, "what is lost on the way is drawn");
    }

    [Fact]
    public void A_curtailment_takes_training_first_then_clocks_then_load()
    {
        var week = new SmallWeek
        {
            New = 1,
            Large = _ => 500,
            Terms = new() { Jobs = [Training(500 * 168)] },
        };
        var all = Old(week.Report()).Drawn.Max();
        var serving = 500 * Megawatts(week.Case(), 0);

        var deep = Curtailed(1 - (serving / all));
        Assert.All(deep.Load, load => Assert.Equal(0, load.Unserved));
        Assert.True(deep.Jobs[0].Missed > 0);
        AssertClose(0, deep.LoweredClocks);

        var deeper = Curtailed(1 - (0.9 * serving / all));
        Assert.All(deeper.Load, load => Assert.Equal(0, load.Unserved));
        Assert.True(deeper.LoweredClocks > 0);

        Assert.True(Curtailed(1 - (0.5 * serving / all)).Load.Sum(load => load.Unserved) > 0);

        AllocationReport Curtailed(double depth) => AllocationReport.Of(
            With(week, Grid(all, 60)) with { Events = [new("old", Terms(), 10, 2, depth)] });
    }

    [Fact]
    public void What_may_rebound_after_a_curtailment_is_bounded()
    {
        var week = new SmallWeek { New = 1, Large = _ => 10, Terms = new() { Jobs = [Training(40_000)] } };
        var without = AllocationReport.Of(With(week, Grid(20, 60)));
        var called = new CurtailmentEvent("old", Terms(), 0, 4, 1) { MostAfter = 5 };
        var report = AllocationReport.Of(With(week, Grid(20, 60)) with { Events = [called] });

        Assert.True(After(report) <= 5.000001);
        Assert.True(After(without) > 5);

        double After(AllocationReport of) =>
            Enumerable.Range(0, 168).Where(called.IsFollowedBy).Sum(hour => Old(of).Drawn[hour]);
    }

    private static CurtailmentTerms Terms() => new()
    {
        Depth = 0.5,
        PerYear = Duration.FromHours(44),
        Length = Duration.FromHours(2),
        Longest = Duration.FromHours(4),
        Clocks = new ClockCap(0.8, 0.93),
    };

    private static SiteWeek Old(AllocationReport report) =>
        report.Sites.Single(site => report.Week.Fleet.Sites[site.Site].Site.Name == "old");

    private static AllocationCase With(SmallWeek week, params EnergySource[] sources) =>
        (week with { OldSources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)] }).Case();

    private static EnergySource.Grid Grid(double megawatts, double price) => new()
    {
        Name = "grid",
        Capacity = new Watts(megawatts * Watts),
        Prices = Alike(price),
    };

    private static EnergySource.Generators Turbines(double megawatts, double price, int rank = 0) => new()
    {
        Name = "turbines",
        Capacity = new Watts(megawatts * Watts),
        Units = 4,
        HeatRate = 10_000,
        Prices = Alike(price),
        Rank = rank,
    };

    private static EnergySource.Storage Battery(double megawatts, double hours) => new()
    {
        Name = "battery",
        Capacity = new Watts(megawatts * Watts),
        Energy = Joules.From(megawatts * Watts * hours * 3600),
        RoundTrip = 0.9,
    };

    private static ImmutableArray<EnergyPrice> Alike(double price) =>
        [.. Enumerable.Repeat(new EnergyPrice(price), 24)];

    /// <summary>To a part of 1e-4: sources of one price are kept in order by a tenth of a cent.</summary>
    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-6 + (1e-4 * Math.Abs(expected)), $"{expected}: {actual}");
}
