using System.Diagnostics;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>Nothing in between: what latencies are compared with.</summary>
internal sealed class DirectPeer() : Peer("direct")
{
    public override string? Missing => null;

    public override string Version => "the mock itself";

    public override ProcessStartInfo? Start(PeerPlace place) => null;
}
