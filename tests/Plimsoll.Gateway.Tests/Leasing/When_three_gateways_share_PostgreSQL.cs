using Microsoft.Extensions.Logging.Abstractions;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;
using Plimsoll.Storage.Postgres;
using Plimsoll.Storage.Tests.Postgres;

namespace Plimsoll.Gateway.Tests.Leasing;

/// <summary>Gateways whose clocks are minutes apart, over connections that break, on a server that is killed.</summary>
public sealed class When_three_gateways_share_PostgreSQL
{
    private const int Session = 1000;
    private const int Each = 10;
    private const int Clients = 4;
    private const int Answers = 60;
    private const int SettledBeforeTheServerFails = 20;
    private static readonly TokenUsage Ten = new(new Tokens(Each), default, default, default);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_credit_of_a_session_is_spent_twice_or_lost_but_in_leases_that_are_open(int seed)
    {
        using var server = PostgresServer.StartOrSkip();
        var database = await server.CreateDatabase();
        await using var proxy = new FaultyProxy(server.Port);
        proxy.Fault = new SeededFaults(seed).Next;
        using var first = new SemaphoreSlim(0);
        var gateways = new List<Member>();
        foreach (var minutes in new[] { -7, 0, 11 })
            gateways.Add(await Member.Start(server.Address(database, proxy.Port), minutes));
        var work = gateways.SelectMany((gateway, number) => Enumerable.Range(0, Clients).Select(client => Task.Run(
            () => Ask(gateway, first, new Random((seed * 100) + (number * 10) + client)), Cancellation))).ToList();
        for (var i = 0; i < SettledBeforeTheServerFails; i++)
            await first.WaitAsync(Cancellation);
        await Task.Run(server.KillAndStart, Cancellation);
        var settled = (await Task.WhenAll(work)).Sum();
        proxy.Fault = _ => NetworkFault.None;
        foreach (var gateway in gateways)
            await gateway.DisposeAsync();

        // All was given back, so that one that comes later finds what nobody used.
        Assert.InRange(settled, SettledBeforeTheServerFails, Session / Each);
        await using (var last = await Member.Start(server.Address(database), 0))
        {
            while (await last.Reserve() is LeaseDecision.Admitted { Held: var held })
            {
                held.Lent!.Settle(Ten, new Served("one"));
                settled++;
            }
        }

        Assert.InRange(settled * Each, Session - await HeldByLeases(server.Address(database)), Session);
    }

    /// <summary>
    /// What leases hold that are open still: none, unless a gateway could not reach the store in time as it stopped.
    /// </summary>
    private static async Task<long> HeldByLeases(PostgresAddress address)
    {
        await using var store = await PostgresStore.Open(address, PostgresPatience.Default, Cancellation);
        return await store.ReadAll("open/", Cancellation)
            .Select(value => LentLeaseValue.Read(value.Bytes).Grant.Size.Usage.Input.Value)
            .SumAsync(Cancellation);
    }

    /// <summary>Asks for admission again and again; one in four that is admitted is released unused.</summary>
    /// <returns>How many were settled.</returns>
    private static async Task<int> Ask(Member gateway, SemaphoreSlim counted, Random chance)
    {
        var settled = 0;
        for (var answers = 0; answers < Answers;)
        {
            var decision = await gateway.Reserve();
            if (decision is LeaseDecision.StoreGone)
            {
                // Returns when the store answers again.
                await gateway.Store.Now(Cancellation);
                continue;
            }

            answers++;
            if (decision is not LeaseDecision.Admitted { Held.Lent: { } held })
                continue;
            if (chance.Next(4) == 0)
            {
                held.Release();
            }
            else if (held.Settle(Ten, new Served("one")))
            {
                settled++;
                counted.Release();
            }
        }

        return settled;
    }

    /// <summary>A gateway's limits.</summary>
    private sealed record Member(PostgresStore Store, LeasedLimits Limits, LimitPath Path) : IAsyncDisposable
    {
        public static async Task<Member> Start(PostgresAddress address, int minutes)
        {
            var store = await PostgresStore.Open(
                address, new() { Whole = TimeSpan.FromMinutes(1) }, Cancellation);
            var clock = new SkewedClock(TimeSpan.FromMinutes(minutes));
            var book = new ShardedLimits(TestPolicy.Timeline);
            // As a gateway does where limits are shared: their time begins with the store's.
            var path = book.Add(
                "acme", ScopeLevel.Organization, new ScopeTerms(["pro"]), new Instant(long.MinValue));
            var shared = new SharedStore { Store = store, Gateway = $"gateway-{minutes + 100}" };
            return new Member(
                store, new LeasedLimits(shared, book, _ => path, clock, NullLogger.Instance), path);
        }

        public ValueTask<LeaseDecision> Reserve() => Limits.Reserve(
            Path,
            new LimitRequest { Scope = Path.Scope, Class = Limits.Book.ClassNumber("sonnet"), Estimate = Ten },
            Cancellation);

        public async ValueTask DisposeAsync()
        {
            await Limits.DisposeAsync();
            await Store.DisposeAsync();
        }
    }

    /// <summary>A clock that is wrong, and runs as any other.</summary>
    private sealed class SkewedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
