using System.Diagnostics;
using Yarp.ReverseProxy.Forwarder;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary><see cref="YarpProxy"/> in a process of its own.</summary>
internal sealed class YarpProxyPeer() : Peer("yarp")
{
    public override string? Missing => null;

    public override string Version =>
        $"Yarp.ReverseProxy {typeof(IHttpForwarder).Assembly.GetName().Version}, .NET {Environment.Version}";

    public override ProcessStartInfo Start(PeerPlace place) =>
        Repository.Self("yarp", $"{place.Port}", $"{place.Upstream}");
}
