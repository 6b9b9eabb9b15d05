using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using static Plimsoll.Tests.Planning.Reliability.RiskyService;

namespace Plimsoll.Tests.Planning.Reliability;

public class When_a_service_is_assessed
{
    [Fact]
    public void Two_sites_under_one_provider_lose_what_a_hand_finds()
    {
        // Each is out a tenth of the time on its own, both a twentieth by their provider; one carries part of the day.
        var study = Week(Model(Fails(whole: 0.1), providers: 0.05), sites: 1.5);
        var (all, above) = (study.Load.Hours, study.HoursAbove(1));

        Assert.InRange(above, 20, 150);
        var expected = ((0.05 + (0.95 * 0.01)) * all) + (0.95 * 0.18 * above);
        Assert.Equal(expected, study.Report.Total.LossHours, 1e-9 * all);
        Assert.Equal(expected, study.BoundsFrom(0).AtLeast.LossHours, 1e-9 * all);
        Assert.InRange(study.BoundsFrom(0).AtMost.LossHours, expected - (1e-9 * all), expected * 1.05);
    }

    [Fact]
    public void An_outage_of_the_provider_alone_loses_every_hour_alike()
    {
        var study = Week(Model(providers: 0.02), sites: 1.9);

        Assert.All(study.Report.LossProbability, lolp => Assert.Equal(0.02, lolp, 1e-12));
        Assert.Equal(0.02 * study.Report.Total.Demanded, study.Report.Total.Unserved, 1e-6);
        Assert.Equal(0.02 / 6 * study.Load.Hours, study.Report.Total.Events!.Value, 1e-9);
    }

    [Fact]
    public void What_is_shed_adds_up_and_what_is_shed_later_is_lost_less()
    {
        var study = Week(Model(Fails(feed: 0.1, whole: 0.05), variation: 0.1), sites: 1.7);
        var (total, parts) = (study.Report.Total, study.Report.Categories);

        Assert.Equal(["pro", "tier"], study.Load.Categories);
        Assert.Equal(total.Unserved, parts.Sum(part => part.Unserved), 1e-6);
        Assert.Equal(total.Demanded, parts.Sum(part => part.Demanded), 1e-6);
        Assert.Equal(total.LossHours, parts[0].LossHours, 1e-12);
        Assert.InRange(parts[1].LossHours, 0.001, parts[0].LossHours);
        Assert.Equal(total.Unserved, study.Report.Unserved.Sum(), 1e-6);
    }

    [Fact]
    public void The_operator_says_who_is_shed_first()
    {
        var model = Model(Fails(whole: 0.1));
        var turned = model with { Risks = model.Risks with { Shedding = ["tier"] } };

        var (usual, other) = (Week(model, sites: 1.5), Week(turned, sites: 1.5));

        Assert.Equal(["tier", "pro"], other.Load.Categories);
        Assert.Equal(usual.Report.Total.LossHours, other.Report.Total.LossHours, 1e-9);
        Assert.True(other.Report.Categories[1].LossHours > usual.Report.Categories[1].LossHours);
    }

    [Fact]
    public void More_load_is_lost_more_and_more_supply_less()
    {
        var byLoad = new[] { 0.8, 1.2, 1.6, 2.0 }
            .Select(sites => Week(Model(Fails(0.05, 0.05)), sites).Report.Total.LossHours).ToList();
        Assert.Equal(byLoad.Order(), byLoad);
        Assert.True(byLoad[3] > 5 * byLoad[0]);

        var bySupply = new[] { 8, 6, 4 }
            .Select(count => Model(users: 400_000).WithSites(count, Fails(0.05, 0.05)))
            .Select(model => ServiceAdequacy.Of(model, new(Start, 7)).Report.Total.EnergyIndex).ToList();
        Assert.Equal(bySupply.OrderDescending(), bySupply);
        Assert.True(bySupply[0] > bySupply[2]);
    }

