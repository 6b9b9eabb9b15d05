using System.Globalization;
using System.Text;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Embedded.Files;

namespace Plimsoll.Storage.Tests.Crashes;

/// <summary>
/// The process that is killed: workers that each commit, again and again, two values and an entry that belong together,
/// and tell of each commit once it was acknowledged. Its logs are compacted all the time.
/// </summary>
internal static class CrashedProcess
{
    public const string Command = "commit-until-killed";
    public const int Workers = 16;

    /// <summary>Bounds under which compaction never rests.</summary>
    public static EmbeddedTerms Terms { get; } = new() { CompactAt = 200_000 };

    public static async Task<int> Run(string folder)
    {
        var store = EmbeddedStore.Open(DiskFiles.Make(folder), TimeProvider.System, Terms);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => Work(store, worker))));
        return 0;
    }

    /// <summary>The two values of a worker, as they are.</summary>
    public static async Task<(StoredValue Left, StoredValue Right)> Read(IStore store, int worker)
    {
        var values = await store.Read([$"left/{worker}", $"right/{worker}"], default);
        return (values[0], values[1]);
    }

    public static long NumberIn(StoredValue value) =>
        value.Exists ? long.Parse(Encoding.UTF8.GetString(value.Bytes.Span).Trim(), CultureInfo.InvariantCulture) : 0;

    private static async Task Work(EmbeddedStore store, int worker)
    {
        var output = Console.OpenStandardOutput();
        var (left, right) = await Read(store, worker);
        var version = left.Version;
        for (var number = NumberIn(left) + 1; ; number++)
        {
            // Values of any length, so that frames end anywhere in a sector.
            var text = number.ToString(CultureInfo.InvariantCulture).PadLeft(20 + (int)(number % 700));
            var bytes = Encoding.UTF8.GetBytes(text);
            var batch = new StoreBatch(
                [StoreChange.Put(left.Key, version, bytes), StoreChange.Put(right.Key, version, bytes)],
                [EntryOf(worker, number)]);
            if (await store.Commit(batch, default) is not CommitResult.Committed { IsNew: [true] } made)
                throw new InvalidOperationException($"Worker {worker} could not commit {number}.");
            version = made.Version;
            output.Write(Encoding.ASCII.GetBytes($"{worker} {number} .\n"));
        }
    }

    private static LedgerEntry EntryOf(int worker, long number) => new()
    {
        Request = new UInt128((ulong)worker + 1, (ulong)number),
        At = Instant.FromUnixSeconds(number),
        Scope = ScopeName.Parse($"acme/{worker}"),
        Class = "large",
        Pool = "east",
        Plan = "max",
        Usage = new TokenUsage(new Tokens(1), default, default, default),
    };
}
