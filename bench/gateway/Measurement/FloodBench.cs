using System.Globalization;
using System.Text.Json;
using Plimsoll.Bench.Gateway.Load;
using Plimsoll.Bench.Gateway.Mock;
using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>
/// Ten thousand slow streams at the same time: how much memory they take, and whether what is charged is what was
/// produced, to the token.
/// </summary>
internal static class FloodBench
{
    public const string Name = "flood";

    private const int Streams = 10_000;
    private const int SpareFiles = 400; // of the gateway, beside two connections for each stream
    private const int Chunks = 45;
    private const int EveryMs = 1000;
    private const double RampSeconds = 10;
    private const int MaxTokens = 1000;
    private const double GoalMb = 1000;

    // As the scenario of the bench has it.
    private const decimal CreditsPerInput = 1, CreditsPerOutput = 5;

    public static async Task<FloodResult> Run(int port)
    {
        var streams = Math.Min(Streams, (OpenFiles() - SpareFiles) / 2);
        var log = Path.Combine(Repository.Artifacts, "limits.jsonl");
        File.Delete(log);
        using var mock = await MockProcess.Start(new MockPlan { Port = port, Chunks = Chunks, EveryMs = EveryMs });
        Sample sample;
        (decimal Used, decimal Reserved) credits;
        using (var gateway = await RunningPeer.Start(PlimsollPeer.Here, port + 1, port, "--record", log))
        {
            sample = await LoadProcess.Run(Plan(gateway.Port, streams), gateway.Process!.Id);
            credits = await Credits(gateway.Port);
            await Written(log, streams);
        }

        var made = await MockProcess.Totals(port);
        var expected = (made.Input * CreditsPerInput) + (made.Output * CreditsPerOutput);
        var result = new FloodResult(
            streams, sample, made, Recorded(log), credits.Used, expected, credits.Reserved);
        Print(result);
        return result;
    }

    private static LoadPlan Plan(int port, int streams) => new()
    {
        Port = port,
        Kind = LoadKind.Flood,
        Tenants = [.. PlimsollPeer.Keys.Select((key, i) => new Tenant(key, MaxTokens + i))],
        PromptBytes = 200,
        Chunks = Chunks,
        Connections = streams,
        WarmUp = RampSeconds,
    };

    private static int OpenFiles()
    {
        var line = File.ReadLines("/proc/self/limits")
            .First(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return int.TryParse(hard, out var files) ? files : int.MaxValue;
    }

    /// <summary>The log is written behind: waits until every settlement is in it.</summary>
    private static async Task Written(string log, int streams)
    {
        for (var tries = 0; tries < 100 && Recorded(log).Answers < streams; tries++)
            await Task.Delay(100);
    }

    private static TokenTotals Recorded(string log)
    {
        var sum = default(TokenTotals);
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            if (!line.Contains("\"request_settled\"", StringComparison.Ordinal))
                continue;
            using var entry = JsonDocument.Parse(line);
            var usage = entry.RootElement.GetProperty("usage");
            var (input, output) = (Tokens(usage, "input"), Tokens(usage, "output"));
            sum = new TokenTotals(sum.Answers + 1, sum.Input + input, sum.Output + output);
        }

        return sum;
    }

    private static long Tokens(JsonElement usage, string kind) =>
        usage.TryGetProperty(kind, out var tokens) ? tokens.GetInt64() : 0;

    /// <summary>What is used and reserved of the sessions of all users.</summary>
    private static async Task<(decimal Used, decimal Reserved)> Credits(int port)
    {
        using var client = new HttpClient();
        var (used, reserved) = (0m, 0m);
        foreach (var key in PlimsollPeer.Keys)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/v1/usage");
            request.Headers.Add("x-api-key", key);
            using var reply = await client.SendAsync(request);
            using var usage = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
            var session = usage.RootElement.GetProperty("limits").EnumerateArray()
                .Single(limit => limit.GetProperty("name").GetString() == "session");
            used += session.GetProperty("used").GetDecimal();
            reserved += session.GetProperty("reserved").GetDecimal();
        }

        return (used, reserved);
    }

    private static void Print(FloodResult result)
    {
        var (sample, culture) = (result.Sample, CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(
            culture, $"{Name}: {result.Streams:N0} streams at the same time, a chunk a second"));
        foreach (var (reason, count) in sample.Load.Errors)
            Console.WriteLine($"  void: {count} × {reason}");
        if (result.Streams < Streams)
        {
            Console.WriteLine(string.Create(
                culture, $"  fewer than {Streams:N0}: each takes two of {OpenFiles():N0} open files"));
        }

        Console.WriteLine(string.Create(
            culture,
            $"  RSS {sample.ResidentMb:N0} MB, peak {sample.PeakMb:N0} MB (goal {GoalMb:N0}); "
            + $"CPU {sample.CpuMicrosPerChunk:0.0} us/chunk; chunk p50 {sample.Load.Transit.P50:N0} us, "
            + $"p99 {sample.Load.Transit.P99:N0} us"));
        Console.WriteLine(string.Create(
            culture,
            $"  produced {result.Produced.Answers:N0} answers, {result.Produced.Input:N0} input, "
            + $"{result.Produced.Output:N0} output"));
        Console.WriteLine(string.Create(
            culture,
            $"  charged  {result.Recorded.Answers:N0} answers, {result.Recorded.Input:N0} input, "
            + $"{result.Recorded.Output:N0} output; {result.Credits:N0} of {result.ExpectedCredits:N0} credits, "
            + $"{result.Reserved:N0} still held: {(result.IsExact ? "exact" : "DIFFERENT")}"));
        Console.WriteLine();
    }
}
