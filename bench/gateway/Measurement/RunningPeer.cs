using Plimsoll.Bench.Gateway.Peers;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>A peer that stands before the mock.</summary>
internal sealed record RunningPeer(Peer Peer, PeerPlace Place, ChildProcess? Process) : IDisposable
{
    /// <summary>Port that is asked.</summary>
    public int Port => Process is null ? Place.Upstream : Place.Port;

    /// <param name="peer">What to start.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="upstream">Port of the mock.</param>
    /// <param name="options">Further options of the gateway.</param>
    public static async Task<RunningPeer> Start(Peer peer, int port, int upstream, params string[] options)
    {
        var folder = Path.Combine(Repository.Artifacts, "run", peer.Name);
        var place = new PeerPlace(port, upstream, Directory.CreateDirectory(folder).FullName, options);
        var log = Path.Combine(folder, "output.log");
        return new RunningPeer(
            peer, place, peer.Start(place) is { } start ? await ChildProcess.Serve(start, port, log) : null);
    }

    public void Dispose() => Process?.Dispose();
}
