using Plimsoll.Footprint.Community;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Tests.Compile;

public class When_contracts_and_pledges_are_compiled
{
    private const string Money = """
        title: A small service
        money: {discount: 8 %, rents: {h100: 1.3 USD}}
        """;

    private const string Terms = """
        notice: 90 days, own-notice: 60 days, accelerators: 325k, power: included,
            fee-steps: [{from: 2026-05-06, multiple: 0.5x}, {from: 2026-07-01, multiple: 1x}],
            price-per-accelerator-hour: 1 USD, overage-per-accelerator-hour: 2 USD,
            commitment: {total: 45 bn USD, from: 2026-05-06, until: 2029-06-01},
        """;

    private const string Community = """
        title: A small service
        community:
          pledges:
            prices:
              title: A pledge
              by: Example
              date: 2026-02-11
              source: deal
              promises:
                upgrades: {kind: grid-upgrades, words: pay all upgrades}
              sites:
                north: {coverage: not-covered, because: leased}
          upgrades:
            substation: {title: A substation, site: north, cost: 24 M USD, paid: 20 M USD, reimbursed: 4 M USD}
          generation:
            plant: {title: A plant, site: north, from: 2027-01-01, power: 200 MW, output: [0.9]}
          price-effects:
            north: {per-gigawatt: 1 USD/MWh, other-load: 18 GW, paid-per-year: 0 USD}
          curtailments:
            heat: {site: north, date: 2026-07-14, length: 4 h, depth: 100 MW}
          records:
            notice: {kind: allegation, date: 2025-06-17, claimant: A, about: B, site: north, claim: says so,
              status: open, response: says no, source: deal}
        """;

    [Fact]
    public void A_contract_costs_what_was_written()
    {
        var spec = Scenario.Document(Load(Small("notice: 90 days,", Terms, Money))).Spec;
        var contract = SupplyCompiler.Contract(spec, "lease");
        var sites = SupplyCompiler.Sites(spec);

        Assert.Equal([0.5, 1], contract.FeeSteps.Select(step => step.Multiple));
        Assert.Equal((325_000.0, PowerTerms.Included), (contract.Accelerators, contract.Power));
        Assert.Equal(2, contract.OveragePerAcceleratorHour!.Value.Dollars);
        Assert.Equal(45e9, contract.Commitment!.Total.Dollars);
        Assert.Equal(Duration.FromDays(60), contract.OwnNotice);
        var terms = MoneyCompiler.TermsOf(spec, sites, sites[0]);
        Assert.Equal((150_000 / 325_000.0, 1.3), (terms.Part, terms.Rents["h100"].Dollars));
        Assert.Equal(0.08, spec.Money.Discount!.Value.Value.Fraction);
    }

    [Fact]
    public void The_ledger_holds_what_was_written()
    {
        var spec = Scenario.Document(Load(Small("title: A small service", Community))).Spec;
        var ledger = CommunityCompiler.Ledger(spec);
        var deeds = ledger.DeedsOf("north");

        var pledge = Assert.Single(ledger.Pledges);
        Assert.Equal((Coverage.NotCovered, "leased"), pledge.Of("north"));
        Assert.Equal(Coverage.NotKnown, pledge.Of("old").Coverage);
        Assert.Equal(PromiseKind.GridUpgrades, pledge.Promises[0].Kind);
        Assert.Equal((24e6, 16e6), (deeds.Upgrades[0].Cost!.Value.Dollars, deeds.Upgrades[0].Paid!.Value.Dollars));
        Assert.Equal(180, deeds.Generation[0].MegawattsAt(Instant.FromDate(new DateOnly(2027, 1, 1))), 1e-9);
        Assert.Equal(0, deeds.PriceEffect!.PaidPerYear!.Value.Dollars);
        Assert.Equal(400, deeds.Curtailments[0].MegawattHours, 1e-9);
        var record = Assert.Single(ledger.Records);
        Assert.Equal((RecordKind.Allegation, "says no", false), (record.Kind, record.Response, record.IsFinding));
    }

    [Theory]
    [InlineData("fee-steps: [{from: 2026-07-01, multiple: 1x}, {from: 2026-06-01, multiple: 1x}],",
        "contracts.lease.fee-steps.1.from: found 2026-06-01; expected a day later")]
    [InlineData("overage-per-accelerator-hour: 2 USD,", "state in 'accelerators' how many are")]
    [InlineData("commitment: {total: 1 bn USD, from: 2026-07-01, until: 2026-07-01},",
        "'until' has to be later than 'from'")]
    [InlineData("own-notice: 20000 days,", "contracts.lease.own-notice: expected at most 18250 days")]
    [InlineData("power: theirs,", "expected one of passed-through, included")]
    public void Terms_that_do_not_fit_are_told(string written, string expected) => Assert.Contains(
        expected,
        Assert.Single(Scenario.Errors(("s.yaml", Small("notice: 90 days,", $"notice: 90 days, {written}")))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("source: deal}", "source: deel}", "community.records.notice.source: found 'deel'")]
    [InlineData("paid: 20 M USD", "paid: 25 M USD", "community.upgrades.substation.paid: expected at most 'cost'")]
    [InlineData("reimbursed: 4 M USD", "reimbursed: 40 M USD", "reimbursed: expected at most 'paid'")]
    [InlineData("output: [0.9]", "output: [0.9, 1]", "found 2 values; expected 1, or 24")]
    [InlineData("north: {coverage", "south: {coverage", "found 'south'; expected the name of a site")]
    [InlineData("response: says no", "status-date: 2025-06-01", "expected the day of 'date' or a later one")]
    [InlineData("kind: allegation", "kind: crime", "expected one of allegation, proceeding, decision, finding")]
    public void What_does_not_fit_in_the_ledger_is_told(string right, string wrong, string expected)
    {
        var text = Small("title: A small service", Scenario.With(Community, right, wrong));

        Assert.Contains(expected, Assert.Single(Scenario.Errors(("s.yaml", text))), StringComparison.Ordinal);
    }

    private static string Small(string before, string after, string? title = null) => Scenario.With(
        title is null ? Scenario.SmallText : Scenario.With(Scenario.SmallText, "title: A small service", title),
        before,
        after.TrimEnd());

    private static LoadResult Load(string text)
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            var path = Path.Combine(directory.FullName, "s.yaml");
            File.WriteAllText(path, text);
            return ScenarioFile.Load(path);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
