using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint.Community;
using Plimsoll.Quantities;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint.Community;

public class When_a_pledge_is_held_against_what_was_done
{
    private const int Hours = 48;

    private static readonly Instant from = Instant.FromDate(new DateOnly(2026, 7, 1));

    [Theory]
    [InlineData(10.0, 10.0, Fulfilment.Kept)]
    [InlineData(10.0, 4.0, Fulfilment.Partly)]
    [InlineData(10.0, 0.0, Fulfilment.Open)]
    [InlineData(10.0, null, Fulfilment.NotKnown)]
    [InlineData(null, 4.0, Fulfilment.NotKnown)]
    public void Upgrades_are_paid_as_far_as_cost_and_payment_are_known(
        double? cost, double? paid, Fulfilment expected)
    {
        var deeds = new SiteDeeds { Upgrades = [new("u", "an upgrade", Money(cost), Money(paid))] };

        Assert.Equal(expected, Of(deeds, PromiseKind.GridUpgrades));
    }

    [Fact]
    public void An_upgrade_of_which_nothing_is_known_leaves_the_whole_unknown()
    {
        var deeds = new SiteDeeds
        {
            Upgrades = [new("a", "a", new Usd(10), new Usd(10)), new("b", "b", null, null)],
        };

        Assert.Equal(Fulfilment.NotKnown, Of(deeds, PromiseKind.GridUpgrades));
    }

    [Fact]
    public void Generation_counts_in_the_hours_in_which_it_gives()
    {
        var sun = Generation(100, hour => hour is >= 6 and < 18 ? 1 : 0);
        var always = Generation(100, _ => 1);

        Assert.Equal(0.5, Matched(new SiteDeeds { Generation = [sun] }), 1e-9);
        Assert.Equal(1, Matched(new SiteDeeds { Generation = [always] }), 1e-9);
        Assert.Equal(Fulfilment.Kept, Of(new SiteDeeds { Generation = [always] }, PromiseKind.NewGeneration));
        Assert.Equal(Fulfilment.NotKnown, Of(new SiteDeeds { Generation = [sun] }, PromiseKind.NewGeneration));
    }

    [Fact]
    public void What_is_not_matched_raises_the_price_of_the_others_and_may_be_paid_for()
    {
        // 1 USD/MWh for each GW · 0.01 GW · 18,000 MW, in each hour.
        var effect = new PriceEffect(new EnergyPrice(1), new Watts(18e9), null);
        var account = Account(new SiteDeeds { PriceEffect = effect });

        Assert.Equal(180, account.PriceEffectUsd[0], 1e-6);
        Assert.Equal(Fulfilment.NotKnown, Of(new SiteDeeds { PriceEffect = effect }, PromiseKind.NewGeneration));
        Assert.Equal(Fulfilment.Kept, Of(Paying(180 * 8760), PromiseKind.NewGeneration));
        Assert.Equal(Fulfilment.Partly, Of(Paying(90 * 8760), PromiseKind.NewGeneration));
        Assert.Equal(Fulfilment.Open, Of(Paying(0), PromiseKind.NewGeneration));

        SiteDeeds Paying(double usd) => new() { PriceEffect = effect with { PaidPerYear = new Usd(usd) } };
    }

    [Fact]
    public void Curtailments_count_while_the_meter_ran()
    {
        var deeds = new SiteDeeds
        {
            Curtailments =
            [
                new("in", from, Duration.FromHours(3), new Watts(5e6)),
                new("later", from + Duration.FromDays(9), Duration.FromHours(3), new Watts(5e6)),
            ],
        };

        Assert.Equal((3, 15), (Account(deeds).CurtailedHours, Account(deeds).CurtailedMegawattHours));
        Assert.Equal(Fulfilment.Kept, Of(deeds, PromiseKind.Curtailment));
        Assert.Equal(Fulfilment.NotKnown, Of(new SiteDeeds(), PromiseKind.Curtailment));
    }

    [Fact]
    public void A_site_that_the_pledge_does_not_cover_is_told_so_whatever_was_done()
    {
        var deeds = new SiteDeeds { Upgrades = [new("u", "an upgrade", new Usd(10), new Usd(10))] };

        Assert.Equal(Fulfilment.NotCovered, Of(deeds, PromiseKind.GridUpgrades, Coverage.NotCovered));
        Assert.Equal(Fulfilment.NotKnown, Of(deeds, PromiseKind.GridUpgrades, null));
    }

    [Theory]
    [InlineData(RecordKind.Allegation, false)]
    [InlineData(RecordKind.Proceeding, false)]
    [InlineData(RecordKind.Decision, false)]
    [InlineData(RecordKind.Finding, true)]
    public void Only_a_finding_is_a_finding(RecordKind kind, bool expected)
    {
        var record = new CommunityRecord
        {
            Name = "r",
            Kind = kind,
            Date = from,
            Claimant = "a",
            About = "b",
            Claim = "c",
            Status = "d",
            StatusDate = from,
            Source = "e",
        };

        Assert.Equal(expected, record.IsFinding);
    }

    [Fact]
    public void More_generation_never_matches_less_nor_more_than_is_drawn() => Prop.ForAll(
        Gen.Choose(0, 30).Two().ToArbitrary(), pair =>
        {
            var (less, more) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2));
            var (low, high) = (With(less), With(more));

            Assert.True(high.MatchedMegawattHours.Sum() >= low.MatchedMegawattHours.Sum());
            Assert.True(high.PriceEffectUsd.Sum() <= low.PriceEffectUsd.Sum());
            Assert.All(high.PriceEffectUsd, usd => Assert.True(usd >= 0));
        }).QuickCheckThrowOnFailure();

    private static CommunityAccount With(double megawatts) => Account(new SiteDeeds
    {
        Generation = [Generation(megawatts, hour => hour / 24.0)],
        PriceEffect = new PriceEffect(new EnergyPrice(1), new Watts(18e9), null),
    });

    private static NewGeneration Generation(double megawatts, Func<int, double> output) => new(
        "g", "a plant", from, new Watts(megawatts * 1e6), [.. Enumerable.Range(0, 24).Select(output)]);

    private static double Matched(SiteDeeds deeds)
    {
        var account = Account(deeds);
        return account.MatchedMegawattHours.Sum() / account.GridMegawattHours.Sum();
    }

    private static Fulfilment Of(SiteDeeds deeds, PromiseKind kind, Coverage? coverage = Coverage.Covered)
    {
        var promise = new Promise("p", kind, "words");
        var pledge = new Pledge("pledge", "A pledge", "somebody", from, false, "source", [promise])
        {
            Sites = coverage is { } covers ? [("site", covers, "because")] : [],
        };
        return Account(deeds).Of(pledge, promise);
    }

    private static CommunityAccount Account(SiteDeeds deeds)
    {
        var site = new SmallService().Model().Sites[0] with { Name = "site", Power = new Watts(10e6) };
        return CommunityAccount.Of(FullDraw.Of(site, from, Hours), deeds);
    }

    private static Usd? Money(double? dollars) => dollars is { } known ? new Usd(known) : null;
}
