using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Supply;

/// <summary>Days are counted from the start of the contract; null is never.</summary>
public class When_capacity_can_be_withdrawn
{
    private static readonly Instant start = Instant.FromDate(new DateOnly(2026, 5, 6));

    [Theory]
    [InlineData(ContractForm.Lease, 31, 1121, 92, 90, 182)]
    [InlineData(ContractForm.Lease, 100, 1121, 92, 90, 190)]
    [InlineData(ContractForm.Lease, 31, 1121, null, 90, 121)]
    [InlineData(ContractForm.Lease, 31, 180, 92, 90, 180)]
    [InlineData(ContractForm.TakeOrPay, 31, 1121, 92, null, 1121)]
    [InlineData(ContractForm.Reserved, 31, null, null, null, null)]
    [InlineData(ContractForm.Spot, 31, 1121, 92, null, 31)]
    [InlineData(ContractForm.OnDemand, 31, null, null, null, 31)]
    [InlineData(ContractForm.OnDemand, 31, null, null, 7, 38)]
    [InlineData(ContractForm.Owned, 31, null, null, null, null)]
    public void It_is_at_the_earliest_after_minimum_term_and_notice_and_at_the_latest_when_the_term_ends(
        ContractForm form, int now, int? term, int? minimum, int? notice, int? expected)
    {
        var contract = new Contract
        {
            Name = "c",
            Counterparty = "c",
            Form = form,
            Start = start,
            Term = Days(term),
            MinimumTerm = Days(minimum),
            Notice = Days(notice),
        };

        Assert.Equal(
            expected is { } days ? start + Duration.FromDays(days) : null,
            contract.WithdrawalFrom(start + Duration.FromDays(now)));
    }

    [Fact]
    public void Without_a_known_start_notice_can_be_given_at_once()
    {
        var contract = new Contract
        {
            Name = "c",
            Counterparty = "c",
            Form = ContractForm.Lease,
            Term = Days(180),
            MinimumTerm = Days(92),
            Notice = Days(90),
        };

        Assert.Equal(start + Duration.FromDays(90), contract.WithdrawalFrom(start));
    }

    private static Duration? Days(int? days) => days is { } known ? Duration.FromDays(known) : null;
}
