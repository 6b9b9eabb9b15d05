using Plimsoll.Limits.Estimates;

namespace Plimsoll.Tests.Limits.Estimates;

/// <summary>Allocation budget: nothing, once an account, its class and its lengths of text are known.</summary>
public class When_a_request_is_estimated_and_learned_repeatedly
{
    private readonly UsageEstimator estimator = new(new EstimateTerms { Capacity = 64 });

    private void Run(ulong accounts)
    {
        for (var i = 0; i < 10_000; i++)
            estimator.Serves((ulong)i % accounts, written: i % 1000, text: i % 5000);
    }

    [Fact]
    public void Accounts_that_are_known_allocate_nothing() =>
        Assert.Equal(0, Allocations.Of(() => Run(accounts: 20)));

    [Fact]
    public void Accounts_that_come_and_go_allocate_nothing() =>
        Assert.Equal(0, Allocations.Of(() => Run(accounts: 1000)));
}
