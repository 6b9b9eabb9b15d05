using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Money;
using Plimsoll.Quantities;
using Plimsoll.Supply;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Tests.Footprint.Money;

public class When_a_site_is_paid_for
{
    private const int Hours = 48;

    private static readonly Instant from = Instant.FromDate(new DateOnly(2026, 6, 30));

    [Fact]
    public void The_fee_is_spread_evenly_over_the_hours_of_each_month()
    {
        var account = Account(Lease, 0, 0);

        Assert.Equal(100 / 720.0, account.FeeUsd[0], 1e-7);
        Assert.Equal(100 / 744.0, account.FeeUsd[24], 1e-7);
        Assert.Equal(0, account.UseUsd.Sum() + account.ShortfallUsd.Sum());
    }

    [Fact]
    public void Sites_under_one_contract_share_its_fee_by_accelerators()
    {
        var (one, other) = (Site("one", Lease, 300), Site("other", Lease, 100));
        var terms = SiteTerms.Of(one, [one, other], NoRents);

        Assert.Equal(0.75, terms.Part);
        var wider = one with { Contract = Lease with { Accelerators = 1000 } };
        Assert.Equal(0.3, SiteTerms.Of(wider, [wider], NoRents).Part);
        Assert.Equal(75 / 720.0, MoneyAccount.Of(Meter(one, 0, 1), terms).FeeUsd[0], 1e-7);
    }

    [Fact]
    public void Energy_costs_what_its_source_asks_in_the_hour_unless_the_fee_covers_it()
    {
        var account = Account(Lease, 100, 2);

        Assert.Equal(2 * 10, account.EnergyUsd[0], 1e-9);
        Assert.Equal(2 * 33, account.EnergyUsd[23], 1e-9);
        Assert.Equal(0, Account(Lease with { Power = PowerTerms.Included }, 100, 2).EnergyUsd.Sum());
    }

    [Fact]
    public void Energy_without_a_price_is_told_apart()
    {
        var site = Site("site", Lease, 400);
        var meter = Meter(site, 100, 2);
        var bare = meter with
        {
            Sources = [meter.Sources[0] with { Source = meter.Sources[0].Source with { Prices = [] } }],
        };

        var account = MoneyAccount.Of(bare, SiteTerms.Of(site, [site], NoRents));

        Assert.Equal(2 * Hours, account.Unpriced.MegawattHours, 1e-9);
        Assert.Equal(0, account.EnergyUsd.Sum());
    }

    [Fact]
    public void Where_no_price_is_known_accelerators_cost_what_they_cost_on_the_market()
    {
        var contract = Lease with { PricePerMonth = null };
        var account = Account(contract, 100, 2);

        Assert.True(account.Terms.IsAtMarket);
        Assert.Equal(400 * 1.5, account.FeeUsd[0], 1e-9);
    }

    /// <summary>
    /// InferenceX, April 2026: DeepSeek-R1 in FP8, 1k in and out, on B200 and H100 at 42 tokens a second for a user
    /// (inferencex.semianalysis.com/compare/deepseek-r1-b200-vs-h100), and in FP4 with prediction of several tokens on
    /// GB300 (NVIDIA's figures of the same month); an accelerator-hour costs what its hyperscaler's costs come to.
    /// </summary>
    [Theory]
    [InlineData("B200", 4792, 1.95, 0.113, 0.005)]
    [InlineData("H100", 266, 1.30, 1.365, 0.01)]
    [InlineData("GB300", 6000, 2.65, 0.12, 0.03)]
    public void A_million_tokens_costs_what_InferenceX_publishes(
        string kind, double tokensPerSecond, double rent, double expected, double tolerance)
    {
        var site = Site("site", Lease with { PricePerMonth = null, Power = PowerTerms.Included }, 400);
        var pool = site.Pools[0];
        site = site with { Pools = [pool with { Kind = pool.Kind with { Name = kind } }] };
        var rents = NoRents.Add(kind, new Usd(rent));

        var account = MoneyAccount.Of(Meter(site, 400, 1), SiteTerms.Of(site, [site], rents));

        var millions = 400 * tokensPerSecond * 3600 * Hours / 1e6;
        Assert.Equal(expected, account.Usd / millions, tolerance * expected);
    }

