using Plimsoll.Planning.Outages;

namespace Plimsoll.Scenarios.Tests.Adequacy;

public class When_an_adequacy_file_is_read
{
    [Fact]
    public void Groups_states_and_common_modes_are_what_was_written()
    {
        var system = Study.Right(Study.Small).System;

        var loose = Assert.IsType<UnitGroup>(system.Sources[0]);
        var site = Assert.IsType<CommonMode>(system.Sources[1]);
        Assert.Equal(("b", 1, 6.0), (loose.Name, loose.Count, loose.Capacity));
        Assert.Equal((2.0, 0.05), (loose.Outages[0].Left, loose.Outages[0].Probability));
        Assert.Equal("a", site.Members.Single().Name);
        Assert.Equal([10.0, 20, 30], system.LoadFrom(0));
    }

    [Fact]
    public void Ramps_and_planned_outages_become_units_in_service()
    {
        var text = Study.Small.Replace("count: 3, capacity: 10", "count: 3, capacity: 10, "
            + "ramp: [{from: 0 h, units: 2}, {from: 1 week, units: 3}], "
            + "planned: [{from: 6 d, length: 2 d, units: 1}]", StringComparison.Ordinal);

        var group = (UnitGroup)Study.Right(text).System.Find("a");

        Assert.Equal([2, 1, 1, 2, 2, 3], [.. new[] { 0, 144, 167, 168, 191, 192 }.Select(group.InServiceAt)]);
    }

    [Fact]
    public void Loads_may_come_from_a_file_of_their_own()
    {
        var text = Study.Small.Replace("hours: [10, 20, 30]", "csv: load.csv", StringComparison.Ordinal);

        Assert.Equal([1.5, 2.5], Study.Right(text, "MW\n1.5\n2.5\n").System.LoadFrom(0));
        Assert.Equal(["load.csv:3:1: found 'two'; expected one load, a number from 0 to 1e15"],
            Study.Of(text, "MW\n1.5\ntwo\n").Errors);
    }

    [Fact]
    public void No_hour_of_a_file_may_be_missing()
    {
        var text = Study.Small.Replace("hours: [10, 20, 30]", "csv: load.csv", StringComparison.Ordinal);

        Assert.Equal(["load.csv:2:1: found ''; expected one load, a number from 0 to 1e15"],
            Study.Of(text, "1.5\n\n2.5\n\n").Errors);
        Assert.Equal(["adequacy.yaml:11:8: load.csv: found nothing; expected text"],
            Study.Of(text.Replace("load.csv", "''", StringComparison.Ordinal)).Errors);
    }

    [Fact]
    public void Numbers_beyond_all_sums_are_refused()
    {
        var text = Study.Small.Replace("step: 1", "step: 1e-10", StringComparison.Ordinal)
            .Replace("hours: [10, 20, 30]", "hours: [1e300]", StringComparison.Ordinal)
            .Replace("capacity: 10,", "capacity: 1e-9,", StringComparison.Ordinal)
            .Replace("capacity: 6, deratings: [{left: 2, probability: 5 %, repair-time: 4 h}]", "capacity: 1e-9",
                StringComparison.Ordinal);

        Assert.Equal(
        [
            "adequacy.yaml:3:7: step: found '1e-10'; expected 1e-9 or more, or another unit",
            "adequacy.yaml:11:11: load.hours.0: expected a number from 0 to 1e15",
        ], Study.Of(text).Errors);
    }

