using System.Collections.Immutable;
using System.Globalization;
using Npgsql;

namespace Plimsoll.Storage.Postgres;

/// <summary>
/// Brings the tables of a database to the version that this program knows, once, however many gateways start at once.
/// A migration is a file in <c>Migrations</c>: its number, what it brings, SQL. One that was published never changes.
/// </summary>
internal static class PostgresMigrations
{
    private const int OldestServer = 140000;

    private const string Ask = """
        SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), current_setting('fsync'),
            to_regclass('plimsoll.migration') IS NOT NULL
        """;

    private static readonly ImmutableArray<(int Number, string Name)> Known = [.. typeof(PostgresMigrations).Assembly
        .GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => (int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name))];

    /// <summary>Version of the tables that this program knows.</summary>
    public static int Newest => Known[^1].Number;

    /// <summary>Refuses tables that are not as this program knows them.</summary>
    /// <returns>0: nothing was done.</returns>
    /// <exception cref="StoreException">There are none, or older or newer ones.</exception>
    public static async Task<int> Require(NpgsqlConnection connection, string where, CancellationToken cancellation)
    {
        var found = await Check(connection, where, cancellation) ? await Version(connection, cancellation) : 0;
        if (found > Newest)
            throw Newer(where, found);
        return found == Newest ? 0 : throw Unfit(
            $"{where}: found {(found == 0 ? "no tables" : $"tables of version {found}")} of a store, expected version "
            + $"{Newest}: a gateway that is started makes them.");
    }

    /// <summary>Makes or changes the tables, if they are not as this program knows them.</summary>
    /// <returns>How many migrations were made.</returns>
    /// <exception cref="StoreException">It is no server that can be used, or its tables are newer.</exception>
    public static async Task<int> Run(NpgsqlConnection connection, string where, CancellationToken cancellation)
    {
        if (await Check(connection, where, cancellation) && await Version(connection, cancellation) is var found)
        {
            if (found > Newest)
                throw Newer(where, found);
            if (found == Newest)
                return 0;
        }

        // Who comes second waits here, and finds the tables made. Maintenance may take longer than a statement may.
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s'", cancellation);
        await Execute(
            connection, "SELECT pg_advisory_xact_lock(hashtextextended('plimsoll.migration', 0))", cancellation);
        await Execute(connection, """
            CREATE SCHEMA IF NOT EXISTS plimsoll;
            CREATE TABLE IF NOT EXISTS plimsoll.migration (
                number int PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL DEFAULT now())
            """, cancellation);
        var version = await Version(connection, cancellation);
        if (version > Newest)
            throw Newer(where, version);
        foreach (var (number, name) in Known.Where(migration => migration.Number > version))
        {
            await Execute(connection, Text(name), cancellation);
            await using var mark = new NpgsqlCommand(
                "INSERT INTO plimsoll.migration (number, name) VALUES ($1, $2)", connection)
            {
                Parameters = { new() { Value = number }, new() { Value = name } },
            };
            await mark.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return Newest - version;
    }

    /// <summary>Whether there are tables of ours; refuses a server that would not keep what it is given.</summary>
    private static async Task<bool> Check(NpgsqlConnection connection, string where, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Ask, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (reader.GetInt32(0) is var version && version < OldestServer)
            throw Unfit($"{where}: found PostgreSQL {version / 10000}, expected 14 or later.");
        if (reader.GetString(1) is var encoding && encoding != "UTF8")
            throw Unfit($"{where}: found a database in {encoding}, expected UTF8: CREATE DATABASE ... ENCODING UTF8.");
        if (reader.GetString(2) != "on")
            throw Unfit($"{where}: found fsync = off, with which a crash loses what was committed. Set fsync = on.");
        return reader.GetBoolean(3);
    }

    private static async Task<int> Version(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(max(number), 0) FROM plimsoll.migration", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task Execute(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Text(string name)
    {
        using var stream = typeof(PostgresMigrations).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static StoreException Newer(string where, int found) => Unfit(
        $"{where}: found tables of version {found}, expected at most {Newest}: a newer Plimsoll made them. Use that.");

    private static StoreException Unfit(string message) => new(StoreFault.Unreadable, message);
}