    [Fact]
    public void What_never_fails_carries_its_capacity()
    {
        var model = Model(name => name == "old" ? Fails(feed: 0.1)(name) : new() { Site = name });
        var study = Week(model, sites: 1.6);

        var worth = study.Worths().Single(w => w.AsItIs.Name == "contract new");

        Assert.Equal(worth.AsItIs.Capacity, worth.AsItIs.LoadCarried, study.Report.System.Step);
        Assert.Equal(worth.AsItIs.Capacity, worth.Independent.LoadCarried, study.Report.System.Step);
    }

    [Fact]
    public void What_fails_as_a_whole_carries_less_than_its_feeds_would_alone()
    {
        var study = Week(Model(Fails(feed: 0.05, whole: 0.1), variation: 0.1), sites: 0.9);

        foreach (var worth in study.Worths())
        {
            Assert.True(
                worth.AsItIs.LoadCarried < worth.Independent.LoadCarried - study.Report.System.Step,
                $"{worth.AsItIs} {worth.Independent}");
        }
    }

    /// <summary>Two halves that may not help each other do worse than one whole.</summary>
    [Theory]
    [InlineData(0.02, 0.7)]
    [InlineData(0.1, 0.7)]
    [InlineData(0.1, 0.9)]
    [InlineData(0.3, 0.5)]
    public void A_fleet_in_one_pool_loses_less_than_two_of_half_its_size(double fails, double load)
    {
        var half = Week(Model().WithSites(2, Fails(feed: fails)), sites: 2 * load);
        var whole = Week(Model().WithSites(4, Fails(feed: fails)), sites: 4 * load);

        Assert.True(
            whole.Report.Total.Unserved / whole.Report.Total.Demanded
            < half.Report.Total.Unserved / half.Report.Total.Demanded);
    }

    [Fact]
    public void So_many_times_the_sites_under_so_many_times_the_load_lose_fewer_hours()
    {
        var hours = new[] { 2, 4, 8, 16 }
            .Select(count => Week(Model().WithSites(count, Fails(whole: 0.1)), 0.6 * count).Report.Total.LossHours)
            .ToList();

        Assert.Equal(hours.OrderDescending(), hours);
        Assert.InRange(hours[3], 0, hours[0] / 100);
    }

    [Fact]
    public void Without_risks_and_with_room_nothing_is_lost()
    {
        var study = Week(Model(), sites: 1.99);

        Assert.Equal(0, study.Report.Total.LossHours);
        Assert.Equal(0, study.BoundsFrom(0).AtMost.LossHours);
    }

    [Fact]
    public void Growth_counts_only_where_it_is_asked_for()
    {
        var model = Model();
        var still = ServiceLoad.Of(model, new(Start, 56));
        var grown = ServiceLoad.Of(model, new(Start, 56) { Grows = true });
        var (first, last) = (10, 10 + (24 * 49));

        Assert.Equal(still.From(0, first)[0], still.From(0, last)[0], 1e-9);
        Assert.Equal(
            model.Growth.At(Start + Duration.FromDays(49)) / model.Growth.At(Start),
            grown.From(0, last)[0] / still.From(0, last)[0],
            1e-9);
    }

    [Fact]
    public void A_service_that_nobody_uses_or_whose_demand_may_vanish_is_refused_with_the_reason()
    {
        Assert.Null(ServiceAdequacy.Obstacle(Model()));
        Assert.Contains("nobody uses", ServiceAdequacy.Obstacle(Model() with { Populations = [], Organizations = [] }));
        Assert.Contains("below a third", ServiceAdequacy.Obstacle(Model(variation: 0.4)));
    }

    [Fact]
    public void Where_nothing_is_in_service_everything_is_lost()
    {
        var study = ServiceAdequacy.Of(Model(), new(SmallService.Day - Duration.FromDays(700), 7));

        Assert.Equal(168, study.Report.Total.LossHours);
        Assert.Equal(168, study.BoundsFrom(0).AtLeast.LossHours);
    }
}
