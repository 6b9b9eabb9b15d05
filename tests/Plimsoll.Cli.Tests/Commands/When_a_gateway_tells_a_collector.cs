using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>A collector of OpenTelemetry that is an upstream as well.</summary>
public sealed partial class When_a_gateway_tells_a_collector : IAsyncLifetime
{
    private const string Prompt = "How far is it to Grimsby";
    private const string Said = "Further than you think";

    private const string Answer = $$$"""
        {"id":"msg_1","type":"message","role":"assistant","model":"m","stop_reason":"end_turn","stop_sequence":null,
        "content":[{"type":"text","text":"{{{Said}}}"}],"usage":{"input_tokens":7,"output_tokens":5}}
        """;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-collector-");
    private readonly ConcurrentQueue<(string Path, string Body)> told = [];
    private readonly WebApplication server = Build();

    public async ValueTask InitializeAsync()
    {
        server.Run(Serve);
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Spans_and_metrics_come_by_OTLP_with_what_is_seen_at_its_end_and_without_what_is_secret()
    {
        var keys = Path.Combine(directory.FullName, "keys.json");
        var key = Cli.Run("keys", "add", "--name", "alice", "--plan", "pro", "--file", keys).Output.Trim();
        var url = server.Urls.Single();
        await using var gateway = await ServingCommand.Start(
            ", before ", "serve", "--keys", keys, "--urls", "http://127.0.0.1:0", "--upstream", url, "--otlp", url,
            "--traced", "1");
        await Ask(Listening().Match(gateway.Output).Value, key);

        Assert.Equal(ExitCode.Ok, await gateway.Stop());

        // Strings stand in protobuf as they are.
        var spans = string.Concat(told.Where(one => one.Path == "/v1/traces").Select(one => one.Body));
        var metrics = told.Last(one => one.Path == "/v1/metrics").Body;
        string[] inSpans =
            ["gen_ai.usage.output_tokens", "gen_ai.operation.name", "plimsoll.credits", "plimsoll.upstream", "alice"];
        string[] inMetrics =
        [
            "gen_ai.server.request.duration", "gen_ai.client.token.usage", "plimsoll.requests", "plimsoll.tokens",
            "plimsoll.in_flight", "plimsoll.upstream.available",
        ];
        Assert.All(inSpans, name => Assert.Contains(name, spans, StringComparison.Ordinal));
        Assert.All(inMetrics, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.DoesNotContain("alice", metrics, StringComparison.Ordinal);
        foreach (var secret in new[] { key, Prompt, Said })
            Assert.All(told, one => Assert.DoesNotContain(secret, one.Body, StringComparison.Ordinal));
    }

    private static async Task Ask(string url, string key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/v1/messages")
        {
            Headers = { { "x-api-key", key } },
            Content = new StringContent(
                $$"""{"model":"opus","max_tokens":50,"messages":[{"role":"user","content":"{{Prompt}}"}]}""",
                Encoding.UTF8,
                "application/json"),
        };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private async Task Serve(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
        var body = await reader.ReadToEndAsync();
        if (http.Request.Path == "/v1/messages")
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(Answer);
        }
        else
        {
            told.Enqueue((http.Request.Path, body));
        }
    }

    [GeneratedRegex(@"(?<=listening on )http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
