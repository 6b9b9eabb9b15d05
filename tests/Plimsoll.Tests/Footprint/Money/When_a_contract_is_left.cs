using Plimsoll.Footprint.Money;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Footprint.Money;

public class When_a_contract_is_left
{
    private static readonly Instant start = Instant.FromDate(new DateOnly(2026, 5, 1));

    [Fact]
    public void What_is_due_until_notice_has_run_is_what_it_takes()
    {
        var outlay = Outlay(Lease, start + Duration.FromDays(31));

        // Notice on 1 August at the earliest, 90 days: June to 30 October.
        Assert.Equal(start + Duration.FromDays(92 + 90), outlay.Exit);
        Assert.Equal(400 + 29 / 31.0 * 100, (double)outlay.UntilExit!.Value.Dollars, 1e-5);
        Assert.Equal(1100, (double)outlay.Remaining!.Value.Dollars, 1e-5);
    }

    [Fact]
    public void Without_notice_of_ones_own_all_of_it_is_due()
    {
        var outlay = Outlay(Lease with { OwnNotice = null }, start);

        Assert.Equal(outlay.Remaining, outlay.UntilExit);
        Assert.Equal(outlay.End, outlay.Exit);
    }

    [Fact]
    public void Without_an_end_or_a_price_nothing_is_known()
    {
        Assert.Null(Outlay(Lease with { Term = null }, start).Remaining);
        Assert.Null(Outlay(Lease with { PricePerMonth = null }, start).Remaining);
        Assert.Null(Outlay(Lease with { PricePerMonth = null }, start).UntilExit);
    }

    [Fact]
    public void What_is_due_later_is_worth_less()
    {
        var at = start;

        Assert.Equal(1200, Outlay(Lease, at, 0).PresentValue!.Value.Dollars, 1e-5);
        Assert.InRange(Outlay(Lease, at, 0.1).PresentValue!.Value.Dollars, 1200 / 1.1, 1200 / 1.04);
        Assert.Null(Outlay(Lease, at).PresentValue);
    }

    private static ContractOutlay Outlay(Contract contract, Instant at, double? discount = null) =>
        ContractOutlay.Of(contract, [], at, discount);

    private static Contract Lease => new()
    {
        Name = "lease",
        Counterparty = "somebody",
        Form = ContractForm.Lease,
        Start = start,
        Term = Duration.FromDays(365),
        MinimumTerm = Duration.FromDays(92),
        OwnNotice = Duration.FromDays(90),
        PricePerMonth = new Usd(100),
    };
}
