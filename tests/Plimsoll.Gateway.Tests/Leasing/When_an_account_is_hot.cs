using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_an_account_is_hot
{
    private const int Seconds = 10;

    /// <summary>What a gateway asks the store for in a second does not grow with what is asked of it.</summary>
    [Theory]
    [InlineData(40, 1_000_000, 0.2)]
    [InlineData(200, 1_000_000, 0.05)]
    [InlineData(200, 50, 0.05)]
    public async Task It_costs_few_operations_of_the_store(int perSecond, long limit, double most)
    {
        await using var trio = await GatewayTrio.Begin("start", and: options => options with
        {
            Timeline = new(
                [TestPolicy.Version.WithRates((_, _, _) => new(new(limit), new(1_000_000), new(1_000_000)))]),
        });
        var estimate = new TokenUsage(new Tokens(0), default, default, default);
        var (requests, before) = (0, trio.Gateways.Sum(gateway => gateway.State.Leases!.Store.Operations));
        for (var quarter = 0; quarter < Seconds * 4; quarter++)
        {
            foreach (var gateway in trio.Gateways)
            {
                for (var i = 0; i < perSecond / 4; i++)
                {
                    var state = gateway.State;
                    var path = state.Accounts.Named("shared")!.Path;
                    var asked = new LimitRequest
                    {
                        Scope = path.Scope,
                        Class = state.Limits.ClassNumber("sonnet"),
                        Estimate = estimate,
                    };
                    var decision = await state.Leases!.Reserve(path, asked, TestContext.Current.CancellationToken);
                    if (decision is LeaseDecision.Admitted admitted)
                        state.Limits.Settle(admitted.Held, estimate, state.Now);
                    requests++;
                }
            }

            await trio.Pass(TimeSpan.FromMilliseconds(250));
        }

        var operations = trio.Gateways.Sum(gateway => gateway.State.Leases!.Store.Operations) - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"{(double)operations / requests:0.000} operations a request");
        Assert.InRange((double)operations / requests, 0, most);
    }
}
