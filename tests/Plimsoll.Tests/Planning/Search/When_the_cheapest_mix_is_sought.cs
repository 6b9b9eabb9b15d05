using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Planning.Search;

public class When_the_cheapest_mix_is_sought
{
    private readonly ServiceMargins service;
    private readonly Target target;

    public When_the_cheapest_mix_is_sought()
    {
        service = new ServiceMargins(new SmallService { OldAccelerators = 640, Users = 200_000 }.Model());
        target = SmallSearch.Whole(service, 2);
    }

    [Fact]
    public void One_offer_costs_what_its_size_does()
    {
        var candidate = SmallSearch.AtNewSite(SmallSearch.Kind);
        var answer = SizeSearch.Of(service, target, SmallSearch.Ramped, Condition.Storm, [candidate])[0];

        var found = Found(new MixOffers([Offer("rented", candidate, 2)], [], 1));

        Assert.InRange(found.Supply[0].Accelerators, answer.Accelerators!.Value - 1.01, answer.Accelerators.Value);
        Assert.Equal(found.Supply[0].Accelerators * 2 * 730, found.PerMonth.Dollars, 0);
    }

    [Fact]
    public void No_single_offer_and_no_fewer_offers_are_cheaper()
    {
        var report = MixReport.Of(service, target, SmallSearch.Ramped, Condition.Storm, Offers());

        var best = report.Best.Price!.Value.Dollars;
        Assert.Equal(2, report.Alone.Length);
        Assert.All(
            report.Alone.Concat(report.Without),
            other => Assert.True(other.Price is null || other.Price.Value.Dollars >= best * (1 - 1e-9)));
    }

    [Fact]
    public void What_it_chooses_makes_the_target_hold()
    {
        var offers = new MixOffers(
            [
                Offer("small", SmallSearch.At(service.Model, "old"), 1) with { AtMost = 100 },
                Offer("large", SmallSearch.AtNewSite(SmallSearch.Kind), 2),
            ],
            [],
            1);
        var found = Found(offers);

        var grown = found.Supply.Aggregate(
            service.Model, (model, part) => part.Candidate.AddTo(model, part.Accelerators * (1 + 1e-6)));
        Assert.True(service.With(grown).Of(SmallSearch.Ramped, Condition.Storm, target.Load).Multiple >= 1);
        Assert.Equal(100, found.Supply[0].Accelerators, 6);
        Assert.Equal("small", Assert.Single(found.Limits).Offer);
    }

    [Fact]
    public void Energy_is_drawn_where_it_is_cheap_and_capacity_covers_an_outage()
    {
        var found = Found(Offers().Only("own"));
        var draw = found.Supply.Single().Power.Value * 0.8;
        var (curtailable, firm) = (found.Power[0], found.Power[1]);

        Assert.Equal(draw, found.Power.Sum(power => power.Mean.Value), 0);
        Assert.True(curtailable.Mean.Value <= curtailable.Capacity.Value * 0.99 * (1 + 1e-9));

        // All curtailable power may go at once: the firm one alone then feeds what is needed without a feed lost.
        Assert.True(firm.Capacity.Value > 0);
        Assert.True(curtailable.Mean.Value > firm.Mean.Value);
    }

    [Fact]
    public void An_offer_that_comes_later_does_not_count()
    {
        var late = Offers().Only("rented") with { Power = [] };
        late = late with { Supply = [late.Supply[0] with { From = SmallSearch.Ramped + Duration.FromDays(1) }] };

        Assert.IsType<MixAnswer.None>(CheapestMix.Of(service, target, SmallSearch.Ramped, Condition.Storm, late));
    }

    [Fact]
    public void What_is_offered_too_little_of_is_named()
    {
        var scarce = Offers().Only("rented");
        scarce = scarce with { Supply = [scarce.Supply[0] with { AtMost = 1 }] };

        var none = Assert.IsType<MixAnswer.None>(
            CheapestMix.Of(service, target, SmallSearch.Ramped, Condition.Storm, scarce));
        Assert.Contains("at most what is offered of rented", none.Conflict);
        Assert.Contains(none.Conflict, words => words.Contains(" served ", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_bought_for_what_holds_already()
    {
        var held = SmallSearch.Whole(service, 1e-3);

        var found = Assert.IsType<MixAnswer.Found>(
            CheapestMix.Of(service, held, SmallSearch.Ramped, Condition.Storm, Offers()));

        Assert.Equal(0, found.PerMonth.Dollars, 6);
    }

    private static MixOffers Offers()
    {
        var own = SmallSearch.AtNewSite(SmallSearch.Kind);
        own = own with { IsPowered = false, Place = own.Place with { Name = "own-site" } };
        return new MixOffers(
            [Offer("own", own, 1.5), Offer("rented", SmallSearch.AtNewSite(SmallSearch.Kind), 2)],
            [Power("curtailable", 20, 1000, 1, 0.01), Power("firm", 80, 5000, 0, 0)],
            0.8);
    }

    private static SupplyOffer Offer(string name, Candidate candidate, double price) =>
        new(name, candidate, new Usd(price), double.PositiveInfinity, null);

    private static PowerOffer Power(string name, double energy, double capacity, double lost, double curtailed) => new(
        name, new Usd(energy), new Usd(capacity), lost, curtailed, new Watts(double.PositiveInfinity), null);

    private MixAnswer.Found Found(MixOffers offers) => Assert.IsType<MixAnswer.Found>(
        CheapestMix.Of(service, target, SmallSearch.Ramped, Condition.Storm, offers));
}
