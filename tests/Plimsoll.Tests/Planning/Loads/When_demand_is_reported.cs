using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Planning.Loads;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning.Loads;

public class When_demand_is_reported
{
    private static readonly ServiceModel model = TwoZones(new SmallService { SessionDemand = 900_000 }.Model());
    private static readonly DemandReport report = DemandReport.Of(model, SmallService.Day);

    [Fact]
    public void Zones_and_groups_add_up_to_the_load_of_every_hour()
    {
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            var total = report.Total.Output[hour];
            Assert.Equal(total, report.Zones.Zones.Sum(zone => zone.Output[hour]), 1e-9 * total);
            Assert.Equal(total, report.Groups.Sum(group => group.Load.Output[hour]), 1e-9 * total);
        }
    }

    [Fact]
    public void Zones_apart_peak_lower_together_than_each_for_itself()
    {
        var peaks = report.Zones.Zones.Sum(zone => zone.Peak);

        Assert.Equal(2, report.Zones.Zones.Length);
        Assert.Equal(peaks / report.Total.Output.Max(), report.Zones.Diversity, 9);
        Assert.InRange(report.Zones.Diversity, 1.05, 2);
        Assert.All(report.Zones.Zones, zone => Assert.InRange(zone.Coincidence, 0.1, 1));
    }

    [Fact]
    public void Every_row_of_usage_is_part_of_the_week()
    {
        var usage = report.Usage().ToList();

        Assert.Equal(report.Total.OutputOfWeek, usage.Sum(row => row.Output), 1e-9 * report.Total.OutputOfWeek);
        Assert.Equal(168 * 2 * 2, usage.Count);
    }

    [Fact]
    public void A_month_is_the_sum_of_its_days()
    {
        // May 2026 has four whole weeks from the 4th on, all after the change of the 6th but for two days.
        var grown = model with { Growth = new Growth(SmallService.Day, []) };
        var june = DemandReport.Of(grown, SmallService.Day + Duration.FromDays(30)).Months[0];
        var week = DemandReport.Of(grown, SmallService.Day + Duration.FromDays(30)).Total;

        // June has 30 days: four weeks, a Monday and a Tuesday.
        var days = Enumerable.Range(0, 48).Sum(hour => week.RequestsAt(hour, 0));
        Assert.Equal((4 * week.RequestsOf(0)) + days, june.Requests[0], 1e-6 * june.Requests[0]);
        Assert.Equal(week.Output.Max(), june.Peak, 9);
    }

    [Fact]
    public void Growth_composes()
    {
        var (day, later) = (SmallService.Day, SmallService.Day + Duration.FromDays(100));
        var end = later + Duration.FromDays(33);
        var fromLater = model.Growth with { Base = later };

        Assert.Equal(model.Growth.At(end), model.Growth.At(later) * fromLater.At(end), 12);
        Assert.Equal(1, model.Growth.At(day), 12);
    }

    [Fact]
    public void Twice_as_many_users_use_twice_as_much()
    {
        var doubled = model with
        {
            Populations = [.. model.Populations.Select(p => p with { Users = 2 * p.Users })],
            Organizations = [.. model.Organizations.Select(o => o with { Count = 2 * o.Count })],
        };

        var load = DemandReport.Of(doubled, SmallService.Day).Total.Requests;

        Assert.All(load.Zip(report.Total.Requests), pair => Assert.Equal(2 * pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void Appetites_and_limits_in_other_units_meet_as_often()
    {
        var large = model with
        {
            Populations = [.. model.Populations.Select(p => p with { SessionDemand = 8 * p.SessionDemand })],
            Timeline = new PolicyTimeline(model.Timeline.Versions.Select(p => LimitGrid.Scaled(p, 8, 8))),
        };

        var grid = DemandReport.Of(large, SmallService.Day).Limits.Total;

        Assert.All(grid.Cells.Zip(report.Limits.Total.Cells), pair =>
        {
            Assert.Equal(pair.Second.Use, pair.First.Use, 1e-9);
            Assert.Equal(pair.Second.SessionLimited, pair.First.SessionLimited, 1e-9);
            Assert.Equal(pair.Second.WeekLimited, pair.First.WeekLimited, 1e-9);
        });
    }

    [Fact]
    public void Higher_limits_add_use_but_for_a_trace_and_less_than_they_rise()
    {
        var grid = report.Limits.Total;
        for (var s = 0; s < LimitGrid.Sessions.Length; s++)
        {
            for (var w = 0; w < LimitGrid.Weeks.Length; w++)
            {
                if (s > 0)
                    Assert.True(grid[s, w].Use >= grid[s - 1, w].Use * 0.998);
                if (w > 0)
                    Assert.True(grid[s, w].Use >= grid[s, w - 1].Use * 0.998);
                Assert.InRange(grid[s, w].Use, 0.998, Math.Max(LimitGrid.Sessions[s], LimitGrid.Weeks[w]));
            }
        }
    }

    [Fact]
    public void A_session_twice_as_large_adds_less_under_the_same_week_than_with_a_larger_one()
    {
        var grid = report.Limits.Total;

        Assert.InRange(grid[2, 0].Use, 1.01, 1.6);
        Assert.True(grid[2, 3].Use / grid[0, 3].Use > grid[2, 0].Use + 0.05);
        Assert.True(grid[2, 0].WeekLimited > grid[0, 0].WeekLimited);
        Assert.Equal(0, grid[4, 4].SessionLimited, 9);
    }

    /// <summary>The light users live twelve hours from the others.</summary>
    private static ServiceModel TwoZones(ServiceModel service)
    {
        var west = new Region("west", [(new ZoneOffsets("Etc/GMT+12", Duration.FromHours(-12), []), 1)]);
        return service with
        {
            Populations = [.. service.Populations.Select(p => p.Name == "light" ? p with { Region = west } : p)],
        };
    }
}
