using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Plimsoll.Storage.Postgres;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>
/// A server of its own, in a temporary folder and on a free port of loopback, gone when it is disposed of.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string User = "plimsoll";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly PostgresProgram program;
    private readonly string folder;
    private int databases;

    private PostgresServer(PostgresProgram program, Action<PostgresServer> fill)
    {
        this.program = program;
        folder = Directory.CreateTempSubdirectory("plimsoll-postgres-").FullName;
        program.Give(folder);
        Port = FreePort();
        fill(this);
        Start();
    }

    /// <summary>Its port on loopback.</summary>
    public int Port { get; }

    private string Data => Path.Combine(folder, "data");

    /// <summary>Starts a server, or skips the test where there is none.</summary>
    public static PostgresServer StartOrSkip()
    {
        var program = PostgresProgram.Find(out var reason);
        Assert.SkipWhen(program is null, reason);
        return new PostgresServer(program!, server => program!.Call(
            "initdb", "-D", server.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
    }

    /// <summary>Starts a standby, without which no commit of this server is told from then on.</summary>
    public async Task<PostgresServer> StartStandby()
    {
        var standby = new PostgresServer(program, server => program.Call(
            "pg_basebackup", "-D", server.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync",
            "-h", "127.0.0.1", "-U", User, "-p", Port.ToString(CultureInfo.InvariantCulture)));
        await Execute("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await Execute("postgres", "SELECT pg_reload_conf()");
        while (await Ask<long>("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 0)
            await Task.Yield();
        return standby;
    }

    /// <summary>Makes a standby the primary.</summary>
    public void Promote() => program.Call("pg_ctl", "-D", Data, "-w", "promote");

    /// <summary>Makes an empty database.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await Execute("postgres", $"CREATE DATABASE {name} TEMPLATE template0");
        return name;
    }

    /// <summary>How to reach a database, directly or through what stands in between.</summary>
    public PostgresAddress Address(string database, int? port = null) => new()
    {
        Hosts = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port ?? Port}")],
        Database = database,
        User = User,
        SslMode = "disable",
    };

    /// <summary>Runs a statement past the store.</summary>
    public async Task Execute(string database, string statement)
    {
        await using var source = Source(database);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks for one value past the store.</summary>
    public async Task<T> Ask<T>(string database, string statement)
    {
        await using var source = Source(database);
        await using var command = source.CreateCommand(statement);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Ends it as a failing machine would, and starts it again on what its log holds.</summary>
    public void KillAndStart()
    {
        Kill();
        // Sessions notice within moments that their parent is gone; until then they hold the memory of the old one.
        var began = Stopwatch.GetTimestamp();
        while (!TryStart())
            Assert.True(Stopwatch.GetElapsedTime(began) < Longest, "The server did not start again.");
    }

    /// <summary>Ends it as a failing machine would.</summary>
    public void Kill()
    {
        var pid = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Kills a session of a database, which makes the server end all and recover from its log.</summary>
    public async Task CrashSession(string database)
    {
        var pid = await Ask<int>("postgres", $"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' LIMIT 1");
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Ends it as an upgrade would, cutting every session, and starts it again.</summary>
    public void Restart()
    {
        program.Call("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        Start();
    }

    public void Dispose()
    {
        program.Try("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private void Start() => Assert.True(TryStart(), "The server did not start.");

    private bool TryStart()
    {
        var options = string.Create(CultureInfo.InvariantCulture,
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c shared_buffers=32MB");
        return program.Try(
            "pg_ctl", "-D", Data, "-w", "-o", options, "-l", Path.Combine(folder, "log"), "start").Exit == 0;
    }

    private NpgsqlDataSource Source(string database) => NpgsqlDataSource.Create(
        $"Host=127.0.0.1;Port={Port};Username={User};Database={database};Pooling=false");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
