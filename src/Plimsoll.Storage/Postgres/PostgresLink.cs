using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Plimsoll.Storage.Postgres;

/// <summary>
/// The connections to the server that takes writes: how many at once, how long each attempt may take, and how often it
/// is made again. Knows no table.
/// </summary>
internal sealed class PostgresLink : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly PostgresAddress address;
    private readonly PostgresPatience patience;
    private readonly ImmutableArray<NpgsqlDataSource> hosts;
    private readonly SemaphoreSlim free;
    private readonly ConcurrentStack<PostgresPlace> places;
    private int host;

    public PostgresLink(PostgresAddress address, PostgresPatience patience)
    {
        (this.address, this.patience) = (address, patience);
        hosts = [.. address.Hosts.Select(one => Source(address, one, patience))];
        free = new SemaphoreSlim(address.Connections);
        places = new(Enumerable.Range(0, address.Connections).Select(_ => new PostgresPlace()));
    }

    /// <summary>Where the server is, without a password.</summary>
    public string Where => address.ToString();

    /// <summary>Runs work that can be run again whatever became of it, until it has an answer.</summary>
    /// <exception cref="StoreException">No answer came in time, or one that trying again does not change.</exception>
    public ValueTask<T> Read<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        Run((connection, _, token) => work(connection, token), StoreFault.Unavailable, cancellation);

    /// <summary>Runs work that changes something, as one turn of a slot: run again it has no second effect.</summary>
    /// <exception cref="StoreException">As for reading; what became of it may not be known.</exception>
    public ValueTask<T> Change<T>(
        Func<NpgsqlConnection, PostgresPlace, CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        Run(work, StoreFault.Unknown, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in hosts)
            await one.DisposeAsync();
        free.Dispose();
    }

    private async ValueTask<T> Run<T>(
        Func<NpgsqlConnection, PostgresPlace, CancellationToken, Task<T>> work,
        StoreFault whenInDoubt,
        CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        if (!await free.WaitAsync(patience.Whole, cancellation))
            throw new StoreException(StoreFault.Unavailable, Busy());
        var place = places.TryPop(out var one) ? one : throw new UnreachableException("A place is free, and is not.");
        try
        {
            place.BeginTurn();
            var fault = StoreFault.Unavailable;
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                var (isSent, asked) = (false, Volatile.Read(ref host));
                try
                {
                    await using var connection = await hosts[asked].OpenConnectionAsync(cancellation);
                    isSent = true;
                    return await work(connection, place, cancellation);
                }
                catch (Exception error) when (PostgresFaults.Passes(error))
                {
                    if (isSent && PostgresFaults.LeavesDoubt(error))
                        fault = whenInDoubt;
                    if (PostgresFaults.BreaksConnections(error))
                        Leave(asked);
                    if (Stopwatch.GetElapsedTime(began) + pause > patience.Whole)
                        throw new StoreException(fault, NoAnswer(fault, error), error);
                }
                catch (Exception error) when (error is NpgsqlException)
                {
                    throw new StoreException(fault, $"{Where}: {PostgresFaults.Words(error)}", error);
                }

                await Task.Delay(pause, cancellation);
            }
        }
        finally
        {
            places.Push(place);
            free.Release();
        }
    }

    /// <summary>Gives up the connections to a host and goes on with the next, unless somebody has done so.</summary>
    private void Leave(int asked)
    {
        hosts[asked].Clear();
        Interlocked.CompareExchange(ref host, (asked + 1) % hosts.Length, asked);
    }

    private string NoAnswer(StoreFault fault, Exception error) =>
        $"{Where}: no answer within {Seconds()} s; the last attempt found: {PostgresFaults.Words(error)} "
        + (fault == StoreFault.Unknown ? "Whether the change was made is not known." : "Nothing was changed.");

    private string Busy() =>
        $"{Where}: all {address.Connections} connections were in use for {Seconds()} s. Raise 'connections' in its "
        + "address, if the server can take more.";

    private string Seconds() => patience.Whole.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    private static NpgsqlDataSource Source(PostgresAddress address, string host, PostgresPatience patience)
    {
        // The server's own limits end what nobody waits for any more: a statement a little before the client gives it
        // up, a session whose client is gone within a second, and one whose client stands still between reading and
        // committing, for others may wait for it, in half the time of an attempt.
        var statement = (patience.AttemptSeconds * 1000) - 100;
        var builder = new NpgsqlDataSourceBuilder
        {
            ConnectionStringBuilder =
            {
                Host = host,
                Database = address.Database,
                Username = address.User,
                Password = address.Password,
                SslMode = Enum.Parse<SslMode>(address.SslMode.Replace("-", "", StringComparison.Ordinal), true),
                RootCertificate = address.RootCertificate,
                ApplicationName = "plimsoll",
                MaxPoolSize = address.Connections,
                // Nothing changes a session for longer than a transaction: there is nothing to put back each time.
                NoResetOnClose = true,
                Timeout = patience.AttemptSeconds,
                CommandTimeout = patience.AttemptSeconds,
                // A connection that does not answer is not asked to cancel either.
                CancellationTimeout = -1,
                MaxAutoPrepare = 32,
                AutoPrepareMinUsages = 2,
                Options = string.Create(CultureInfo.InvariantCulture,
                    $"-c statement_timeout={statement} -c client_connection_check_interval=1000 "
                    + $"-c idle_in_transaction_session_timeout={statement / 2}"),
            },
        };
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Connections are opened asynchronously."), RequirePrimary);
        return builder.Build();
    }

    /// <summary>
    /// Refuses a standby, which answers from the past. Npgsql's own choice among hosts waits for ever on a connection
    /// that does not answer while it asks.
    /// </summary>
    private static async Task RequirePrimary(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
        if ((bool)(await command.ExecuteScalarAsync())!)
            throw new IOException($"{connection.Host}:{connection.Port} is a standby, which takes no writes.");
    }
}
