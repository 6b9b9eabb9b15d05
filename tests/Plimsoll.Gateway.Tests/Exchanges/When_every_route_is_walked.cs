using System.Net;
using System.Text.RegularExpressions;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Exchanges;

/// <summary>
/// No route leads to a server past the key and the limits. Every route that is documented is stated here, and every
/// path that the gateway knows is documented.
/// </summary>
public partial class When_every_route_is_walked
{
    private const string Prompt = """
        {"model":"claude-sonnet-5","max_tokens":5,"prompt":"Hi","input":"Hi",
         "messages":[{"role":"user","content":"Hi"}]}
        """;

    private static string PromptOf(string path) =>
        path == "/v1/responses" ? """{"model":"claude-sonnet-5","max_output_tokens":5,"input":"Hi"}""" : Prompt;

    /// <summary>Routes that ask a server at once, and are limited.</summary>
    public static TheoryData<string> Limited =>
        ["/v1/messages", "/v1/chat/completions", "/v1/responses", "/v1/completions", "/v1/embeddings"];

    /// <summary>Routes that ask a server for nothing; the gateway's documentation says so.</summary>
    private static readonly string[] free = ["/v1/messages/count_tokens"];

    /// <summary>Routes that ask no server, or only later, by a route that is limited.</summary>
    private static readonly string[] own =
    [
        "/v1/models", "/v1/models/ID", "/v1/messages/batches", "/v1/files", "/v1/batches", "/usage", "/v1/usage",
        "/api/oauth/usage", "/usage/explain", "/usage/overage", "/usage/reset",
    ];

    /// <summary>Routes without a key that ask no server.</summary>
    private static readonly string[] open = ["/healthz", "/readyz", "/metrics"];

    [Fact]
    public void Every_documented_route_is_stated_here_and_every_known_one_is_documented()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Plimsoll.slnx")))
            root = root.Parent!;
        var documents = File.ReadAllText(Path.Combine(root.FullName, "docs/reference/gateway.md"));
        var documented = Documented().Matches(documents).Select(match => match.Groups[1].Value).ToHashSet();
        var routes = File.ReadAllText(Path.Combine(root.FullName, "src/Plimsoll.Gateway/Routes.cs"));
        var known = Literal().Matches(routes.Split("Unknown(HttpRequest")[0]).Select(match => match.Groups[1].Value);

        string[] stated = [.. Limited.Select(row => row.Data), .. free, .. own, .. open];
        Assert.Equal([], documented.Concat(known).Where(IsNoOperators).Except(stated));
        Assert.Equal([], Limited.Select(row => row.Data).Concat(free).Except(documented));

        static bool IsNoOperators(string path) => !path.StartsWith("/admin", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public async Task One_that_is_limited_asks_for_the_key_and_every_limit(string path)
    {
        await using var rig = await GatewayRig.Begin(tier: "tiny", speaks: SpokenDialects.All);
        rig.Use("plm-unknown");
        using var unknown = await rig.Post(path, PromptOf(path));
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Empty(rig.Upstream.Seen);

        rig.Use(rig.Key);
        Assert.Equal(HttpStatusCode.OK, (await rig.Post(path, PromptOf(path))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rig.Post(path, PromptOf(path))).StatusCode);
        using var refused = await rig.Post(path, PromptOf(path));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotEqual("", refused.Header("retry-after"));
        Assert.Equal(2, rig.Upstream.Seen.Count);
    }

    [Fact]
    public async Task Any_other_asks_for_the_key_and_asks_no_server_by_itself()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Use("plm-unknown");
        foreach (var path in own.Concat(free))
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete })
            {
                using var request = new HttpRequestMessage(method, path) { Content = new StringContent(Prompt) };
                using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound });
            }
        }

        foreach (var path in new[] { "/v1/audio/speech", "/v1/images/generations", "/v1", "/", "/tokenize" })
        {
            using var response = await rig.Post(path, Prompt);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }

        Assert.Empty(rig.Upstream.Seen);
    }

    [GeneratedRegex("`(?:GET|POST) (/[^`?{]*)`")]
    private static partial Regex Documented();

    [GeneratedRegex("\"(/[^\"]+)\"")]
    private static partial Regex Literal();
}
