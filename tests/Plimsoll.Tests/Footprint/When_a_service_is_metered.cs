using FsCheck.Fluent;
using Plimsoll.Footprint;
using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint;

public class When_a_service_is_metered
{
    private static readonly FootprintColumns[] Cuts =
    [
        FootprintColumns.None, FootprintColumns.Site, FootprintColumns.Plan, FootprintColumns.Class,
        FootprintColumns.Use | FootprintColumns.Month, FootprintColumns.Site | FootprintColumns.Plan,
        FootprintColumns.Hour | FootprintColumns.Class,
    ];

    [Theory]
    [InlineData(null)]
    [InlineData(AllocationObjective.Money)]
    public void Rows_are_what_the_meters_read_to_the_joule_however_they_are_told_apart(AllocationObjective? objective)
    {
        foreach (var service in RandomServices.Pairs.Generator.Sample(objective is null ? 12 : 2))
        {
            var metered = Metered(service.Service.Model(), 24 * 45, objective);
            var read = metered.Sites.Sum(site => Enumerable.Range(0, site.Hours).Sum(hour => site.At(hour).Value));
            var footprint = new ServiceFootprint(metered, Impacts);

            foreach (var cut in Cuts)
                Assert.Equal(read, footprint.By(cut).Sum(row => row.Joules.Value));
        }
    }

    [Fact]
    public void Impacts_add_up_to_those_of_the_sites()
    {
        var metered = Metered(new SmallService().Model(), 24 * 45, null);
        var footprint = new ServiceFootprint(metered, Impacts);

        var expected = metered.Sites.Sum(site => Impacts(site)[0].Amounts.Sum());

        foreach (var cut in Cuts)
        {
            Assert.Equal(expected, footprint.By(cut).Sum(row => row.Impacts[0]), 1e-9 * expected);
            Assert.Equal(1000 * metered.Sites.Length * 24.0 * 45, footprint.By(cut).Sum(row => row.Impacts[1]), 1e-6);
        }
    }

    [Fact]
    public void An_even_week_serves_all_that_is_asked_for_where_there_is_room()
    {
        var model = new SmallService { Users = 6_000, Organizations = 20 }.Model();
        var week = AllocationCase.Of(model, model.Compare.Ramped, 1, AllocationObjective.Money);

        var use = WeekUse.Even(week);

        Assert.All(use.Unserved, hour => Assert.All(hour, tokens => Assert.Equal(0, tokens)));
        for (var hour = 0; hour < 168; hour++)
        {
            for (var c = 0; c < week.Classes.Length; c++)
            {
                var served = use.Pools.Sum(pool => pool.Hours[hour].Serving[c].Accelerators
                    * (week.Fleet.PointOf(pool.Pool, c)?.RequestsPerSecond ?? 0));
                var asked = week.Load.Where(part => part.Class == c).Sum(part => part.Requests[hour]);
                Assert.Equal(asked, served, 1e-6 * asked);
            }

            var busy = use.Pools.Select(pool =>
                pool.Hours[hour].Serving.Sum(one => one.Accelerators) / pool.InService).ToArray();
            Assert.Equal(busy[0], busy[1], 1e-9);
        }
    }

    [Fact]
    public void An_even_week_keeps_to_accelerators_and_power_and_says_what_found_no_room()
    {
        var model = new SmallService { Users = 600_000, NewMegawatts = 0.5 }.Model();
        var week = AllocationCase.Of(model, model.Compare.Ramped, 1, AllocationObjective.Money);

        var use = WeekUse.Even(week);

        Assert.Contains(use.Unserved, hour => hour.Sum() > 0);
        for (var hour = 0; hour < 168; hour++)
        {
            foreach (var pool in use.Pools)
            {
                var serving = pool.Hours[hour].Serving;
                var most = week.SiteOf(pool.Pool).Power.Value / 1e6;
                Assert.InRange(serving.Sum(one => one.Accelerators), 0, pool.InService * (1 + 1e-9));
                Assert.InRange(serving.Sum(one => one.Megawatts), 0, most * (1 + 1e-9));
            }
        }
    }

    [Fact]
    public void Idle_accelerators_draw_what_the_power_of_the_site_leaves_at_most()
    {
        var metered = Metered(WithIdlePower(new SmallService().Model()), 24 * 30, null);

        Assert.All(metered.Sites, site => Assert.Contains(site.Uses, use => use.Kind == UseKind.Idle));
        foreach (var site in metered.Sites)
        {
            Assert.All(Enumerable.Range(0, site.Hours), hour => Assert.InRange(
                site.At(hour).MegawattHours, 0, (site.Site.Power.Value / 1e6) + 1e-6));
        }
    }

    [Fact]
    public void A_mean_request_takes_what_its_accelerators_draw_for_it()
    {
        var model = new SmallService().Model();
        foreach (var served in model.Classes)
        {
            var kind = model.Sites[0].Pools[0].Kind;
            var point = OperatingPoint.Find(kind, served, out _)!;

            var tokens = TokenEnergy.Of(kind, served.Shape, served.Traffic, point);

            var drawn = point.PowerPerAccelerator.Value / point.RequestsPerSecond;
            var traffic = served.Traffic;
            Assert.Equal(drawn, tokens.Of(traffic.Input, traffic.Cached, traffic.Output), 1e-6 * drawn);
            Assert.True(tokens is { Input: > 0, Cached: > 0, Output: > 0 });
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(AllocationObjective.Money)]
    public void Classes_jobs_and_what_nobody_bears_are_what_the_meters_read_to_the_joule(AllocationObjective? objective)
    {
        foreach (var service in RandomServices.Pairs.Generator.Sample(objective is null ? 12 : 2))
        {
            var metered = Metered(WithIdlePower(service.Service.Model()), 24 * 45, objective);
            var report = FootprintReport.Of(new ServiceFootprint(metered, Impacts));

            Assert.Equal(report.Total.Joules, new Joules(
                report.Classes.Sum(part => part.Joules.Value) + report.Unborne.Value));
            Assert.Contains(report.Classes, part => part.Idle.Joules.Value > 0);
        }
    }

    [Fact]
    public void What_is_idle_where_nothing_works_is_nobodys()
    {
        var model = WithIdlePower(new SmallService { Users = 0, Organizations = 0 }.Model());

        var report = FootprintReport.Of(new ServiceFootprint(Metered(model, 24, null), Impacts));

        Assert.Equal(report.Total.Joules, report.Unborne);
        Assert.True(report.Unborne.Value > 0);
    }

    /// <summary>A service whose accelerators draw power while they are idle.</summary>
    internal static ServiceModel WithIdlePower(ServiceModel model) => model with
    {
        Sites = [.. model.Sites.Select(site => site with
        {
            FixedOverhead = 1,
            Pools = [.. site.Pools.Select(pool => pool with
            {
                Kind = pool.Kind with { Power = pool.Kind.Power with { Idle = new Watts(100) } },
            })],
        })],
    };

    internal static MeteredService Metered(
        ServiceModel model, int hours, AllocationObjective? objective) =>
        MeteredService.Of(model, model.Compare.After, hours, objective, out _)!;

    internal static System.Collections.Immutable.ImmutableArray<ImpactLine> Impacts(SiteMeter site) =>
    [
        new(Impact.LocationCarbon,
            [.. Enumerable.Range(0, site.Hours).Select(hour => site.At(hour).MegawattHours * (300 + (hour % 24)))]),
        new(Impact.CapacityMoney,
            [.. Enumerable.Range(0, site.Hours).Select(_ => 1000.0)]),
    ];
}
