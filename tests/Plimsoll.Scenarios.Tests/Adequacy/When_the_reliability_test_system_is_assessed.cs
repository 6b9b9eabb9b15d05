using Plimsoll.Planning.Outages;
using Plimsoll.Simulation.Outages;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Scenarios.Tests.Adequacy;

/// <summary>
/// The IEEE Reliability Test System of 1979 against its published indices (Allan, Billinton and Abdel-Gawad, "The IEEE
/// Reliability Test System: extensions to and evaluation of the generating system", IEEE Transactions on Power Systems
/// 1 (4), 1986).
/// </summary>
public class When_the_reliability_test_system_is_assessed
{
    private static readonly OutageSystem system = Study.Shipped.System;
    private static readonly OutageReport report = OutageReport.Of(new OutageTables(system));

    [Fact]
    public void It_is_the_system_that_was_published()
    {
        var groups = system.Sources.Cast<UnitGroup>().ToList();
        var load = system.LoadFrom(0);

        Assert.Equal(32, groups.Sum(group => group.Count));
        Assert.Equal(3405, groups.Sum(group => group.CapacityAt(0)));
        Assert.Equal((8736, 2850.0), (load.Length, load.Max()));
        Assert.Equal(15_297.075, load.Sum() / 1000, 1e-3);
        Assert.Equal(0.614, load.Average() / load.Max(), 1e-3);
    }

    [Fact]
    public void Times_to_failure_follow_from_rates_and_repairs_as_published()
    {
        int[] published = [2940, 450, 1980, 1960, 1200, 960, 950, 1150, 1100];
        var hours = system.Sources.Cast<UnitGroup>().Select(group => group.Outages[0])
            .Select(outage => (1 - outage.Probability) / outage.BeginsPerHour);

        Assert.Equal(published, hours.Select(h => (int)Math.Round(h)));
    }

    [Fact]
    public void Hourly_loads_give_the_published_hours_and_energy()
    {
        Assert.Equal(9.39418, report.Total.LossHours, 5e-6);
        Assert.Equal(1176, report.Total.Unserved, 0.5);
    }

    [Fact]
    public void Daily_peaks_of_52_weeks_give_the_published_days() =>
        Assert.Equal(1.36886, report.Total.LossDays, 5e-6);

    [Fact]
    public void A_step_of_20_MW_overstates_what_is_lost_by_a_few_percent()
    {
        var coarse = OutageReport.Of(new OutageTables(system with { Step = 20 })).Total;

        Assert.InRange(coarse.Unserved / report.Total.Unserved, 1, 1.06);
        Assert.InRange(coarse.LossHours / report.Total.LossHours, 1, 1.06);
    }

    [Fact]
    public void Monte_Carlo_agrees_within_its_interval()
    {
        var sample = OutageSimulation.Run(system, 2000, SeedTree.FromSeed(1));

        Assert.True(sample.LossHours.Holds(report.Total.LossHours), $"{sample.LossHours}");
        Assert.True(sample.LossDays.Holds(report.Total.LossDays), $"{sample.LossDays}");
        Assert.True(sample.Unserved.Holds(report.Total.Unserved), $"{sample.Unserved}");
        Assert.True(sample.Events.Holds(report.Total.Events!.Value), $"{sample.Events}");
    }
}
