using System.Collections.Immutable;
using Plimsoll.Storage.Postgres;
using Plimsoll.Storage.Tests.History;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>A server that is killed, restarted and loses a session in the middle of what three stores do.</summary>
public sealed class When_the_server_fails
{
    private const int Clients = 6;
    private const int CommitsBetween = 40;
    private static readonly ImmutableArray<string> Keys = ["scope/a", "scope/b", "scope/c"];

    private static readonly PostgresPatience Patient = new() { Whole = TimeSpan.FromMinutes(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_commit_is_there_once_and_all_saw_one_history()
    {
        using var server = PostgresServer.StartOrSkip();
        var address = server.Address(await server.CreateDatabase());
        await Check(
            address,
            () => Task.Run(server.KillAndStart, Cancellation),
            () => Task.Run(server.Restart, Cancellation),
            () => server.CrashSession(address.Database));
    }

    [Fact]
    public async Task Nothing_is_lost_when_a_synchronous_standby_takes_over()
    {
        using var server = PostgresServer.StartOrSkip();
        var database = await server.CreateDatabase();
        using var standby = await server.StartStandby();
        var address = server.Address(database);
        await Check(
            address with { Hosts = [.. address.Hosts, .. server.Address(database, standby.Port).Hosts] },
            () => Task.Run(
                () =>
                {
                    server.Kill();
                    standby.Promote();
                },
                Cancellation));
    }

    /// <summary>Three stores under load, failures in the middle, and what is there in the end.</summary>
    private static async Task Check(PostgresAddress address, params Func<Task>[] failures)
    {
        using var history = new RecordedHistory();
        var stores = new List<PostgresStore>();
        for (var i = 0; i < 3; i++)
            stores.Add(await PostgresStore.Open(address, Patient, Cancellation));
        using var end = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(
            () => Work(stores[client % 3], history, new Random(client), end.Token), Cancellation)).ToList();
        foreach (var fail in failures)
        {
            await history.Reach(history.Committed + CommitsBetween, Cancellation);
            await fail();
        }

        await history.Reach(history.Committed + CommitsBetween, Cancellation);
        await end.CancelAsync();
        await Task.WhenAll(clients);
        await history.Check(stores[0], Keys, Cancellation);
        Assert.Equal(0, history.Unknown);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    private static async Task Work(
        PostgresStore store, RecordedHistory history, Random chance, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            ImmutableArray<string> keys = [.. chance.GetItems([.. Keys], 2).Distinct()];
            await history.Append(store, keys, Cancellation);
        }
    }
}
