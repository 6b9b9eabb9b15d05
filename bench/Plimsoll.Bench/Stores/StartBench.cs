using System.Diagnostics;
using System.Globalization;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;

namespace Plimsoll.Bench.Stores;

/// <summary>An embedded store of a million accounts: how long a start takes, and whether compaction is felt.</summary>
internal static class StartBench
{
    private const int Accounts = 1_000_000;
    private const int ABatch = 10_000;

    public static async Task Run(string folder)
    {
        await using (var store = EmbeddedStore.Open(folder, TimeProvider.System))
        {
            for (var first = 0; first < Accounts; first += ABatch)
            {
                StoreChange[] changes = [.. Enumerable.Range(first, ABatch).Select(Change)];
                await store.Commit(StoreBatch.Of([.. changes]), default);
            }

            await store.Compact(default);
        }

        Console.WriteLine($"{Accounts:n0} accounts of 300 bytes, {Size(folder):n0} bytes on disk");
        var before = Memory();
        var clock = Stopwatch.StartNew();
        await using (var store = EmbeddedStore.Open(folder, TimeProvider.System))
        {
            Console.WriteLine($"open: {clock.Elapsed.TotalSeconds:0.00} s");
            Console.WriteLine($"memory: {(Memory() - before) / Accounts} bytes an account");
            clock.Restart();
            long bytes = 0;
            await foreach (var value in store.ReadAll("", default))
                bytes += value.Bytes.Length;
            Console.WriteLine($"read all in order: {clock.Elapsed.TotalSeconds:0.00} s ({bytes:n0} bytes)");
            await Stall("commits, nothing else going on", store, 0, Task.Delay(2000));
            clock.Restart();
            await Stall("commits while all is compacted", store, Accounts, store.Compact(default));
            Console.WriteLine($"compaction: {clock.Elapsed.TotalSeconds:0.00} s");
        }

        clock.Restart();
        await using (EmbeddedStore.Open(folder, TimeProvider.System))
            Console.WriteLine($"open again: {clock.Elapsed.TotalSeconds:0.00} s");
    }

    private static async Task Stall(string what, EmbeddedStore store, int firstAccount, Task until)
    {
        var settler = new EmbeddedSettler(store);
        var times = new List<double>();
        while (!until.IsCompleted)
        {
            var start = Stopwatch.GetTimestamp();
            await settler.Settle(firstAccount + times.Count, Random.Shared.NextInt64());
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await until;
        times.Sort();
        Console.WriteLine($"{what}: {times.Count:n0} one by one; p50 {times[times.Count / 2]:0.00} ms, "
            + $"p99 {times[times.Count * 99 / 100]:0.00} ms, longest {times[^1]:0.00} ms");
    }

    private static StoreChange Change(int account)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"scope/organization-{account / 100}/user-{account}");
        return StoreChange.Put(key, 0, new byte[300]);
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
}
