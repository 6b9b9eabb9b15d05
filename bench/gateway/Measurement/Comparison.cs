using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>Runs a case through all peers, round by round, so that what slows the machine slows all of them.</summary>
internal static class Comparison
{
    public const int Rounds = 3;
    private const double FirstWarmUp = 12; // before any round: until what compiles has compiled
    private const double WarmUp = 0.7;
    private const double PacedWarmUp = 2.2; // longer than a stream, so that streams begin and end all the time
    private const double Seconds = 2;

    public static async Task<CaseResult> Run(BenchCase bench, BenchOptions options, IReadOnlyList<Peer> peers)
    {
        var port = options.Port;
        using var mock = await MockProcess.Start(bench.Mock(port));
        var running = new List<RunningPeer>();
        try
        {
            for (var i = 0; i < peers.Count; i++)
                running.Add(await RunningPeer.Start(peers[i], port + 1 + i, port));
            var results = running.ConvertAll(peer => new PeerResult(peer.Peer.Name, []));
            foreach (var peer in running)
                await Measure(bench, options, peer, FirstWarmUp, 0);
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < running.Count; i++)
                {
                    var warmUp = bench.IsPaced ? PacedWarmUp : WarmUp;
                    results[i].Samples.Add(await Measure(bench, options, running[i], warmUp, Seconds));
                }
            }

            return new CaseResult(bench, results);
        }
        finally
        {
            running.ForEach(peer => peer.Dispose());
        }
    }

    private static Task<Sample> Measure(
        BenchCase bench, BenchOptions options, RunningPeer peer, double warmUp, double seconds)
    {
        var headers = peer.Peer.Headers(peer.Place, options.IsOpenAi);
        return LoadProcess.Run(
            bench.Load(peer.Port, headers, options.IsOpenAi, warmUp, seconds), peer.Process?.Id);
    }
}
