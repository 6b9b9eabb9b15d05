using System.Globalization;
using Plimsoll.Bench.Gateway.Load;
using Plimsoll.Bench.Gateway.Mock;
using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>
/// Loads up to three times what the upstream can do, by eight tenants of whom one asks ten times as often: how much is
/// answered in time, how soon the rest is refused, and who gets what.
/// </summary>
internal static class OverloadBench
{
    public const string Name = "overload";

    private const int Slots = 32; // as in overload.yaml
    private const double MsPerToken = 1;
    private const double MeanTokens = 97; // of what is asked for, less the mean of what the mock leaves out
    private const double Unwritten = 3;
    private const int PromptBytes = 200;
    private const double GreedyTimes = 10;
    private const double DeadlineMs = 1000;
    private const double WarmUp = 1.5;
    private const double Seconds = 4;
    private const double Capacity = Slots * 1000 / (MeanTokens * MsPerToken);

    private static readonly int[] MaxTokens = [50, 150, 50, 150, 50, 150, 100, 100]; // the last is greedy
    private static readonly double[] Multiples = [0.5, 1, 1.5, 2, 3];

    /// <param name="port">First of the ports that are used.</param>
    /// <param name="gateways">Builds of the gateway; the mock alone is measured first.</param>
    public static async Task<IReadOnlyList<OverloadResult>> Run(int port, IEnumerable<PlimsollPeer> gateways)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: upstream of {Slots} slots, {Capacity:0} req/s; {MaxTokens.Length} tenants, one asks "
            + $"{GreedyTimes:0} times as often; good: within {DeadlineMs / 1000:0.#} s"));
        Console.WriteLine(Row("", "load", "offered/s", "good/s", "of peak", "late/s", "refused/s", "refused p50 us",
            "p99 us", "jain", "least", "most"));
        var results = await Run(new DirectPeer(), port, [1, 3]);
        foreach (var gateway in gateways)
            results.AddRange(await Run(gateway, port, Multiples, "--config", "overload.yaml"));
        Console.WriteLine();
        return results;
    }

    private static async Task<List<OverloadResult>> Run(
        Peer peer, int port, double[] multiples, params string[] options)
    {
        var plan = new MockPlan { Port = port, Slots = Slots, MsPerToken = MsPerToken };
        using var mock = await MockProcess.Start(plan);
        using var running = await RunningPeer.Start(peer, port + 1, port, options);
        var results = new List<OverloadResult>();
        foreach (var multiple in multiples)
        {
            var load = Load(running.Port, multiple);
            var sample = await LoadProcess.Run(load, running.Process?.Id);
            results.Add(new OverloadResult(peer.Name, multiple, sample.Load, Fairness(load, sample.Load)));
            Print(results);
        }

        return results;
    }

    private static LoadPlan Load(int port, double multiple)
    {
        var each = multiple * Capacity / (MaxTokens.Length - 1 + GreedyTimes);
        return new LoadPlan
        {
            Port = port,
            Kind = LoadKind.Open,
            Tenants =
            [
                .. MaxTokens.Select((tokens, i) => new Tenant(
                    PlimsollPeer.Keys[i], tokens, i == MaxTokens.Length - 1 ? each * GreedyTimes : each)),
            ],
            PromptBytes = PromptBytes,
            WarmUp = WarmUp,
            Seconds = Seconds,
            DeadlineMs = DeadlineMs,
        };
    }

    private static FairnessIndex Fairness(LoadPlan plan, LoadReport load) => FairnessIndex.Of(
        [.. plan.Tenants.Zip(load.Tenants, (tenant, report) =>
            Tenant.VirtualTokens(report.Offered, PromptBytes, report.Offered * (tenant.MaxTokens - Unwritten)))],
        [.. load.Tenants.Select(report => report.VirtualTokens)]);

    private static void Print(List<OverloadResult> results)
    {
        var result = results[^1];
        var refusal = Quantiles.Of([.. result.Load.Tenants.Where(t => t.Refused > 0).Select(t => (int)t.Refusal.P50)]);
        var slowest = result.Load.Tenants.Max(tenant => tenant.Refusal.P99);
        Console.WriteLine(Row(
            result.Peer,
            Text(result.Multiple, "0.0x"),
            Text(result.OfferedPerSecond, "0"),
            Text(result.GoodPerSecond, "0"),
            Text(result.GoodPerSecond / results.Max(other => other.GoodPerSecond), "0.00"),
            Text(result.LatePerSecond, "0"),
            Text(result.RefusedPerSecond, "0"),
            Text(refusal.P50, "N0"),
            Text(slowest, "N0"),
            Text(result.Fairness.Jain, "0.00"),
            Text(result.Fairness.Least, "0.00"),
            Text(result.Fairness.Most, "0.00")));
        foreach (var (reason, count) in result.Load.Errors)
            Console.WriteLine($"  void: {count} × {reason}");
    }

    private static string Row(string name, params string[] cells) =>
        $"{name,-10}" + string.Concat(cells.Select(cell => cell.PadLeft(11)));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
