using Plimsoll.Planning;
using Plimsoll.Planning.Allocation;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Tests.Compile;

public class When_an_allocation_is_compiled
{
    private const string Written = """
        title: A small service
        allocation:
          ranks: {haiku: 2}
          residency:
            near: {users: [small, pro-code], zones: [Europe/Berlin], classes: [opus], sites: [old]}
          batch:
            nightly: {class: haiku, output: 2M tokens, from: "20:00", within: 10 h,
              traffic: {input: 1k tokens, cached: 0 tokens, output: 100 tokens}}
            weekly: {class: opus, output: 9M tokens, every: week, on: sunday, rank: 3, sites: [north, old]}
          training:
            next: {accelerator-hours: 4k, accelerators: [h100], sites: [north], gang: 10, most: 40}
          replicas:
            warm: {class: opus, count: 3, sites: [north]}
        """;

    private static readonly string Text = Scenario.With(
        Scenario.With(
            Scenario.SmallWith("title: A small service", Written),
            "    feeds: 4",
            """
                feeds: 4
                energy: {price: 50 USD/MWh, carbon: 0.4 kg/kWh, least-draw: 20 MW,
                  price-by-hour: [0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
            """),
        "notice: 90 days,",
        "notice: 90 days, take-or-pay: {share: 80 %}, price-per-accelerator-hour: 2.35 USD,");

    [Fact]
    public void Work_that_may_wait_is_what_was_written()
    {
        var jobs = Model().Allocation.Jobs;

        var training = Assert.IsType<TrainingJob>(jobs[0]);
        Assert.Equal((4000, 10, 40, 1), (training.AcceleratorHours, training.Gang, training.Most, training.Rank));
        Assert.Equal(["h100", "north"], training.Kinds!.Value.Concat(training.Sites!.Value));
        var nightly = Assert.IsType<BatchJob>(jobs[1]);
        Assert.Equal((2e6, 20, 10, 24, 7), (nightly.Output, nightly.From, nightly.Within, nightly.Every, nightly.Runs));
        Assert.Equal((1000, 100, 0), (nightly.Model.Traffic.Input, nightly.Model.Traffic.Output, nightly.Rank));
        var weekly = Assert.IsType<BatchJob>(jobs[2]);
        Assert.Equal((144, 24, 168, 1, 3), (weekly.From, weekly.Within, weekly.Every, weekly.Runs, weekly.Rank));
        Assert.Equal(8000, weekly.Model.Traffic.Input);
    }

    [Fact]
    public void What_load_has_to_heed_is_what_was_written()
    {
        var model = Model();
        var (haiku, opus) = (model.Classes[0].Name == "haiku" ? 0 : 1, model.Classes[0].Name == "opus" ? 0 : 1);

        Assert.Equal((2, 0), (model.Allocation.RankOf(haiku), model.Allocation.RankOf(opus)));
        var rule = model.Allocation.Residency.Single();
        Assert.True(rule.Covers("small", opus, "Europe/Berlin"));
        Assert.False(rule.Covers("small", haiku, "Europe/Berlin"));
        Assert.False(rule.Covers("small", opus, "UTC"));
        Assert.Equal(("warm", opus, 3), (model.Allocation.Replicas[0].Name, model.Allocation.Replicas[0].Class,
            model.Allocation.Replicas[0].Replicas));
    }

    [Fact]
    public void Energy_and_what_is_paid_in_any_case_belong_to_sites_and_contracts()
    {
        var site = Model().Sites.Single(one => one.Name == "old");

        Assert.Equal([0, 100, 50], site.Energy.Prices.Take(3).Select(price => price.DollarsPerMegawattHour));
        Assert.All(site.Energy.Carbon, carbon => Assert.Equal(400, carbon.KilogramsPerMegawattHour));
        Assert.Equal(20e6, site.Energy.LeastDraw.Value);
        Assert.Equal(new TakeOrPay(0.8, null), site.Contract.TakeOrPay);
        Assert.Equal(2.35, site.Contract.PricePerAcceleratorHour!.Value.Dollars);
    }

    [Fact]
    public void A_site_that_is_left_out_is_left_out_of_where_work_may_run()
    {
        var loaded = Scenario.Document(Scenario.Load(Text));
        var without = ServiceModelCompiler.Compile(Scenario.Document(loaded.Without("north")).Spec);

        Assert.Equal(["old"], without.Allocation.Jobs[2].Sites!.Value);
        Assert.Empty(without.Allocation.Jobs[0].Sites!.Value);
        Assert.Empty(without.Allocation.Replicas[0].Sites!.Value);
    }

    [Fact]
    public void What_is_not_written_is_not_heeded()
    {
        var model = ServiceModelCompiler.Compile(Scenario.Small().Spec);

        Assert.Empty(model.Allocation.Jobs);
        Assert.Empty(model.Allocation.Residency);
        Assert.All(model.Sites, site => Assert.Equal(SiteEnergy.Unstated, site.Energy));
    }

    private static ServiceModel Model() => ServiceModelCompiler.Compile(Scenario.Document(Scenario.Load(Text)).Spec);
}
