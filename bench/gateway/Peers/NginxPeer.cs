using System.Diagnostics;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>nginx from Debian with a request limit per key.</summary>
internal sealed class NginxPeer() : Peer("nginx")
{
    private const string Program = "debian/usr/sbin/nginx";

    public override string? Missing => MissingFile(Program);

    public override string Version => FirstLine(new ProcessStartInfo(Fetched(Program), ["-v"]));

    public override ProcessStartInfo Start(PeerPlace place) => new(
        Fetched(Program),
        ["-p", place.Folder, "-c", Configure("nginx.conf", place), "-e", "error.log", "-g", "daemon off;"]);
}
