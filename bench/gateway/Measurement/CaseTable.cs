using System.Globalization;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>Prints a case: medians, ratios to nginx, what is added to the latency of asking the mock.</summary>
internal static class CaseTable
{
    private const string Baseline = "nginx";
    private const string Direct = "direct";

    private static readonly string[] WholeColumns =
        ["req/s", "of nginx", "CPU us/req", "of nginx", "RSS MB", "peak MB", "p50 us", "added", "p99 us", "added"];

    private static readonly string[] StreamColumns =
    [
        "chunks/s", "of nginx", "CPU us/chunk", "of nginx", "RSS MB", "peak MB",
        "first p50 us", "added", "first p99 us", "added", "chunk p50 us", "chunk p99 us",
    ];

    public static void Print(CaseResult result)
    {
        var isStreamed = result.Case.Chunks > 0;
        Console.WriteLine($"{result.Case.Name}: {result.Case.Title}");
        Console.WriteLine(Row("", isStreamed ? StreamColumns : WholeColumns));
        foreach (var peer in result.Peers)
        {
            Console.WriteLine(peer.Errors.Any()
                ? $"{peer.Peer,-10} void: {string.Join("; ", peer.Errors)}"
                : Row(peer.Peer, [.. Cells(peer, isStreamed, Of(Direct, result), Of(Baseline, result))]));
        }

        Console.WriteLine();
    }

    private static PeerResult? Of(string name, CaseResult result) =>
        result.Peers.FirstOrDefault(peer => peer.Peer == name && !peer.Errors.Any());

    private static IEnumerable<string> Cells(PeerResult peer, bool isStreamed, PeerResult? direct, PeerResult? baseline)
    {
        Func<Sample, double> rate = isStreamed ? s => s.ChunksPerSecond : s => s.AnswersPerSecond;
        Func<Sample, double> cpu = isStreamed ? s => s.CpuMicrosPerChunk : s => s.CpuMicrosPerAnswer;
        Func<Sample, double> half = isStreamed ? s => s.Load.FirstByte.P50 : s => s.Load.Latency.P50;
        Func<Sample, double> slow = isStreamed ? s => s.Load.FirstByte.P99 : s => s.Load.Latency.P99;
        var isBehind = peer.Peer != Direct;
        yield return Whole(peer.Median(rate));
        yield return baseline is null ? "" : Ratio(peer.Ratio(baseline, rate));
        yield return isBehind ? Figure(peer.Median(cpu)) : "";
        yield return isBehind && baseline is not null ? Ratio(peer.Ratio(baseline, cpu)) : "";
        yield return isBehind ? Whole(peer.Median(s => s.ResidentMb)) : "";
        yield return isBehind ? Whole(peer.Median(s => s.PeakMb)) : "";
        foreach (var latency in new[] { half, slow })
        {
            yield return Whole(peer.Median(latency));
            yield return isBehind && direct is not null ? Whole(peer.Added(direct, latency)) : "";
        }

        if (!isStreamed)
            yield break;
        yield return Whole(peer.Median(s => s.Load.Transit.P50));
        yield return Whole(peer.Median(s => s.Load.Transit.P99));
    }

    private static string Row(string name, params string[] cells) =>
        $"{name,-10}" + string.Concat(cells.Select(cell => cell.PadLeft(13)));

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Figure(double value) =>
        value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.00x", CultureInfo.InvariantCulture);
}
