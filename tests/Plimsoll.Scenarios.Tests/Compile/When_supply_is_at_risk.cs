using Plimsoll.Planning.Reliability;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Scenarios.Tests.Compile;

public class When_supply_is_at_risk
{
    [Fact]
    public void A_site_has_what_it_states_and_else_what_all_have()
    {
        var risks = Risks(
            ("outages.feeds.forced-outage-rate", "1 %"), ("outages.feeds.repair-time", "8 h"),
            ("outages.sites.old", "{feeds: {forced-outage-rate: 2 %, repair-time: 4 h}}"));

        var (north, old) = (risks.Sites.Single(s => s.Site == "north"), risks.Sites.Single(s => s.Site == "old"));
        Assert.Equal(new Failure(0.01, Duration.FromHours(8)), north.Feed);
        Assert.Equal(new Failure(0.02, Duration.FromHours(4)), old.Feed);
        Assert.Null(old.Whole);
    }

    [Fact]
    public void Hours_a_year_become_a_part_of_the_time()
    {
        var risks = Risks(
            ("sites.north.curtailment", "{per-year: 87.6 h, length: 2 h, depth: 40 %, evidence: assumed}"));

        var curtailment = risks.Sites.Single(s => s.Site == "north").Curtailment!;
        Assert.Equal(0.01, curtailment.Failure.Probability, 1e-12);
        Assert.Equal(0.4, curtailment.Depth);
    }

    [Fact]
    public void Maintenance_ends_when_it_has_lasted()
    {
        var risks = Risks(
            ("outages.sites.north", "{maintenance: [{from: 2026-06-01, length: 3 days, feeds: 1}]}"));

        var from = Instant.FromDate(new DateOnly(2026, 6, 1));
        Assert.Equal(
            [new Maintenance(from, from + Duration.FromDays(3), 1)],
            risks.Sites.Single(s => s.Site == "north").Maintenance);
    }

    [Fact]
    public void A_contract_can_be_revoked_no_earlier_than_it_allows_unless_a_day_is_stated()
    {
        var contract = Scenario.Small().Spec.Contracts["lease"];

        var earliest = Assert.Single(Risks(("outages.revocations.lease", "{probability: 10 %}")).Revocations);
        var stated = Assert.Single(
            Risks(("outages.revocations.lease", "{probability: 10 %, from: 2027-01-01}")).Revocations);

        Assert.Equal(RiskCompiler.EarliestEnd(contract), earliest.From);
        Assert.Equal(
            Instant.FromDate(contract.Start!.Value) + (contract.MinimumTerm?.Value ?? default)
                + contract.Notice!.Value.Value,
            earliest.From);
        Assert.Equal(Instant.FromDate(new DateOnly(2027, 1, 1)), stated.From);
    }

    [Fact]
    public void A_site_that_is_left_out_takes_its_risks_along()
    {
        var document = Scenario.Document(Scenario.Small().With(
            [("outages.sites.north", "{whole: {forced-outage-rate: 2 %, repair-time: 4 h}}")]));

        var left = Scenario.Document(document.Without("north"));

        Assert.Equal(["old"], ServiceModelCompiler.Compile(left.Spec).Risks.Sites.Select(site => site.Site));
    }

    private static SupplyRisks Risks(params (string, string)[] settings) =>
        ServiceModelCompiler.Compile(Scenario.Document(Scenario.Small().With(settings)).Spec).Risks;
}
