namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>Where a peer runs.</summary>
/// <param name="Port">Port that it listens on.</param>
/// <param name="Upstream">Port of the mock.</param>
/// <param name="Folder">Folder for its files, which exists.</param>
/// <param name="Options">Further options of the gateway; other peers have none.</param>
internal sealed record PeerPlace(int Port, int Upstream, string Folder, IReadOnlyList<string> Options);
