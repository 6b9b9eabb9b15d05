using System.Diagnostics;
using System.Globalization;
using Plimsoll.Limits.Ledger;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Embedded.Files;

namespace Plimsoll.Storage.Tests.Crashes;

/// <summary>Starts a process that commits, kills it at a random moment, and looks at what it left.</summary>
internal sealed class CrashCycles(string folder, int seed)
{
    private readonly Random random = new(seed);
    private readonly long[] acknowledged = new long[CrashedProcess.Workers];

    /// <summary>Commits acknowledged, by all processes together.</summary>
    public long Acknowledged => acknowledged.Sum();

    /// <summary>Most bytes of logs that a start had to read.</summary>
    public long MostLogBytes { get; private set; }

    /// <summary>One process; sometimes another finds what it left, and not this one.</summary>
    public async Task Run(bool last)
    {
        await KillOne();
        if (last || random.Next(3) > 0)
            await Check(last || random.Next(5) == 0);
    }

    private async Task KillOne()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { CrashedProcess.Command, folder },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        // A few are killed while they start, most after some commits.
        var after = random.Next(20) == 0 ? 0 : random.Next(1, 3000);
        var errors = process.StandardError.ReadToEndAsync();
        var isKilled = after == 0;
        if (isKilled)
            process.Kill();
        for (var count = 1; await process.StandardOutput.ReadLineAsync() is { } line; count++)
        {
            // The process dies somewhere in the middle of a line.
            if (line.Split(' ') is [var worker, var number, "."])
                Acknowledge(worker, number);
            if (count != after)
                continue;
            process.Kill();
            isKilled = true;
        }

        await process.WaitForExitAsync();
        if (!isKilled)
            throw new InvalidOperationException($"The process ended by itself: {await errors}");
    }

    private void Acknowledge(string worker, string number)
    {
        var of = int.Parse(worker, CultureInfo.InvariantCulture);
        acknowledged[of] = Math.Max(acknowledged[of], long.Parse(number, CultureInfo.InvariantCulture));
    }

    private async Task Check(bool thoroughly)
    {
        var files = new DiskFiles(folder);
        MostLogBytes = Math.Max(MostLogBytes, files.List()
            .Where(name => name.StartsWith(FileNames.Log, StringComparison.Ordinal))
            .Sum(name => new FileInfo(Path.Combine(folder, name)).Length));
        await using var store = EmbeddedStore.Open(files, TimeProvider.System, CrashedProcess.Terms);
        long total = 0;
        for (var worker = 0; worker < CrashedProcess.Workers; worker++)
        {
            var (left, right) = await CrashedProcess.Read(store, worker);
            var number = CrashedProcess.NumberIn(left);
            if (left.Version != right.Version || !left.Bytes.Span.SequenceEqual(right.Bytes.Span))
                throw new InvalidOperationException($"Worker {worker}: a commit is there in half.");
            // Each has at most one commit that it was not told of, in each process that nobody looked after.
            if (number < acknowledged[worker])
                throw new InvalidOperationException($"Worker {worker}: {acknowledged[worker]} told, {number} there.");
            acknowledged[worker] = number;
            total += number;
        }

        var requests = 0L;
        await foreach (var sum in store.ReadUsage(LedgerPeriod.Ever, default))
            requests += sum.Requests;
        if (requests != total)
            throw new InvalidOperationException($"{total} commits are there, and sums of {requests} requests.");
        if (thoroughly)
            await CheckEntries(store, total);
    }

    private async Task CheckEntries(EmbeddedStore store, long total)
    {
        var seen = new HashSet<UInt128>();
        await foreach (var entry in store.ReadEntries(LedgerPeriod.Ever, default))
        {
            var (worker, number) = ((int)(ulong)(entry.Request >> 64) - 1, (long)(entry.Request & ulong.MaxValue));
            if (!seen.Add(entry.Request) || number > acknowledged[worker])
                throw new InvalidOperationException($"Worker {worker}: entry {number} is there twice, or wrong.");
        }

        if (seen.Count != total)
            throw new InvalidOperationException($"{total} commits are there, and {seen.Count} entries.");
    }
}
