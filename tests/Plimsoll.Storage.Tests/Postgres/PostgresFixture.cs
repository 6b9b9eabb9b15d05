using Plimsoll.Storage.Postgres;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>One server for all tests that do it no harm; each has a database of its own.</summary>
public sealed class PostgresFixture : IDisposable
{
    private readonly Lazy<PostgresServer> server = new(PostgresServer.StartOrSkip);

    /// <summary>The server; a test that asks for it is skipped where there is none.</summary>
    internal PostgresServer Server => server.Value;

    /// <summary>A store in a new database.</summary>
    internal async ValueTask<IStore> OpenEmpty() => await PostgresStore.Open(
        Server.Address(await Server.CreateDatabase()),
        PostgresPatience.Default,
        TestContext.Current.CancellationToken);

    public void Dispose()
    {
        if (server.IsValueCreated)
            server.Value.Dispose();
    }
}
