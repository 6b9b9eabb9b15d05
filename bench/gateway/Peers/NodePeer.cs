using System.Diagnostics;
using System.Text.Json;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>A gateway for language models from npm, started as its documentation says. It has no limits.</summary>
internal sealed class NodePeer() : Peer("portkey")
{
    private const string Package = "node/node_modules/@portkey-ai/gateway/";

    public override string? Missing => MissingFile(Package + "build/start-server.js");

    public override string Version
    {
        get
        {
            using var package = JsonDocument.Parse(File.ReadAllText(Fetched(Package + "package.json")));
            return $"@portkey-ai/gateway {package.RootElement.GetProperty("version")}, Node "
                + FirstLine(new ProcessStartInfo("node", ["--version"]));
        }
    }

    public override string Headers(PeerPlace place, bool isOpenAi) =>
        $"x-portkey-provider: {(isOpenAi ? "openai" : "anthropic")}\r\n"
        + $"x-portkey-custom-host: http://127.0.0.1:{place.Upstream}/v1\r\n";

    public override ProcessStartInfo Start(PeerPlace place)
    {
        var start = new ProcessStartInfo(
            "node", [Fetched(Package + "build/start-server.js"), "--headless", $"--port={place.Port}"]);
        start.Environment["NODE_ENV"] = "production";
        return start;
    }
}
