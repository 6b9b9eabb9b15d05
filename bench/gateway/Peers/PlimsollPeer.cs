using System.Diagnostics;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Bench.Gateway.Peers;

/// <summary>
/// <c>plimsoll serve</c> as users start it, with keys, limits, metering and headers on. Its keys have a plan, in
/// organizations with a tier and workspaces with a limit set.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="program">The command line.</param>
internal sealed class PlimsollPeer(string name, string program) : Peer(name)
{
    private const int Organizations = 4;
    private const int UsersEach = 4;

    /// <summary>Day of the policy in the scenario of the bench.</summary>
    private const string Day = "2026-12-31";

    private static readonly string KeyFilePath = Path.Combine(Repository.Artifacts, "keys.json");

    /// <summary>Keys that the gateway knows; other peers are sent them and do not look.</summary>
    public static IReadOnlyList<string> Keys { get; } = MakeKeys();

    /// <summary>The command line that was built with the bench.</summary>
    public static PlimsollPeer Here { get; } =
        new("plimsoll", Path.Combine(Repository.Root, "artifacts/bin/Plimsoll.Cli/release/Plimsoll.Cli.dll"));

    public override string? Missing => File.Exists(program) ? null : $"{program} is not there";

    public override string Version => $"commit {Commit()}, .NET {Environment.Version}";

    public override ProcessStartInfo Start(PeerPlace place) => new("dotnet",
    [
        program, "serve", Path.Combine(Repository.Root, "bench/gateway/scenario"),
        "--keys", KeyFilePath,
        "--at", Day,
        "--urls", $"http://127.0.0.1:{place.Port}",
        .. place.Options is ["--config", var file]
            ? new[] { "--config", Configure(file, place) }
            : ["--upstream", $"http://127.0.0.1:{place.Upstream}", .. place.Options],
    ])
    {
        // As ./plimsoll starts it.
        Environment = { ["DOTNET_TieredPGO"] = "1" },
    };

    private string Commit() => FirstLine(new ProcessStartInfo(
        "git", ["-C", Path.GetDirectoryName(program)!, "describe", "--always", "--dirty"]));

    private static List<string> MakeKeys()
    {
        var keys = new List<string>();
        var ring = KeyRing.Empty;
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Organizations; i++)
        {
            var organization = $"org-{i}";
            (ring, _) = ring.Add($"{organization}-api", null, "tier-4", "api", now, new KeyPlace(organization));
            for (var j = 0; j < UsersEach; j++)
            {
                var place = new KeyPlace(organization, "bench", $"user-{j}");
                (ring, var key) = ring.Add($"{organization}-{j}", "max-20x", null, "chat", now, place);
                keys.Add(key);
            }

            ring = ring.Limit($"{organization}/bench", ["bench-workspace"]);
        }

        KeyFile.Save(KeyFilePath, ring);
        return keys;
    }
}
