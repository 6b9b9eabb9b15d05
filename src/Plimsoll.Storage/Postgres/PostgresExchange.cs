using Npgsql;

namespace Plimsoll.Storage.Postgres;

/// <summary>
/// Reading, and committing what was decided by it, in one transaction and two round trips. It begins with locks on its
/// topics, in an order that all have, so that two exchanges never wait for each other in a ring. What is committed
/// rests on versions all the same: where the transaction breaks, the commit is sent again by itself.
/// </summary>
internal sealed class PostgresExchange(StoreExchange exchange)
{
    // Each statement sees what was committed before it began: what is read is what those left that were waited for.
    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    private const string Lock = """
        SELECT pg_advisory_xact_lock(topic) FROM (
            SELECT DISTINCT hashtextextended('plimsoll.topic ' || name, 0) AS topic FROM unnest($1) AS name ORDER BY 1)
            AS topics
        """;

    private PostgresCommit? commit;
    private bool isDecided;

    /// <summary>Makes it as a turn of a slot; made again as the same turn it has no second effect.</summary>
    public async Task<CommitResult?> Make(
        NpgsqlConnection connection, PostgresPlace place, CancellationToken cancellation)
    {
        if (isDecided)
            return commit is null ? null : await commit.Send(connection, place, cancellation);
        var values = await Read(connection, cancellation);
        isDecided = true;
        if (exchange.Decide(PostgresValues.InOrder(exchange.Keys, values)) is not { } batch)
        {
            await using var command = new NpgsqlCommand("ROLLBACK", connection);
            await command.ExecuteNonQueryAsync(cancellation);
            return null;
        }

        batch.Check();
        commit = new PostgresCommit(batch);
        return await commit.SendLast(connection, place, cancellation);
    }

    private async Task<List<StoredValue>> Read(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Begin),
                new NpgsqlBatchCommand(Lock) { Parameters = { new() { Value = exchange.Topics.ToArray() } } },
                new NpgsqlBatchCommand(PostgresValues.ByKey)
                {
                    Parameters = { new() { Value = exchange.Keys.ToArray() } },
                },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);

        // BEGIN has no rows and is passed over; the locks have some.
        await reader.NextResultAsync(cancellation);
        return await PostgresValues.Read(reader, cancellation);
    }
}
