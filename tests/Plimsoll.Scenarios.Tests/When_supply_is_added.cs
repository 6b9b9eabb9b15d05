using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Scenarios.Tests;

public class When_supply_is_added
{
    private readonly ScenarioDocument document = Scenario.Small();

    [Fact]
    public void Megawatts_become_whole_accelerators_by_their_full_load_through_the_chain_of_the_place()
    {
        var spec = Added("50 MW h100 at old from 2026-07-01").Spec;
        var added = spec.Sites["old"].Expansions["added-1"];

        // The old site counts IT power: no cooling and losses on top of servers and network.
        var each = 700 * spec.PowerChain.Server.Value.Value * spec.PowerChain.It.Value.Value;
        Assert.Equal(Math.Floor(50e6 / each), added.Count.Value.Value);
        Assert.Equal(added.Count.Value.Value * each, added.Power.Value.Value, 3);
        Assert.Equal((0.95, 1.0), (added.Availability.Value.Fraction, added.Inference.Value.Fraction));
        Assert.Equal(new DateOnly(2026, 7, 1), added.From);
    }

    [Fact]
    public void A_number_of_accelerators_brings_its_power_and_counts_as_assumed()
    {
        var grown = Added("2k h100 at north");

        Assert.Equal(2000, grown.Spec.Sites["north"].Expansions["added-1"].Count.Value.Value);
        Assert.Equal(
            "added on the command line",
            grown.Inputs.Single(input => input.Path == "sites.north.expansions.added-1.count").Provenance.Note);
    }

    [Fact]
    public void Several_additions_stand_beside_each_other_and_can_be_set()
    {
        var grown = Scenario.Document(Added("2k h100 at north").Adding("1k h100 at north"));
        var set = Scenario.Document(grown.With([("sites.north.expansions.added-2.availability", "90 %")]));

        Assert.Equal(["added-1", "added-2"], set.Spec.Sites["north"].Expansions.Keys.Order());
        Assert.Equal(0.9, set.Spec.Sites["north"].Expansions["added-2"].Availability.Value.Fraction);
    }

    [Fact]
    public void A_new_site_is_there_from_its_day_on_under_a_contract_of_its_own()
    {
        var site = ServiceModelCompiler.Compile(Added("1 GW h100 at new far-away from 2026-08-01").Spec)
            .Sites.Single(site => site.Name == "far-away");

        Assert.Equal(2, site.Feeds);
        Assert.False(site.Contract.IsWithdrawable);
        Assert.Equal(0, site.InServiceAt(Instant.FromDate(new DateOnly(2026, 7, 31))));
        Assert.Equal(1, site.InServiceAt(Instant.FromDate(new DateOnly(2026, 8, 1))));
    }

    [Theory]
    [InlineData("50 MW h10 at north", "found 'h10'; expected the name of an accelerator; nearest: 'h100'; known: h100")]
    [InlineData("50 MW h100 at nroth",
        "found 'nroth'; expected the name of a site, or 'new nroth'; nearest: 'north'; known: north, old")]
    [InlineData("50 MW h100 at new north", "there is a site 'north' already; leave out 'new' to add to it")]
    [InlineData("50 MW h100 at new North!",
        "found 'North!'; expected a name: lower-case letters, digits and - . / _, starting with a letter or digit")]
    [InlineData("50 kg h100 at north",
        "found '50 kg'; expected power or a number of accelerators, such as '50 MW' or '20k'")]
    [InlineData("1 W h100 at north", "found '1 W', which is not one whole accelerator")]
    [InlineData("1k h100 at north from July", "found 'July'; expected a date as yyyy-MM-dd")]
    [InlineData("1k h100 north", "expected AMOUNT KIND at [new] PLACE [from DATE], "
        + "the amount as 50 MW or 20k, the date as yyyy-MM-dd")]
    [InlineData("h100 at north", "expected AMOUNT KIND at [new] PLACE [from DATE], "
        + "the amount as 50 MW or 20k, the date as yyyy-MM-dd")]
    public void What_cannot_be_added_is_answered_with_what_was_expected(string text, string expected) =>
        Assert.Equal([$"--add:3:1: {text}: {expected}"], Scenario.Errors(document.Adding(text, 2)));

    [Fact]
    public void An_expansion_named_as_a_pool_of_its_site_is_refused() => Assert.EndsWith(
        "sites.old.expansions.h100: a pool of the site has this name already; choose another",
        Assert.Single(Scenario.Errors(document.With([("sites.old.expansions.h100",
            "{power: 1 MW, accelerator: h100, count: 1, availability: 90 %, inference: 100 %}")]))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{accelerator: h100}", "has no price: state 'price-per-hour' here, or of 'h100' in "
        + "'candidates.price-per-hour'")]
    [InlineData("{accelerator: h100, price-per-hour: 2 USD, site: old, without-power: true}",
        "accelerators that come without power are at a new site; leave out 'site' or 'without-power'")]
    [InlineData("{accelerator: h10, price-per-hour: 2 USD}",
        "found 'h10'; expected the name of an accelerator; nearest: 'h100'; known: h100")]
    public void An_offer_that_makes_no_sense_is_refused(string offer, string expected) => Assert.EndsWith(
        expected,
        Assert.Single(Scenario.Errors(document.With([("candidates.supply.more", offer)]))),
        StringComparison.Ordinal);

    private ScenarioDocument Added(string text) => Scenario.Document(document.Adding(text));
}
