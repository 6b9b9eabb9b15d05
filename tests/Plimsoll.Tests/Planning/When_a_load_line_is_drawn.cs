using Plimsoll.Demand;
using Plimsoll.Evidence;
using Plimsoll.Planning;

namespace Plimsoll.Tests.Planning;

public class When_a_load_line_is_drawn
{
    private static PlanReport Plan(SmallService service) => new Planner(service.Model()).Plan();

    [Fact]
    public void The_limit_at_the_line_is_borne_and_a_little_above_it_is_not()
    {
        var service = new SmallService { Users = 400_000, SessionDemand = 900_000 };
        var model = service.Model();
        var outlook = Plan(service).Changes.Single();
        var fleet = Fleet.At(model, model.Compare.Ramped, new EngineTable(), except: []);
        var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, model.Compare.After);
        var growth = model.Growth.At(model.Compare.Ramped);

        Assert.InRange(outlook.Ramped.Multiple, 0.01, 1000);
        Assert.True(MarginAt(outlook.Ramped.Multiple) >= 1);
        Assert.True(MarginAt(outlook.Ramped.Multiple * 1.001) < 1);

        double MarginAt(double multiple) => new Adequacy(fleet, model.Criterion)
            .Of(load.Under(outlook.Dial.Turn(multiple)), growth).Multiple;
    }

    [Fact]
    public void It_is_without_end_where_demand_is_served_in_full()
    {
        var line = Plan(new SmallService { Users = 10, Organizations = 1 }).Changes.Single().Ramped;

        Assert.Equal(double.PositiveInfinity, line.Multiple);
        Assert.Null(line.Binding);
    }

    [Fact]
    public void It_is_zero_where_other_load_alone_exhausts_the_fleet()
    {
        var line = Plan(new SmallService { Organizations = 50_000 }).Changes.Single().Ramped;

        Assert.Equal(0, line.Multiple);
        Assert.NotNull(line.Binding);
    }

    [Fact]
    public void Its_binding_constraint_names_class_hour_outage_and_resource()
    {
        var report = Plan(new SmallService { Users = 120_000, SessionDemand = 900_000, NewMegawatts = 0.5 });
        var binding = report.Changes.Single().Ramped.Binding;

        Assert.NotNull(binding);
        Assert.InRange(binding.Hour, 8, 17 + (24 * 4));
        Assert.Equal("old", binding.Outage);
        Assert.Contains(binding.Resources, r => r.Name == "power at new");
        Assert.Equal(1, binding.Resources.Sum(r => r.Weight), 9);
    }

    [Fact]
    public void A_margin_is_exact_however_far_the_load_is_from_the_fleet()
    {
        var model = new SmallService().Model();
        var fleet = Fleet.At(model, model.Compare.Ramped, new EngineTable(), except: []);
        var adequacy = new Adequacy(fleet, model.Criterion);
        var load = new WeekLoad(model.Classes, model.Populations, model.Organizations, model.Compare.After)
            .Under(model.Timeline.At(model.Compare.After));
        var margin = adequacy.Of(load, 1).Multiple;

        Assert.All(new[] { 1e-9, 1e-3, 1e3, 1e9 }, growth =>
            Assert.Equal(1, adequacy.Of(load, growth).Multiple * growth / margin, 1e-9));
    }

    [Fact]
    public void A_class_that_nothing_can_serve_leaves_no_margin_and_is_named()
    {
        var study = PlanStudy.Of([], _ => new SmallService { ActiveParameters = 600e12 }.Model());
        var ramped = study.Report.Outlooks[^1];

        Assert.Equal(0, ramped.Firm);
        Assert.Equal("large", study.Report.Model.Classes[ramped.Binding!.Class].Name);
        Assert.Empty(ramped.Binding.Resources);
        Assert.Contains(study.Verdict.Sentences, s => s.StartsWith("No accelerator can serve large; on h200 it cannot",
            StringComparison.Ordinal));
        Assert.Contains(study.Verdict.Sentences, s => s.StartsWith("No single input", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_that_is_none_at_one_end_of_its_disputed_factor_has_no_line_there()
    {
        var factor = new InputRecord("factor", "x", 1, 2, 3, new Provenance(EvidenceKind.Assumed, null, null, null));

        var study = PlanStudy.Of([factor],
            values => new SmallService { Factor = values.GetValueOrDefault("factor", 2) }.Model());

        Assert.Equal(["doubled/sessions"], study.Sensitivity.Worse.Lines.Keys);
        Assert.Empty(study.Sensitivity.Better.Lines);
    }

    [Fact]
    public void New_sites_are_told_from_old_ones_and_left_out_of_the_comparison()
    {
        var report = Plan(new SmallService());
        var without = report.Outlooks.Single(o => o.Kind == OutlookKind.Without);
        var ramped = report.Outlooks.Single(o => o.Kind == OutlookKind.Ramped);

        Assert.Equal(["new"], report.NewSites);
        Assert.Equal(1940, without.Accelerators, 6);
        Assert.Equal(3880, ramped.Accelerators, 6);
        Assert.True(without.Firm < ramped.Firm);
    }

    [Fact]
    public void The_change_is_shown_with_what_every_plan_had_and_has()
    {
        var dial = Plan(new SmallService()).Changes.Single().Dial;

        Assert.Equal("Sessions doubled", dial.Title);
        Assert.Equal(2, dial.AfterMultiple);
        Assert.Equal(new LimitStep("Pro", "session", "credits", 550_000, 1_100_000), Assert.Single(dial.Steps));
    }
}
