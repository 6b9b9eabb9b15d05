using Plimsoll.Planning;
using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using static Plimsoll.Tests.Planning.Reliability.RiskyService;

namespace Plimsoll.Tests.Planning.Reliability;

public class When_supply_comes_and_goes
{
    [Fact]
    public void Maintenance_takes_a_feed_for_its_hours_only()
    {
        var works = new Maintenance(Start + Duration.FromHours(30), Start + Duration.FromHours(40), 1);
        var study = ServiceAdequacy.Of(
            Model(name => new() { Site = name, Maintenance = name == "old" ? [works] : [] }), new(Start, 7));

        Assert.Equal(new SiteState(0.5, 0.5), Only(study, 30, "old"));
        Assert.Equal(new SiteState(0.5, 0.5), Only(study, 39, "old"));
        Assert.Equal(SiteState.Whole, Only(study, 29, "old"));
        Assert.Equal(SiteState.Whole, Only(study, 40, "old"));
        Assert.Equal(SiteState.Whole, Only(study, 35, "new"));
    }

    [Fact]
    public void A_ramp_is_taken_in_steps_that_never_pass_it()
    {
        var day = SmallService.Day + Duration.FromDays(1);
        var study = ServiceAdequacy.Of(Model(), new(day, 35));
        var site = study.Supply.Fleet.Sites.Single(s => s.Site.Name == "new").Site;

        for (var hour = 0; hour < study.Load.Hours; hour += 24)
        {
            var part = Only(study, hour, "new").Accelerators;
            Assert.InRange(site.InServiceAt(day + Duration.FromHours(hour)) - part, -1e-9, 0.05 + 1e-9);
        }

        Assert.Equal(SiteState.Whole, Only(study, 34 * 24, "new"));
    }

    [Fact]
    public void What_may_be_revoked_is_there_for_certain_until_then()
    {
        var model = Model();
        var from = Start + Duration.FromDays(3);
        var study = Week(
            model with { Risks = model.Risks with { Revocations = [new("new", from, 0.25)] } }, sites: 1.5);
        var lost = study.Report.LossProbability;

        Assert.Equal(0, lost[..72].Max());
        Assert.Equal(0.25, lost[72..].Max(), 1e-12);
        Assert.Equal(0.25 * study.Report.System.LoadFrom(0)[72..].Count(l => l > study.Worth.OfSite(0, 1)),
            study.Report.Total.LossHours, 1e-9);
    }

    [Fact]
    public void A_curtailment_takes_power_and_leaves_accelerators()
    {
        var study = ServiceAdequacy.Of(
            Model(name => new() { Site = name, Curtailment = new(Cause(0.1), 0.4) }), new(Start, 7));

        Assert.Contains(study.StatesAt(0).States, state =>
            state.Sites.All(site => site == new SiteState(1, 0.6)) && Math.Abs(state.Probability - 0.01) < 1e-12);
    }

    [Fact]
    public void Blocks_fail_within_feeds_and_many_levels_are_rounded_down()
    {
        var study = Week(
            Model(name => Fails(feed: 0.02)(name) with { Blocks = new(50, Cause(0.01)) }), sites: 1.9);
        var levels = study.StatesAt(0).States.Select(state => state.Sites[0].Accelerators).Distinct().ToList();

        Assert.InRange(levels.Count, 5, 25);
        Assert.True(study.BoundsFrom(0).AtMost.LossHours > study.Report.Total.LossHours);
        Assert.InRange(study.Report.Total.LossHours, 1, 100);
    }

    /// <summary>The state of a site at an hour at which nothing can happen.</summary>
    private static SiteState Only(ServiceAdequacy study, int hour, string site)
    {
        var place = study.Supply.Fleet.Sites.Select(s => s.Site.Name).ToList().IndexOf(site);
        return Assert.Single(study.StatesAt(hour).States).Sites[place];
    }
}
