using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Footprint.Money;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Footprint.Money;

public class When_a_contract_is_paid
{
    private static readonly Instant may = Day(2026, 5, 6);

    [Fact]
    public void A_price_of_a_month_is_due_by_the_days_of_the_month_that_the_contract_covers()
    {
        var months = Months(Lease, may, Day(2026, 8, 1));

        Assert.Equal([Day(2026, 5, 6), Day(2026, 6, 1), Day(2026, 7, 1)], months.Select(month => month.From));
        Assert.Equal([83.870968m, 100, 100], months.Select(month => month.Fee.Dollars));
    }

    [Fact]
    public void Steps_of_the_fee_count_from_their_days_on()
    {
        var contract = Lease with { FeeSteps = [new(may, 0.5), new(Day(2026, 6, 16), 1), new(Day(2026, 7, 1), 0.8)] };

        var months = Months(contract, Day(2026, 6, 1), Day(2026, 8, 1));

        Assert.Equal([75m, 80], months.Select(month => month.Total.Dollars));
    }

    [Theory]
    [InlineData(1000, 600, 0, 200)]
    [InlineData(1000, 900, 0, 0)]
    [InlineData(1000, 1300, 600, 0)]
    public void The_minimum_is_paid_whether_used_or_not_and_what_is_beyond_the_covered_hours_costs_more(
        double accelerators, double used, double overage, double shortfall)
    {
        var contract = Lease with
        {
            PricePerMonth = null,
            PricePerAcceleratorHour = new Usd(1),
            OveragePerAcceleratorHour = new Usd(2),
            Accelerators = accelerators,
            TakeOrPay = new TakeOrPay(0.8, null),
        };

        var month = ContractLedger.Month(
            contract, may, may + Duration.FromHours(10), new ContractUse(accelerators * 10, used * 10));

        Assert.Equal(Math.Min(used, accelerators) * 10, (double)month.Use.Dollars);
        Assert.Equal(overage * 10, (double)month.Overage.Dollars);
        Assert.Equal(shortfall * 10, (double)month.Shortfall.Dollars);
        Assert.Equal(8000, (double)month.Least.Dollars);
    }

    [Fact]
    public void Nothing_is_due_before_it_starts_or_after_it_ends()
    {
        var contract = Lease with { Term = Duration.FromDays(26) };

        Assert.Single(Months(contract, Day(2026, 1, 1), Day(2028, 1, 1)));
        Assert.Empty(Months(contract, Day(2026, 6, 1), Day(2028, 1, 1)));
    }

    [Fact]
    public void A_total_without_a_price_is_spread_evenly_over_its_years()
    {
        var contract = Lease with
        {
            PricePerMonth = null,
            Commitment = new Commitment(new Usd(365), Day(2027, 1, 1), Day(2028, 1, 1)),
        };

        var months = Months(contract, may, Day(2030, 1, 1));

        Assert.Equal(12, months.Length);
        Assert.Equal(31, (double)months[0].Fee.Dollars, 1e-6);
        Assert.Equal(365, (double)months.Sum(month => month.Fee.Dollars), 1e-5);
    }

    [Fact]
    public void A_total_beside_a_price_is_not_paid_once_more()
    {
        var contract = Lease with
        {
            PricePerMonth = null,
            PricePerAcceleratorHour = new Usd(1),
            Commitment = new Commitment(new Usd(365), Day(2027, 1, 1), Day(2028, 1, 1)),
        };

        var months = ContractLedger.Months(contract, Day(2027, 1, 1), Day(2027, 2, 1), Use(2));

        Assert.Equal(2 * 31 * 24, (double)Assert.Single(months).Total.Dollars, 1e-6);
    }

    [Fact]
    public void It_costs_at_least_what_is_committed_and_parts_of_a_time_add_up_to_the_whole()
    {
        var drawn = from share in Gen.Choose(0, 100)
                    from used in Gen.Choose(0, 1500)
                    from price in Gen.Choose(1, 1000)
                    from cut in Gen.Choose(1, 400)
                    select (share / 100.0, used, price / 100.0, cut);

        Prop.ForAll(drawn.ToArbitrary(), each =>
        {
            var (share, used, price, cut) = each;
            var contract = Lease with
            {
                PricePerAcceleratorHour = new Usd(price),
                TakeOrPay = new TakeOrPay(share, null),
                FeeSteps = [new(may, 0.5), new(Day(2026, 11, 17), 1)],
            };
            var (middle, end) = (may + Duration.FromDays(cut), may + Duration.FromDays(500));
            var whole = Cost(contract, used, may, end);
            var parts = Cost(contract, used, may, middle) + Cost(contract, used, middle, end);

            Assert.All(
                ContractLedger.Months(contract, may, end, Use(used)),
                month => Assert.True(month.Total.Value >= month.Least.Value - 3));
            Assert.InRange(parts - whole, -1e-4, 1e-4);
        }).QuickCheckThrowOnFailure();
    }

    private static Contract Lease => new()
    {
        Name = "lease",
        Counterparty = "somebody",
        Form = ContractForm.Lease,
        Start = may,
        PricePerMonth = new Usd(100),
    };

    private static double Cost(Contract contract, double used, Instant from, Instant until) =>
        (double)ContractLedger.Months(contract, from, until, Use(used)).Sum(month => month.Total.Dollars);

    private static Func<Instant, Instant, ContractUse> Use(double used) => (from, until) =>
        new ContractUse(1000 * (until - from).Seconds / 3600, used * (until - from).Seconds / 3600);

    private static System.Collections.Immutable.ImmutableArray<ContractMonth> Months(
        Contract contract, Instant from, Instant until) => ContractLedger.Months(contract, from, until, Use(0));

    private static Instant Day(int year, int month, int day) => Instant.FromDate(new DateOnly(year, month, day));
}
