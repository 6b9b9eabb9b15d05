using System.Text.Json;
using Plimsoll.Evidence;

namespace Plimsoll.Scenarios.Tests;

public class When_a_scenario_is_changed
{
    private readonly ScenarioDocument document = Scenario.Small();

    [Fact]
    public void A_set_input_counts_as_assumed()
    {
        var input = Scenario.Document(document.With([("sites.north.power", "450 MW")]))
            .Inputs.Single(input => input.Path == "sites.north.power");

        Assert.Equal(
            new InputRecord("sites.north.power", "W", 4.5e8, 4.5e8, 4.5e8,
                new Provenance(EvidenceKind.Assumed, null, null, "set on the command line")),
            input);
    }

    [Fact]
    public void A_range_is_set_as_a_file_writes_it()
    {
        var input = Scenario.Document(document.With([("sites.north.power", "{low: 400 MW, mid: 450 MW, high: 1 GW}")]))
            .Inputs.Single(input => input.Path == "sites.north.power");

        Assert.Equal((4e8, 4.5e8, 1e9), (input.Low, input.Mid, input.High));
        Assert.Equal(EvidenceKind.Assumed, input.Provenance.Kind);
    }

    [Fact]
    public void Values_that_the_file_leaves_out_and_items_of_lists_can_be_set()
    {
        var spec = Scenario.Document(document.With(
        [
            ("sites.old.facility", "1.4x"),
            ("sites.north.ramp.1.at", "2026-07-01"),
            ("changes.peak-hours.allowances.peak.when.days", "every day"),
        ])).Spec;

        Assert.Equal(1.4, spec.Sites["old"].Facility!.Value.Value.Value);
        Assert.Equal(new DateOnly(2026, 7, 1), spec.Sites["north"].Ramp[1].At);
        Assert.Equal(7, spec.Changes["peak-hours"].Allowances["peak"].When!.Days.Count);
    }

    [Fact]
    public void A_section_that_the_file_leaves_out_can_be_set_and_an_entry_added_whole()
    {
        var set = Scenario.Document(document.With(
        [
            ("simulation.site-failures.between", "90 days"),
            ("simulation.site-failures.repair", "4 h"),
            ("simulation.disaggregation.opus", "{prefill: 25 %, bandwidth: 50 GB/s}"),
        ]));

        Assert.Equal(4 * 3600, set.Spec.Simulation.SiteFailures!.Repair.Value.Seconds);
        Assert.Equal(0.25, set.Spec.Simulation.Disaggregation["opus"].Prefill.Value.Fraction);
        var prefill = set.Inputs.Single(input => input.Path == "simulation.disaggregation.opus.prefill");
        Assert.Equal("set on the command line", prefill.Provenance.Note);
    }

    [Fact]
    public void What_is_added_in_part_is_answered_with_what_is_missing() => Assert.Equal(
        ["--set:1:1: simulation.site-failures: the key 'repair' is missing"],
        Scenario.Errors(document.With([("simulation.site-failures.between", "90 days")])));

    [Theory]
    [InlineData("sites.north.powr", "1 GW", "--set:2:1: sites.north.powr: there is no value at this path; "
        + "nearest: 'sites.north.power'; "
        + "paths are the keys from the top joined by dots, and items of lists are numbered from 0")]
    [InlineData("sites.north", "1 GW", "--set:2:1: sites.north: there is no value at this path; "
        + "paths are the keys from the top joined by dots, and items of lists are numbered from 0")]
    [InlineData("sites.north.power", "1 GWh",
        "--set:2:1: sites.north.power: found '1 GWh'; 'GWh' is no unit of power; nearest: 'GW'; units: W, kW, MW, GW")]
    public void A_wrong_setting_is_answered_with_its_number(string path, string value, string expected) =>
        Assert.Equal([expected], Scenario.Errors(document.With([("windows.session", "6 h"), (path, value)])));

    [Fact]
    public void A_removed_site_is_gone_with_its_inputs()
    {
        var without = Scenario.Document(document.Without("north"));

        Assert.Equal(["old"], without.Spec.Sites.Keys);
        Assert.DoesNotContain(without.Inputs, input => input.Path.StartsWith("sites.north", StringComparison.Ordinal));
    }

    [Fact]
    public void Removing_an_unknown_site_is_answered_with_the_nearest_one() => Assert.Equal(
        ["--without:1:1: sites: found 'nroth'; expected the name of a site; nearest: 'north'; known: north, old"],
        Scenario.Errors(document.Without("nroth")));

    [Fact]
    public void A_variant_equals_a_second_reading_with_the_same_values()
    {
        var read = Scenario.Document(document.With(
        [
            ("sites.north.power", "280 MW"),
            ("demand.populations.pro-code.users", "2 M"),
            ("sites.north.ramp.0.share", "5 %"),
        ]));

        var variant = document.Variant(new Dictionary<string, double>
        {
            ["sites.north.power"] = 2.8e8,
            ["demand.populations.pro-code.users"] = 2e6,
            ["sites.north.ramp.0.share"] = 0.05,
        });

        Assert.Equal(JsonSerializer.Serialize(read.Spec), JsonSerializer.Serialize(variant));
        Assert.NotEqual(JsonSerializer.Serialize(document.Spec), JsonSerializer.Serialize(variant));
    }

    [Fact]
    public void A_variant_shares_what_does_not_change()
    {
        var variant = document.Variant(new Dictionary<string, double> { ["sites.north.power"] = 2.8e8 });

        Assert.Same(document.Spec.Sites["old"], variant.Sites["old"]);
        Assert.Same(document.Spec.Demand, variant.Demand);
        Assert.Same(document.Spec, document.Variant(new Dictionary<string, double>()));
    }

    [Fact]
    public void A_variant_of_an_unknown_input_is_a_mistake_of_the_caller() => Assert.Throws<ArgumentException>(
        () => document.Variant(new Dictionary<string, double> { ["sites.north.powr"] = 1 }));
}
