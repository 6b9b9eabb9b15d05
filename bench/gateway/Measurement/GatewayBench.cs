using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>The bench itself: names the machine and the peers, runs the cases, prints them.</summary>
internal static class GatewayBench
{
    private static readonly Peer[] AllPeers =
    [
        new DirectPeer(), new NginxPeer(), new HaproxyPeer(), new NodePeer(), new YarpProxyPeer(), new BareProxyPeer(),
        PlimsollPeer.Here,
    ];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> Run(string[] args)
    {
        if (!BenchOptions.TryRead(args, AllPeers, out var options, out var problem))
        {
            Console.Error.WriteLine(problem);
            return 2;
        }

        Console.WriteLine(Machine());
        var peers = new List<Peer>();
        var versions = new Dictionary<string, string>();
        foreach (var peer in options.Peers)
        {
            versions[peer.Name] = peer.Missing is { } reason ? $"skipped: {reason}" : peer.Version;
            Console.WriteLine($"{peer.Name,-10} {versions[peer.Name]}");
            if (peer.Missing is null)
                peers.Add(peer);
        }

        Console.WriteLine($"medians of {Comparison.Rounds} rounds; ratios and what is added are of one round\n");
        var results = new List<CaseResult>();
        foreach (var bench in BenchCase.All.Where(bench => options.Cases.Contains(bench.Name)))
        {
            results.Add(await Comparison.Run(bench, options, peers));
            CaseTable.Print(results[^1]);
        }

        var flood = options.Cases.Contains(FloodBench.Name) ? await FloodBench.Run(options.Port) : null;
        var overload = options.Cases.Contains(OverloadBench.Name)
            ? await OverloadBench.Run(options.Port, peers.OfType<PlimsollPeer>())
            : null;
        var report = new BenchReport(Machine(), versions, results, flood, overload);
        Save(report);
        return report.IsSound ? 0 : 1;
    }

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name"));
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} CPUs ({model?.Split(':')[1].Trim()}), {memory:0} GiB, "
            + $"{RuntimeInformation.OSDescription}");
    }

    private static void Save(BenchReport report)
    {
        var path = Path.Combine(Repository.Artifacts, "result.json");
        File.WriteAllText(path, JsonSerializer.Serialize(report, Indented));
        Console.WriteLine($"every figure of every round: {Path.GetRelativePath(Repository.Root, path)}");
    }
}
