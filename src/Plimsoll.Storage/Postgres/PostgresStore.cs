using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;
using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Postgres;

/// <summary>
/// A store in a PostgreSQL database, for as many gateways as ask it. A commit is one statement and one round trip, and
/// durable as the server's <c>synchronous_commit</c> says, but never less than on its own disk. What an answer that got
/// lost would have said is found out by asking again, so that a change is made once.
/// </summary>
public sealed class PostgresStore : IStore
{
    private const int PageSize = 512;

    private readonly PostgresLink link;
    private readonly PostgresLedger ledger;

    private PostgresStore(PostgresLink link, PostgresPatience patience) =>
        (this.link, ledger) = (link, new PostgresLedger(link, patience));

    /// <summary>Connects, and makes or brings up its tables, in the schema <c>plimsoll</c>.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="patience">How long it is waited for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StoreException">It cannot be reached, or cannot be used.</exception>
    public static Task<PostgresStore> Open(
        PostgresAddress address, PostgresPatience patience, CancellationToken cancellation) =>
        Open(address, patience, Prepare, cancellation);

    /// <summary>Connects to a store that is there, and leaves its tables as they are.</summary>
    /// <inheritdoc cref="Open(PostgresAddress, PostgresPatience, CancellationToken)"/>
    public static Task<PostgresStore> OpenExisting(
        PostgresAddress address, PostgresPatience patience, CancellationToken cancellation) =>
        Open(address, patience, PostgresMigrations.Require, cancellation);

    private static async Task<PostgresStore> Open(
        PostgresAddress address,
        PostgresPatience patience,
        Func<NpgsqlConnection, string, CancellationToken, Task<int>> prepare,
        CancellationToken cancellation)
    {
        var link = new PostgresLink(address, patience);
        try
        {
            await link.Read((connection, c) => prepare(connection, link.Where, c), cancellation);
            return new PostgresStore(link, patience);
        }
        catch (StoreException error) when (error.InnerException is { } cause && !PostgresFaults.Passes(cause))
        {
            await link.DisposeAsync();
            throw new StoreException(StoreFault.Unreadable, error.Message, error);
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<Instant> Now(CancellationToken cancellation) => link.Read(
        async (connection, c) =>
        {
            await using var command = new NpgsqlCommand(
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000000000)::bigint", connection);
            return new Instant((long)(await command.ExecuteScalarAsync(c))!);
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<StoredValue>> Read(
        ImmutableArray<string> keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
            StoreBatch.CheckKey(key);
        return await link.Read(
            async (connection, c) =>
            {
                await using var command = new NpgsqlCommand(PostgresValues.ByKey, connection)
                {
                    Parameters = { new() { Value = keys.ToArray() } },
                };
                await using var reader = await command.ExecuteReaderAsync(c);
                return PostgresValues.InOrder(keys, await PostgresValues.Read(reader, c));
            },
            cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredValue> ReadAll(
        string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Page by page: no connection is held while somebody works on what was read, and a lost one costs a page.
        var from = prefix;
        while (true)
        {
            var page = await link.Read((connection, c) => Page(connection, from, c), cancellation);
            foreach (var value in page)
            {
                if (!value.Key.StartsWith(prefix, StringComparison.Ordinal))
                    yield break;
                yield return value;
            }

            if (page.Count < PageSize)
                yield break;
            // No key has a control character: nothing stands between the last key and this.
            from = page[^1].Key + '\u0001';
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> Commit(StoreBatch batch, CancellationToken cancellation)
    {
        batch.Check();
        var commit = new PostgresCommit(batch);
        return link.Change(commit.Send, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult?> Exchange(StoreExchange exchange, CancellationToken cancellation)
    {
        foreach (var key in exchange.Keys)
            StoreBatch.CheckKey(key);
        return link.Change(new PostgresExchange(exchange).Make, cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LedgerEntry> ReadEntries(LedgerPeriod period, CancellationToken cancellation) =>
        ledger.ReadEntries(period, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<UsageSum> ReadUsage(LedgerPeriod period, CancellationToken cancellation) =>
        ledger.ReadUsage(period, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> DropEntries(Instant before, CancellationToken cancellation) =>
        ledger.DropEntries(before, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation) =>
        ledger.Erase(erasure, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => link.DisposeAsync();

    private static async Task<List<StoredValue>> Page(
        NpgsqlConnection connection, string from, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT key, version, bytes FROM plimsoll.value WHERE key >= $1 ORDER BY key LIMIT $2", connection)
        {
            Parameters = { new() { Value = from }, new() { Value = PageSize } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await PostgresValues.Read(reader, cancellation);
    }

    /// <summary>
    /// Makes the tables, and forgets the slots of stores that are long gone; one that is not makes its own again.
    /// </summary>
    private static async Task<int> Prepare(NpgsqlConnection connection, string where, CancellationToken cancellation)
    {
        await PostgresMigrations.Run(connection, where, cancellation);
        await using var command = new NpgsqlCommand(
            "DELETE FROM plimsoll.slot WHERE at < now() - interval '1 day'", connection);
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
