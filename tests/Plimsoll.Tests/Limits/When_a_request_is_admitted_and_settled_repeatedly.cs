using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits;

/// <summary>Allocation budget of the hot path: the decision (24 bytes) and the reservation, nothing else.</summary>
public class When_a_request_is_admitted_and_settled_repeatedly
{
    private const int Pairs = 1000;
    private const long BytesPerPair = 24 + 144;

    private static long BytesOf(Account account, Policy policy)
    {
        Run(account, policy);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(account, policy);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Run(Account account, Policy policy)
    {
        for (var i = 0; i < Pairs; i++)
        {
            var admitted = (Decision.Admitted)account.Reserve(policy, Given.Class, Given.Input(1), Given.Start);
            account.Settle(policy, admitted.Reservation, Given.Output(1), Given.Start);
        }
    }

    [Fact]
    public void A_plan_allocates_the_decision_and_the_reservation_only()
    {
        var policy = Given.Policy(session: 1e9, week: 1e9, allowances: [Given.Allowance(WindowKind.Session, 1.5)]);
        Assert.Equal(BytesPerPair * Pairs, BytesOf(Given.PlanUser(), policy));
    }

    [Fact]
    public void A_tier_allocates_the_decision_and_the_reservation_only() =>
        Assert.Equal(
            BytesPerPair * Pairs,
            BytesOf(Given.Organisation(), Given.Rates(requests: 1_000_000, input: 1_000_000, output: 1_000_000)));
}
