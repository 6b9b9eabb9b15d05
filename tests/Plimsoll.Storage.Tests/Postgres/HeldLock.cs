using Npgsql;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>Somebody else who holds a value, and lets go of it when told.</summary>
internal sealed class HeldLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private HeldLock(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.connection, this.transaction) = (connection, transaction);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HeldLock> Take(PostgresServer server, string database, string key)
    {
        var connection = new NpgsqlConnection(
            $"Host=127.0.0.1;Port={server.Port};Username=plimsoll;Database={database};Pooling=false");
        await connection.OpenAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            "SELECT 1 FROM plimsoll.value WHERE key = $1 FOR UPDATE", connection)
        {
            Parameters = { new() { Value = key } },
        };
        await command.ExecuteNonQueryAsync(Cancellation);
        return new HeldLock(connection, transaction);
    }

    /// <summary>Returns once another session waits for a lock of this one.</summary>
    public async Task SomebodyWaits()
    {
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))",
            connection);
        while ((long)(await command.ExecuteScalarAsync(Cancellation))! == 0)
            await Task.Yield();
    }

    public async Task Release() => await transaction.RollbackAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
