using System.Diagnostics;
using Npgsql;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage;
using Plimsoll.Storage.Postgres;

namespace Plimsoll.Bench.Stores;

/// <summary>
/// Commits of the PostgreSQL store against the barest statements that would do a part of it, in turn, in one run.
/// </summary>
internal sealed class PostgresBench(PostgresStore store, NpgsqlDataSource bare)
{
    private const int Rounds = 5;
    private const int InFlight = 4;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(700);
    private static readonly CancellationToken None = CancellationToken.None;
    private long lastRequest = DateTime.UtcNow.Ticks;
    private int lastKey;

    public static async Task Run(string url)
    {
        var problems = new List<string>();
        if (PostgresAddress.Parse(url, problems) is not { } address)
            throw new ArgumentException(string.Join('\n', problems));
        await using var store = await PostgresStore.Open(address, PostgresPatience.Default, None);
        var host = address.Hosts[0].Split(':');
        await using var bare = NpgsqlDataSource.Create(
            $"Host={host[0]};Port={host[1]};Database={address.Database};Username={address.User};"
            + $"Password={address.Password};Max Auto Prepare=8;Auto Prepare Min Usages=2");
        await using (var make = bare.CreateCommand("""
            DROP TABLE IF EXISTS plimsoll_bench_value, plimsoll_bench_entry;
            CREATE TABLE plimsoll_bench_value (key text PRIMARY KEY, version bigint, bytes bytea);
            CREATE TABLE plimsoll_bench_entry (request uuid, at bigint, scope text, input bigint, output bigint);
            """))
            await make.ExecuteNonQueryAsync();
        var bench = new PostgresBench(store, bare);
        await bench.Print();
        await using var drop = bare.CreateCommand("DROP TABLE plimsoll_bench_value, plimsoll_bench_entry");
        await drop.ExecuteNonQueryAsync();
    }

    private async Task Print()
    {
        await Compare("values: one of 512 bytes, set if its version is as expected", 1, "commits/s",
            ("UPDATE by key and version, and nothing else", BareUpdates),
            ("the store: one value", () => Values(1)),
            ("the store: three values and their lease", () => Values(4)));
        foreach (var size in new[] { 1, 10, 100, 1000 })
        {
            await Compare($"ledger: {size} entries a commit", size, "entries/s",
                ("INSERT of arrays, without index or knowing requests", () => BareInserts(size)),
                ("the store", () => Entries(size)));
        }
    }

    private static async Task Compare(
        string title, int each, string unit, params (string Name, Func<Func<Task>> Worker)[] cases)
    {
        var rates = cases.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                var rate = await Rate(cases[i].Worker) * each;
                // The first round warms up.
                if (round > 0)
                    rates[i].Add(rate);
            }
        }

        Console.WriteLine($"{title,-66} {"ratio",6} {unit,11}");
        var medians = rates.Select(r => r.Order().ElementAt(Rounds / 2)).ToArray();
        for (var i = 0; i < cases.Length; i++)
            Console.WriteLine($"  {cases[i].Name,-64} {medians[i] / medians[0],6:0.00} {medians[i],11:N0}");
        Console.WriteLine($"  medians of {Rounds} rounds of {Length.TotalSeconds:0.0} s, {InFlight} in flight\n");
    }

    /// <summary>How many times a second several workers do their work.</summary>
    private static async Task<double> Rate(Func<Func<Task>> worker)
    {
        var begin = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            var (work, count) = (worker(), 0);
            for (; Stopwatch.GetElapsedTime(begin) < Length; count++)
                await work();
            return count;
        })));
        return done.Sum() / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private Func<Task> BareUpdates()
    {
        var (key, version, bytes) = ($"bench/{Interlocked.Increment(ref lastKey)}", 0L, new byte[512]);
        return async () =>
        {
            await using var command = bare.CreateCommand(version == 0
                ? "INSERT INTO plimsoll_bench_value VALUES ($1, $2 + 1, $3)"
                : "UPDATE plimsoll_bench_value SET version = $2 + 1, bytes = $3 WHERE key = $1 AND version = $2");
            command.Parameters.AddRange(
                new NpgsqlParameter[] { new() { Value = key }, new() { Value = version++ }, new() { Value = bytes } });
            await command.ExecuteNonQueryAsync();
        };
    }

    private Func<Task> BareInserts(int size) => async () =>
    {
        await using var command = bare.CreateCommand(
            "INSERT INTO plimsoll_bench_entry SELECT * FROM unnest($1, $2, $3, $4, $5)");
        var entries = Made(size);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = entries.Select(_ => Guid.NewGuid()).ToArray() },
            new() { Value = entries.Select(e => e.At.UnixNanoseconds).ToArray() },
            new() { Value = entries.Select(e => e.Scope.Text).ToArray() },
            new() { Value = entries.Select(e => e.Usage.Input.Value).ToArray() },
            new() { Value = entries.Select(e => e.Usage.Output.Value).ToArray() },
        });
        await command.ExecuteNonQueryAsync();
    };

    private Func<Task> Values(int count)
    {
        var keys = Enumerable.Range(0, count)
            .Select(_ => $"bench/{Interlocked.Increment(ref lastKey)}-{Guid.NewGuid()}").ToArray();
        var (version, bytes) = (0L, new byte[512]);
        return async () =>
        {
            var batch = StoreBatch.Of([.. keys.Select(key => StoreChange.Put(key, version, bytes))]);
            version = ((CommitResult.Committed)await store.Commit(batch, None)).Version;
        };
    }

    private Func<Task> Entries(int size) => async () => await store.Commit(StoreBatch.Of([.. Made(size)]), None);

    private LedgerEntry[] Made(int size)
    {
        var first = Interlocked.Add(ref lastRequest, size);
        return [.. Enumerable.Range(0, size).Select(i => new LedgerEntry
        {
            Request = (UInt128)(first + i),
            At = Instant.FromUnixSeconds(1_780_000_000 + (i % 3600)),
            Scope = ScopeName.Parse("acme/anna"),
            Class = "opus",
            Pool = "east",
            Plan = "pro",
            Usage = new TokenUsage(new Tokens(1000), default, new Tokens(500), new Tokens(250)),
        })];
    }
}
