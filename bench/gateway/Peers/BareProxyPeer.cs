using System.Diagnostics;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary><see cref="BareProxy"/> in a process of its own.</summary>
internal sealed class BareProxyPeer() : Peer("bare")
{
    public override string? Missing => null;

    public override string Version => $"Kestrel and HttpClient, .NET {Environment.Version}";

    public override ProcessStartInfo Start(PeerPlace place) =>
        Repository.Self("proxy", $"{place.Port}", $"{place.Upstream}");
}
