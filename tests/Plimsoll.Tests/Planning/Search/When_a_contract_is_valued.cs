using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning.Search;

public class When_a_contract_is_valued
{
    private readonly ServiceModel model = new SmallService { OldAccelerators = 700, NewMegawatts = 30 }.Model();

    [Fact]
    public void One_without_capacity_is_worth_nothing()
    {
        var worth = Of(model, new Contract { Name = "empty", Counterparty = "nobody", Form = ContractForm.Lease });

        Assert.Equal(0, worth.Carried);
        Assert.Equal(0, worth.OutputTokensPerMonth);
        Assert.Null(worth.PricePerMillion);
        Assert.DoesNotContain(worth.Lines, line => line.IsBackedByItAlone);
        Assert.All(worth.Lines, line => Assert.Equal(line.With.Multiple, line.Without.Multiple));
    }

    [Fact]
    public void None_is_worth_less_than_nothing()
    {
        foreach (var contract in model.Sites.Select(site => site.Contract))
        {
            var worth = Of(model, contract);
            Assert.All(worth.Margins, margin => Assert.True(margin.With >= margin.Without));
            Assert.All(worth.Lines, line => Assert.True(line.With.Multiple >= line.Without.Multiple));
        }
    }

    [Fact]
    public void Its_replacement_gives_the_same_margin()
    {
        var worth = Of(model, Contract("new"));
        var answer = Assert.Single(worth.Replacements);
        var without = model with { Sites = [.. model.Sites.Where(site => site.Name != "new")] };

        var replaced = new ServiceMargins(answer.Candidate.AddTo(without, answer.Accelerators!.Value));

        var storm = replaced.Of(worth.At, Condition.Storm, replaced.LoadUnder(replaced.Policy)).Multiple;
        Assert.InRange(storm / worth.Under(Condition.Storm).With, 1, 1.01);
    }

    [Fact]
    public void Growth_by_what_it_carries_takes_as_long_as_it_says()
    {
        var worth = Of(model, Contract("new"));
        var (with, without) = worth.Under(Condition.Storm);

        Assert.Equal(with / without, Math.Pow(4, worth.GrowthDays!.Value / 365), 6);
    }

    [Fact]
    public void Its_price_is_spread_over_what_it_carries()
    {
        var priced = SmallSearch.WithContract(
            model, "new", contract => contract with { PricePerMonth = new Usd(7_000_000) });
        var worth = Of(priced, priced.Sites.Single(site => site.Name == "new").Contract);

        Assert.Equal(7_000_000, worth.PricePerMillion!.Value * worth.OutputTokensPerMonth / 1e6, 3);
        var answer = worth.Replacements[0];
        Assert.Equal(7_000_000, worth.BreakEvenOf(answer)!.Value.Dollars * 730 * answer.Accelerators!.Value, 3);
    }

    [Fact]
    public void What_has_to_be_taken_back_without_it_ends_where_the_rest_holds()
    {
        var tight = new SmallService { OldAccelerators = 640, NewMegawatts = 30, Users = 60_000 }.Model();
        var worth = Of(tight, tight.Sites.Single(site => site.Name == "new").Contract);

        var step = Assert.Single(worth.Undone);
        Assert.Equal("doubled/sessions", step.Dial.Key);
        Assert.True(step.Margin > worth.Under(Condition.Storm).Without);
    }

    private Contract Contract(string site) => model.Sites.Single(place => place.Name == site).Contract;

    private static ContractWorth Of(ServiceModel model, Contract contract) =>
        ContractWorth.Of(new ServiceMargins(model), contract, [SmallSearch.AtNewSite(SmallSearch.Kind)]);
}