    [Fact]
    public void Categories_are_parts_of_the_load_in_the_order_written()
    {
        var text = Study.Small + "\n  categories: {batch: 25 %, paid: 75 %}\n  forecast-deviation: 4 %\n";

        var system = Study.Right(text).System;

        Assert.Equal(["batch", "paid"], system.Categories.Select(category => category.Name));
        Assert.Equal([7.5, 15, 22.5], system.LoadFrom(1));
        Assert.Equal(7, system.Forecast.Outcomes.Length);
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once_with_its_place()
    {
        var text = """
            title: Wrong
            unit: MW
            step: 1
            evidence: assumed
            units:
              a: {count: 2.5, capacity: 10, forced-outage-rat: 10 %}
              b: {count: 1, capacity: 6, deratings: [{left: 7, probability: 5 %}], repair-time: 2 h}
              c: {count: 1, capacity: 6, planned: [{from: 30 min, length: 1 h, units: 2}]}
            common-modes:
              site: {probability: 1 %, members: [a, d]}
              a: {probability: 1 %, members: [b, site, a]}
            load:
              hours: [1, -2]
              csv: load.csv
              categories: {batch: 25 %, paid: 70 %}
            """;

        Assert.Equal(
        [
            "adequacy.yaml:6:14: units.a.count: found '2.5'; expected a whole number, 1 to 1000000",
            "adequacy.yaml:6:33: units.a: 'forced-outage-rat' is no key here; nearest: 'forced-outage-rate'; "
                + "keys: count, capacity, forced-outage-rate, repair-time, deratings, ramp, planned",
            "adequacy.yaml:7:49: units.b.deratings.0.left: found 7; expected less than the capacity ('6')",
            "adequacy.yaml:7:85: units.b.repair-time: says how long an outage lasts, but there is none; "
                + "state 'forced-outage-rate' too",
            "adequacy.yaml:8:47: units.c.planned.0.from: found '30 min'; expected whole hours, such as 10 weeks",
            "adequacy.yaml:8:75: units.c.planned.0.units: found 2; expected at most all of them ('1')",
            "adequacy.yaml:10:41: common-modes.site.members.1: found 'd'; expected the name of units or of a common "
                + "mode; nearest: 'a'; known: a, b, c, site",
            "adequacy.yaml:11:3: common-modes.a: the name 'a' is already that of units; units and common modes need "
                + "different names",
            "adequacy.yaml:11:38: common-modes.a.members.1: 'site' holds 'a', so that it would be in itself",
            "adequacy.yaml:11:44: common-modes.a.members.2: 'a' is in 'site' already; name it once",
            "adequacy.yaml:13:3: load: has hours and csv: keep one of them",
            "adequacy.yaml:13:14: load.hours.1: expected a number from 0 to 1e15",
            "adequacy.yaml:15:15: load.categories: the shares add up to 95 %; expected 100 %",
            "load.csv:2:1: found '-1'; expected one load, a number from 0 to 1e15",
        ], Study.Of(text, "5\n-1\n").Errors);
    }

    [Fact]
    public void Seasons_hold_every_week_once()
    {
        var day = string.Join(", ", Enumerable.Repeat("100", 24));
        var text = Study.Small.Replace("  hours: [10, 20, 30]", $$"""
              tables:
                peak: 10
                weeks: [100, 90]
                days: [100, 100, 100, 100, 100, 100]
                seasons:
                  winter: {weeks: [1, 1, 3], weekday: [{{day}}], weekend: [{{day}}, 1]}
            """, StringComparison.Ordinal);

        Assert.Equal(
        [
            "adequacy.yaml:14:11: load.tables.days: found 6 values; expected 7",
            "adequacy.yaml:16:7: load.tables.seasons: no season holds week 2; every week belongs to one",
            "adequacy.yaml:16:27: load.tables.seasons.winter.weeks.1: week 1 is in 'winter' already; name it once",
            "adequacy.yaml:16:30: load.tables.seasons.winter.weeks.2: found 3; expected a week from 1 to 2",
            "adequacy.yaml:16:174: load.tables.seasons.winter.weekend: found 25 values; expected 24",
        ], Study.Of(text).Errors);
    }

    [Fact]
    public void A_file_that_is_not_there_says_so() => Assert.Contains(
        "there is no such file; expected an adequacy file or a directory with an adequacy.yaml",
        (string[])[.. Load("nowhere.yaml").Select(error => error.Message)]);

    private static IReadOnlyList<Diagnostic> Load(string path)
    {
        Assert.Null(AdequacyFile.Load(path, out var errors));
        return errors;
    }
}
