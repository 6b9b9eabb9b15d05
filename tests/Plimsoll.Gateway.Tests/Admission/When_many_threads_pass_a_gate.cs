using System.Collections.Frozen;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Tests.Admission;

public class When_many_threads_pass_a_gate
{
    [Fact]
    public async Task No_more_are_inside_than_there_are_places_and_all_of_them_end()
    {
        var terms = new QueueTerms { MostWaiting = 1_000, MostWaitingOfTenant = 1_000 };
        using var gate = new LiveGate(new ClassGate(terms, 5), new ManualClock(GatewayRig.Start));
        var (inside, most, served, left) = (0, 0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                using var leaving = new CancellationTokenSource();
                var entering = gate.Enter(Ask(worker), leaving.Token, CancellationToken.None);
                if ((worker + i) % 7 == 0)
                    await leaving.CancelAsync();
                try
                {
                    var entered = await entering;
                    var now = Interlocked.Increment(ref inside);
                    InterlockedMax(ref most, now);
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    entered.Place!.End(null);
                    Interlocked.Increment(ref served);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref left);
                }
            }
        })));

        Assert.InRange(most, 1, 5);
        Assert.Equal(8_000, served + left);
        Assert.Equal((0, 0, 5L), gate.Load);
    }

    [Fact]
    public async Task Those_who_wait_are_let_in_when_places_come()
    {
        using var gate = new LiveGate(new ClassGate(new QueueTerms(), 0), new ManualClock(GatewayRig.Start));
        var first = gate.Enter(Ask(0), CancellationToken.None, CancellationToken.None).AsTask();
        var second = gate.Enter(Ask(1), CancellationToken.None, CancellationToken.None).AsTask();

        gate.Resize(1);
        Assert.NotNull((await first).Place);
        Assert.Equal((1, 1, 1L), gate.Load);
        gate.Resize(long.MaxValue);
        Assert.NotNull((await second).Place);
    }

    [Fact]
    public void Options_that_cannot_be_kept_are_refused_before_anybody_comes()
    {
        var options = new QueueOptions
        {
            Terms = new QueueTerms { MostWaiting = -1 },
            Tenants = new Dictionary<string, TenantTerms> { ["pro"] = new(Weight: 0) }.ToFrozenDictionary(),
        };

        Assert.Equal(
            ["most waiting requests: found -1, expected 0 or more.", "weight of pro: found 0, expected 1 to 1000."],
            options.Problems());
        Assert.Throws<ArgumentException>(() => new FleetGates(
            options, FrozenDictionary<string, int>.Empty, TimeProvider.System));
    }

    private static QueueRequest Ask(int tenant) => new((ulong)tenant, 1, 1, new(10), new(10));

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
