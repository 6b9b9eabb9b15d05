using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning.Outages;
using static Plimsoll.Tests.Planning.Outages.RandomSources;

namespace Plimsoll.Tests.Planning.Outages;

public class When_a_system_is_assessed
{
    private static readonly double[] days = [.. Enumerable.Range(0, 48).Select(hour => 30 + (hour % 24) + (hour / 24))];

    [Fact]
    public void Another_unit_never_raises_the_risk() =>
        Check.One(Cases(60), Prop.ForAll(Arbitrary, sources =>
        {
            var before = Assess(Loaded(sources, days)).Total;
            var after = Assess(Loaded([.. sources, Units("another", 1, 7, 0.3)], days)).Total;
            Assert.True(after.LossHours <= before.LossHours + 1e-12);
            Assert.True(after.LossDays <= before.LossDays + 1e-12);
            Assert.True(after.Unserved <= before.Unserved + 1e-10);
        }));

    [Fact]
    public void More_load_never_lowers_the_risk() =>
        Check.One(Cases(40), Prop.ForAll(Arbitrary, sources =>
        {
            var last = Assess(Loaded(sources, days)).Total;
            foreach (var multiple in new[] { 1.05, 1.2, 2 })
            {
                var more = Assess(Loaded(sources, days).WithLoad(multiple)).Total;
                Assert.True(more.LossHours >= last.LossHours && more.Unserved >= last.Unserved);
                last = more;
            }
        }));

    [Fact]
    public void Two_halves_on_their_own_leave_more_unserved_than_one_whole() =>
        Check.One(Cases(40), Prop.ForAll(Arbitrary, sources =>
        {
            var half = Assess(Loaded(sources, days)).Total;
            var twins = sources.Concat(sources.Select(Twin));
            var whole = Assess(Loaded(twins, days).WithLoad(2)).Total;
            Assert.True(whole.Unserved <= (2 * half.Unserved) + 1e-10);
        }));

    [Fact]
    public void Isolated_halves_promise_less_than_a_pool_at_the_same_risk()
    {
        var half = Loaded([Units("u", 20, 10, 0.05)], 160);
        var whole = Loaded([Units("u", 40, 10, 0.05)], 320);

        Assert.True(Assess(whole).Total.LossHours < Assess(half).Total.LossHours / 10);
    }

    [Fact]
    public void What_is_shed_first_is_lost_first_and_parts_add_up()
    {
        var system = Loaded([Units("u", 4, 10, 0.1)], days) with
        {
            Categories = [Part("batch", 0.2), Part("free", 0.3), Part("paid", 0.5)],
        };

        var report = Assess(system);

        Assert.Equal(["batch", "free", "paid"], report.Categories.Select(c => c.Name));
        Assert.Equal(report.Total.LossHours, report.Categories[0].LossHours, 1e-12);
        Assert.True(report.Categories[0].LossHours > report.Categories[1].LossHours);
        Assert.True(report.Categories[1].LossHours > report.Categories[2].LossHours);
        Assert.Equal(report.Total.Unserved, report.Categories.Sum(c => c.Unserved), 1e-9);
        Assert.Equal(report.Total.Demanded, report.Categories.Sum(c => c.Demanded), 1e-9);

        static LoadCategory Part(string name, double share) => new(name, [.. days.Select(load => load * share)]);
    }

    [Fact]
    public void A_day_counts_by_its_peak_and_an_hour_by_itself()
    {
        var report = Assess(Loaded([Units("u", 1, 60, 0.1)], [.. Enumerable.Repeat(50.0, 48)]));

        Assert.Equal(4.8, report.Total.LossHours, 1e-12);
        Assert.Equal(0.2, report.Total.LossDays, 1e-12);
        Assert.Equal(4.8 * 50, report.Total.Unserved, 1e-10);
        Assert.Equal(0.9, report.Total.EnergyIndex, 1e-12);
    }

    [Fact]
    public void A_unit_that_is_planned_out_is_missing_in_those_hours_only()
    {
        var unit = Units("u", 2, 10, 0.1) with { Service = [new(10, 1), new(20, 2)] };

        var report = Assess(Loaded([unit, Units("other", 1, 1, 0)], [.. Enumerable.Repeat(11.0, 30)]));

        Assert.Equal(0.01, report.LossProbability[9], 1e-15);
        Assert.Equal(0.1, report.LossProbability[10], 1e-15);
        Assert.Equal(0.1, report.LossProbability[19], 1e-15);
        Assert.Equal(0.01, report.LossProbability[20], 1e-15);
    }

    [Fact]
    public void An_uncertain_load_is_the_weighted_sum_of_seven_certain_ones()
    {
        var forecast = LoadForecast.Normal(0.1);
        var system = Loaded([Units("u", 5, 12, 0.08)], days);

        var uncertain = Assess(system with { Forecast = forecast }).Total;

        Assert.Equal(1, forecast.Outcomes.Sum(o => o.Probability), 1e-12);
        Assert.Equal(7, forecast.Outcomes.Length);
        Assert.Equal(0.382925, forecast.Outcomes[3].Probability, 1e-6);
        Assert.Equal(
            forecast.Outcomes.Sum(o => o.Probability * Assess(system.WithLoad(o.Multiple)).Total.Unserved),
            uncertain.Unserved,
            1e-9);
        Assert.True(uncertain.LossHours > Assess(system).Total.LossHours);
    }

    [Fact]
    public void A_single_unit_under_constant_load_fails_as_often_as_it_is_repaired()
    {
        // MTTF 450 h and MTTR 50 h: one failure in 500 h, and every one loses the load.
        var report = Assess(Loaded([Units("u", 1, 10, 0.1, 50)], [.. Enumerable.Repeat(5.0, 1000)]));

        Assert.Equal(2, report.Total.Events!.Value, 1e-12);
        Assert.Equal(50, report.Total.HoursPerEvent!.Value, 1e-9);
    }

    [Fact]
    public void How_often_load_is_lost_is_not_known_without_repair_times()
    {
        var unit = Units("u", 1, 10, 0.1) with { Outages = [new(0, 0.1, null)] };

        Assert.Null(Assess(Loaded([unit], days)).Total.Events);
    }

    private static OutageReport Assess(OutageSystem system) => OutageReport.Of(new OutageTables(system));

    private static CapacitySource Twin(CapacitySource source) => source switch
    {
        CommonMode mode => mode with { Name = $"{mode.Name}-2", Members = [.. mode.Members.Select(Twin)] },
        var group => group with { Name = $"{group.Name}-2" },
    };
}
