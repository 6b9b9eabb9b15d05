using System.Diagnostics;
using Plimsoll.Storage.Embedded;

namespace Plimsoll.Bench.Stores;

/// <summary>
/// Durable settlements a second, by how many are in flight: the embedded store, SQLite and Redis in turn, round by
/// round. A settlement is a value of 300 bytes of an account and an entry of the ledger of about 100.
/// </summary>
internal static class StoreBench
{
    private const int Rounds = 3;
    private static readonly int[] inFlights = [1, 32, 256, 2048];
    private static readonly TimeSpan length = TimeSpan.FromMilliseconds(700);

    public static async Task Run()
    {
        var root = Directory.CreateTempSubdirectory("plimsoll-bench-").FullName;
        try
        {
            await Compare(root);
            await StartBench.Run(Path.Combine(root, "start"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task Compare(string root)
    {
        await using var store = EmbeddedStore.Open(Path.Combine(root, "embedded"), TimeProvider.System);
        var subjects = new List<(string Name, ISettler Settler)> { ("embedded store", new EmbeddedSettler(store)) };
        using var rows = SqliteSettler.Open(Path.Combine(root, "rows.db"), asRows: true);
        using var blobs = SqliteSettler.Open(Path.Combine(root, "blobs.db"), asRows: false);
        if (rows is null || blobs is null)
            Console.WriteLine("SQLite is skipped: libsqlite3.so.0 is not installed.");
        else
            subjects.AddRange([("SQLite, a row each, group commit", rows), ("SQLite, a blob a group", blobs)]);
        using var durable = await RedisSettler.Start(Path.Combine(root, "redis"), isDurable: true);
        using var forgetful = await RedisSettler.Start(Path.Combine(root, "redis-memory"), isDurable: false);
        if (durable is null || forgetful is null)
            Console.WriteLine("Redis is skipped: redis-server is not installed.");
        else
            subjects.AddRange([("Redis, EVALSHA, fsync always", durable), ("Redis, EVALSHA, NOT durable", forgetful)]);

        Console.WriteLine("Durable settlements a second, and the ratio to the embedded store");
        Console.WriteLine($"{"in flight",-34}{string.Concat(inFlights.Select(n => $"{n,10}        "))}");
        var rates = subjects.ConvertAll(_ => inFlights.Select(_ => new List<double>()).ToArray());
        for (var round = 0; round < Rounds; round++)
        {
            for (var column = 0; column < inFlights.Length; column++)
            {
                for (var subject = 0; subject < subjects.Count; subject++)
                    rates[subject][column].Add(await Rate(subjects[subject].Settler, inFlights[column]));
            }
        }

        for (var subject = 0; subject < subjects.Count; subject++)
        {
            var cells = rates[subject].Select(Median).Zip(
                rates[0].Select(Median), (rate, ours) => $"{rate,10:n0} {rate / ours,7:0.000}");
            Console.WriteLine($"{subjects[subject].Name,-34}{string.Concat(cells)}");
        }

        Console.WriteLine($"medians of {Rounds} rounds of {length.TotalSeconds} s each\n");
    }

    private static async Task<double> Rate(ISettler settler, int inFlight)
    {
        var clock = Stopwatch.StartNew();
        long settled = 0;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(worker => Task.Run(async () =>
        {
            for (var number = 0; clock.Elapsed < length; number++)
            {
                await settler.Settle(worker, Random.Shared.NextInt64());
                Interlocked.Increment(ref settled);
            }
        })));
        return settled / clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
