using System.Collections.Immutable;
using Plimsoll.Storage.Postgres;
using Plimsoll.Storage.Tests.History;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>Three stores, as of three gateways, whose connections are cut, delayed, stalled and half closed.</summary>
public sealed class When_connections_break(PostgresFixture postgres)
{
    private const int Stores = 3;
    private const int ClientsEach = 3;
    private const int AppendsEach = 40;
    private static readonly ImmutableArray<string> Keys = ["scope/a", "scope/b", "scope/c"];

    private static readonly PostgresPatience Short = new()
    {
        Attempt = TimeSpan.FromSeconds(1),
        Whole = TimeSpan.FromSeconds(30),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_commit_is_there_once_and_all_saw_one_history(int seed)
    {
        var database = await postgres.Server.CreateDatabase();
        await using var proxy = new FaultyProxy(postgres.Server.Port);
        using var history = new RecordedHistory();
        var stores = new List<PostgresStore>();
        for (var i = 0; i < Stores; i++)
            stores.Add(await PostgresStore.Open(postgres.Server.Address(database, proxy.Port), Short, Cancellation));
        var chance = new SeededFaults(seed);
        proxy.Fault = chance.Next;
        await Task.WhenAll(Enumerable.Range(0, Stores * ClientsEach).Select(client => Task.Run(
            () => Work(stores[client % Stores], history, new Random((seed * 100) + client)), Cancellation)));
        proxy.Fault = _ => NetworkFault.None;
        await history.Check(stores[0], Keys, Cancellation);
        Assert.True(chance.Faults > 30, $"Only {chance.Faults} faults.");
        Assert.Equal(0, history.Unknown);
        Assert.True(history.Committed >= AppendsEach);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    private static async Task Work(PostgresStore store, RecordedHistory history, Random chance)
    {
        for (var done = 0; done < AppendsEach; done++)
        {
            ImmutableArray<string> keys = [.. chance.GetItems([.. Keys], 2).Distinct()];
            await history.Append(store, keys, Cancellation);
        }
    }
}