    [Fact]
    public void Expansions_cost_what_they_cost_on_the_market_also_beside_a_fee()
    {
        var site = Site("site", Lease, 400);
        var more = new Expansion(site.Pools[0] with { Name = "more", Count = 10 }, new Watts(1e6), null);
        site = site with { Expansions = [more] };
        var rents = NoRents.Add(more.Pool.Kind.Name, new Usd(1.5));
        var known = MoneyAccount.Of(Meter(site, 0, 0), SiteTerms.Of(site, [site], rents));
        var unknown = MoneyAccount.Of(Meter(site, 0, 0), SiteTerms.Of(site, [site], NoRents));

        Assert.Equal((100 / 720.0) + 15, known.FeeUsd[0], 1e-7);
        Assert.Empty(known.UnpricedKinds);
        Assert.Equal([more.Pool.Kind.Name], unknown.UnpricedKinds);
    }

    [Fact]
    public void Hours_add_up_to_what_the_months_of_the_contract_cost()
    {
        var drawn = from used in Gen.Choose(0, 400)
                    from perHour in Gen.Choose(0, 3)
                    from least in Gen.Choose(0, 100)
                    from perMonth in Gen.Choose(1, 3)
                    select (used, perHour, least, perMonth);

        Prop.ForAll(drawn.ToArbitrary(), each =>
        {
            var contract = Lease with
            {
                PricePerMonth = new Usd(each.perMonth * 1000),
                PricePerAcceleratorHour = each.perHour == 0 ? null : new Usd(each.perHour),
                TakeOrPay = new TakeOrPay(each.least / 100.0, null),
            };
            var account = Account(contract, each.used, 1);
            var months = ContractLedger.Months(
                contract, from, from + Duration.FromHours(Hours), (start, end) => new ContractUse(
                    400 * (end - start).Seconds / 3600, each.used * (end - start).Seconds / 3600));

            Assert.Equal((double)months.Sum(month => month.Total.Dollars), account.CapacityUsd.Sum(), 1e-6);
            Assert.Equal(account.Usd, account.Impacts.Sum(line => line.Amounts.Sum()), 1e-6);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_not_used_of_the_minimum_is_paid_all_the_same()
    {
        var contract = Lease with
        {
            PricePerMonth = null,
            PricePerAcceleratorHour = new Usd(2),
            TakeOrPay = new TakeOrPay(0.5, null),
        };

        var account = Account(contract, 100, 1);

        Assert.Equal(2 * 100, account.UseUsd[0], 1e-6);
        Assert.Equal(2 * 100, account.ShortfallUsd[0], 1e-6);
    }

    private static Contract Lease => new()
    {
        Name = "lease",
        Counterparty = "somebody",
        Form = ContractForm.Lease,
        PricePerMonth = new Usd(100),
    };

    private static ImmutableDictionary<string, Usd> NoRents => ImmutableDictionary<string, Usd>.Empty;

    private static MoneyAccount Account(Contract contract, double used, int megawatts)
    {
        var site = Site("site", contract, 400);
        var rents = NoRents.Add(site.Pools[0].Kind.Name, new Usd(1.5));
        return MoneyAccount.Of(Meter(site, used, megawatts), SiteTerms.Of(site, [site], rents));
    }

    private static Site Site(string name, Contract contract, double count)
    {
        var site = new SmallService().Model().Sites[0];
        return site with
        {
            Name = name,
            Contract = contract,
            Pools = [site.Pools[0] with { Count = count, Availability = 1 }],
        };
    }

    private static SiteMeter Meter(Site site, double used, int megawatts)
    {
        var joules = megawatts * Joules.PerMegawattHour;
        var serving = used > 0 ? joules / 2 : 0;
        var grid = new EnergySource.Grid
        {
            Name = "grid",
            Capacity = site.Power,
            Prices = [.. Enumerable.Range(10, 24).Select(price => new EnergyPrice(price))],
        };
        return new SiteMeter
        {
            Site = site,
            From = from,
            Hours = Hours,
            Uses = [Use(UseKind.Serving, serving, used), Use(UseKind.Idle, joules - serving, 400 - used)],
            Sources = [new(grid, [.. Enumerable.Repeat(joules, Hours)], [], [])],
        };
    }

    private static UseLine Use(UseKind kind, long joules, double accelerators) => new(
        "pool", kind, kind == UseKind.Idle ? "" : "large", [.. Enumerable.Repeat(joules, Hours)])
    {
        Accelerators = [.. Enumerable.Repeat(accelerators, Hours)],
    };
}
