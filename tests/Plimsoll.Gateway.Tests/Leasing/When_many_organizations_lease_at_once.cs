using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Storage.Memory;

namespace Plimsoll.Gateway.Tests.Leasing;

public class When_many_organizations_lease_at_once
{
    private const int Organizations = 100;
    private const int Turns = 32;

    [Fact]
    public async Task They_take_turns_and_all_are_served()
    {
        var ring = KeyRing.Empty;
        for (var number = 0; number < Organizations; number++)
            (ring, _) = ring.Add($"org-{number}", "pro", null, "chat", GatewayRig.Start);
        var store = new CutStore(new MemoryStore(new ManualClock(GatewayRig.Start)));
        await using var gateway = await GatewayRig.Begin(with: options => options with
        {
            Keys = ring,
            Shared = new SharedStore { Store = store, Gateway = "one" },
        });
        var answers = new TaskCompletionSource();
        store.Answers = answers.Task;

        var asked = Enumerable.Range(0, Organizations).Select(number => Reserve(gateway, $"org-{number}")).ToList();
        while (Volatile.Read(ref store.Unanswered) < Turns)
            await Task.Yield();
        for (var look = 0; look < Organizations; look++)
        {
            await Task.Yield();
            Assert.Equal(Turns, Volatile.Read(ref store.Unanswered));
        }

        answers.SetResult();
        Assert.All(await Task.WhenAll(asked), decision => Assert.IsType<LeaseDecision.Admitted>(decision));
    }

    private static async Task<LeaseDecision> Reserve(GatewayRig gateway, string name)
    {
        var path = gateway.State.Accounts.Named(name)!.Path;
        return await gateway.State.Leases!.Reserve(
            path,
            new LimitRequest
            {
                Scope = path.Scope,
                Class = gateway.State.Limits.ClassNumber("sonnet"),
                Estimate = GatewayTrio.Tokens(7),
            },
            TestContext.Current.CancellationToken);
    }
}
