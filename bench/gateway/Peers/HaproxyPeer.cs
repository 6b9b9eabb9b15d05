using System.Diagnostics;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>HAProxy from Debian with a request limit per key.</summary>
internal sealed class HaproxyPeer() : Peer("haproxy")
{
    private const string Program = "debian/usr/sbin/haproxy";

    public override string? Missing => MissingFile(Program);

    public override string Version => FirstLine(Run("-v"));

    public override ProcessStartInfo Start(PeerPlace place) => Run("-db", "-f", Configure("haproxy.cfg", place));

    private static ProcessStartInfo Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Fetched(Program), arguments);
        start.Environment["LD_LIBRARY_PATH"] =
            string.Join(':', Directory.GetDirectories(Fetched("debian/usr/lib"), "*-linux-gnu"));
        return start;
    }
}
