using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Demand;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Tests.Footprint.Requests;

public class When_usage_is_accounted
{
    private static readonly Instant First = Instant.FromDate(new DateOnly(2026, 6, 1));

    private static readonly FootprintRates Rates = new(
        [Impact.LocationCarbon],
        new Dictionary<(string, string), ClassRates>
        {
            [("", "large")] = Of(new HourRates(new TokenEnergy(0.3, 0.01, 7), 0.25, [1e-7], [2e-8])),
        });

    [Fact]
    public void With_a_meter_requests_and_idle_are_what_it_read_in_every_hour() => Prop.ForAll(Cases, one =>
    {
        var footprint = new LedgerFootprint(Rates, one.Usage, one.Meter);

        foreach (var row in footprint.By(FootprintColumns.Hour))
            Assert.Equal(one.Meter[row.Key.Start!.Value], row.Joules);
        Assert.Equal(
            one.Meter.Values.Sum(read => read.Value), footprint.By(FootprintColumns.None).Sum(row => row.Joules.Value));
        Assert.All(footprint.By(FootprintColumns.Use), row => Assert.True(row.Joules.Value >= 0));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_meter_idle_is_as_the_rates_have_it()
    {
        var footprint = new LedgerFootprint(
            Rates, [Used(0, "acme", 1000)], ImmutableDictionary<Instant, Joules>.Empty);

        var rows = footprint.By(FootprintColumns.Use | FootprintColumns.Organization);

        Assert.Equal([("acme", 7310L), ("", 1828L)], rows.Select(row => (row.Key.Organization!, row.Joules.Value)));
        Assert.Equal(7310e-7, rows.Sum(row => row.Impacts[0]), 1e-7);
    }

    [Fact]
    public void Without_a_meter_requests_and_idle_are_what_requests_are_told_that_they_cause()
    {
        var rates = new FootprintRates(
            [Impact.LocationCarbon, Impact.CapacityMoney],
            new Dictionary<(string, string), ClassRates>
            {
                [("", "large")] = Of(new HourRates(new TokenEnergy(0.3, 0.01, 7), 0.25, [1e-7, 3e-6], [2e-8, 1e-6])),
                [("", "small")] = Of(new HourRates(new TokenEnergy(0.1, 0.01, 2), 0.5, [2e-7, 5e-6], [1e-7, 4e-6])),
            });
        HourUsage[] usage = [Used(0, "acme", 1000), Used(0, "beta", 300) with { Class = "small" }];

        var rows = new LedgerFootprint(rates, usage, ImmutableDictionary<Instant, Joules>.Empty)
            .By(FootprintColumns.Use | FootprintColumns.Class);

        var told = usage.Select(row => rates.Of("", row.Class, 1000, 1000, (long)row.Output, First)!.Value).ToArray();
        Assert.Equal(told.Sum(one => one.Energy.Value), rows.Sum(row => row.Joules.Value));
        Assert.Equal(told.Sum(one => one.Idle.Value), rows.Single(row => row.Key.Use == UseKind.Idle).Joules.Value);
        for (var i = 0; i < 2; i++)
            Assert.Equal(told.Sum(one => one.Impacts[i]), rows.Sum(row => row.Impacts[i]), 1e-12);
    }

    [Fact]
    public void Hardware_that_is_idle_costs_the_same_whatever_a_meter_reads()
    {
        var rates = new FootprintRates(
            [Impact.LocationCarbon, Impact.CapacityMoney],
            new Dictionary<(string, string), ClassRates>
            {
                [("", "large")] = Of(new HourRates(new TokenEnergy(0.3, 0.01, 7), 0.25, [1e-7, 3e-6], [2e-8, 1e-6])),
            });

        var idle = new LedgerFootprint(
            rates, [Used(0, "acme", 1000)], new Dictionary<Instant, Joules> { [First] = new(17310) })
            .By(FootprintColumns.Use).Single(row => row.Key.Use == UseKind.Idle);

        Assert.Equal(10_000, idle.Joules.Value);
        Assert.Equal(10_000 * 1e-7 * 7310 / (7310 + 1828), idle.Impacts[0], 1e-12);
        Assert.Equal(7310 * 1e-6, idle.Impacts[1], 1e-12);
    }

    [Fact]
    public void Classes_without_rates_and_hours_without_readings_are_named()
    {
        var footprint = new LedgerFootprint(
            Rates,
            [Used(0, "acme", 1), Used(1, "acme", 1), Used(1, "acme", 1) with { Class = "other" }],
            new Dictionary<Instant, Joules> { [First] = new(1) });

        Assert.Equal(["other"], footprint.UnknownClasses);
        Assert.Equal([First + Duration.FromHours(1)], footprint.HoursWithoutMeter);
        Assert.Equal([First], footprint.HoursOverMeter);
    }

    private static Arbitrary<(HourUsage[] Usage, Dictionary<Instant, Joules> Meter)> Cases { get; } = (
        from hours in Gen.Choose(1, 6)
        from rows in (
            from hour in Gen.Choose(0, 5)
            from output in Gen.Choose(0, 50_000)
            from organization in Gen.Elements("acme", "beta", "gamma")
            select (Hour: hour, Output: output, Organization: organization)).ArrayOf()
        from reads in Gen.Choose(0, 1_000_000).ArrayOf(6)
        select (
            rows.Where(row => row.Hour < hours).Select(row => Used(row.Hour, row.Organization, row.Output)).ToArray(),
            Enumerable.Range(0, hours).ToDictionary(
                hour => First + Duration.FromHours(hour), hour => new Joules(reads[hour])))).ToArbitrary();

    private static ClassRates Of(HourRates hour) => new([.. Enumerable.Repeat(hour, 24)]);

    private static HourUsage Used(int hour, string organization, double output) =>
        new(First + Duration.FromHours(hour), organization, "pro", "large", 1)
        {
            Input = 1000,
            Cached = 1000,
            Output = output,
        };
}
