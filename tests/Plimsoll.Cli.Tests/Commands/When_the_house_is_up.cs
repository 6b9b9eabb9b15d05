using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.RegularExpressions;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Plimsoll.Cli.Tests.Commands;

public sealed partial class When_the_house_is_up
{
    private const string Ready = "Ctrl-C stops it.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_plans_enforces_answers_the_official_clients_and_ends_cleanly()
    {
        await using var house = await ServingCommand.Start(Ready, "up", "--urls", "http://127.0.0.1:0");
        var (url, key) = (Address().Match(house.Output).Value, Key().Match(house.Output).Value);

        Assert.Contains("Load lines when ramped", house.Output, StringComparison.Ordinal);
        Assert.Contains($"curl -i {url}/v1/messages -H 'x-api-key: {key}'", house.Output, StringComparison.Ordinal);

        using var claude = new AnthropicClient { BaseUrl = url, ApiKey = key };
        var message = await claude.Messages.Create(
            new() { Model = "claude-opus-4-7", MaxTokens = 6, Messages = [new UserMessageParam("How far?")] }, Stop);
        Assert.Equal(6, message.Usage.OutputTokens);

        var chat = new ChatClient("haiku", new ApiKeyCredential(key), new OpenAIClientOptions
        {
            Endpoint = new Uri(url + "/v1"),
            RetryPolicy = new ClientRetryPolicy(0),
        });
        var streamed = 0;
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 5 };
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage("How far?")], options, Stop))
            streamed += update.ContentUpdate.Count(part => part.Text.Length > 0);
        Assert.Equal(5, streamed);

        // Opus: 2 in and 6 out; haiku: 2 in and 5 out; in credits of the scenario's weights.
        const double credits = (2 * 0.667) + (6 * 3.333) + (2 * 0.133) + (5 * 0.667);
        var limits = await Usage(url, key);
        Assert.Equal(credits / 2, limits["session"], 3);
        Assert.Equal(credits, limits["week"], 3);

        Assert.Equal(ExitCode.Ok, await house.Stop());
        Assert.EndsWith("Stopped.\n", house.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_route_that_the_gateway_forwards_is_answered_by_the_fleet()
    {
        await using var house = await ServingCommand.Start(Ready, "up", "--urls", "http://127.0.0.1:0");
        var (url, key) = (Address().Match(house.Output).Value, Key().Match(house.Output).Value);

        var embeddings = new EmbeddingClient("haiku", new ApiKeyCredential(key), new OpenAIClientOptions
        {
            Endpoint = new Uri(url + "/v1"),
            RetryPolicy = new ClientRetryPolicy(0),
        });
        OpenAIEmbeddingCollection vectors = await embeddings.GenerateEmbeddingsAsync(
            ["How far?"], cancellationToken: Stop);
        Assert.Equal(2, vectors.Usage.InputTokenCount);
        Assert.Equal(256, vectors[0].ToFloats().Length);

        using var claude = new AnthropicClient { BaseUrl = url, ApiKey = key };
        using var counted = await claude.WithRawResponse.Messages.CountTokens(
            new() { Model = "haiku", Messages = [new UserMessageParam("How far?")] }, Stop);
        Assert.Equal(2, (await counted.Deserialize(Stop)).InputTokens);
        Assert.False(counted.TryGetHeaderValues("plimsoll-estimate", out _));

        // OpenAI's SDK for .NET has no completions any more.
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var body = new StringContent("""{"model":"haiku","max_tokens":4,"prompt":"How far?"}""");
        using var response = await http.PostAsync(new Uri(url + "/v1/completions"), body, Stop);
        using var completion = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(
            "A ship may carry", completion.RootElement.GetProperty("choices")[0].GetProperty("text").GetString());

        // 2 in; 2 in and 4 out; the count is free.
        const double credits = (4 * 0.133) + (4 * 0.667);
        Assert.Equal(credits, (await Usage(url, key))["week"], 3);
    }

    [Fact]
    public async Task Its_parts_run_one_by_one_as_well()
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-keys-");
        try
        {
            var keys = Path.Combine(directory.FullName, "keys.json");
            var added = Cli.Run("keys", "add", "--file", keys, "--name", "alice", "--tier", "tier-4");
            Assert.Equal(ExitCode.Ok, added.Exit);
            var key = Key().Match(added.Output + added.Error).Value;

            await using var fleet = await ServingCommand.Start(
                "Ctrl-C stops", "emulate", "--urls", "http://127.0.0.1:0", "--accelerator", "h200");
            await using var gateway = await ServingCommand.Start(
                "policy pinned", "serve", "--upstream", Address().Match(fleet.Output).Value, "--keys", keys,
                "--urls", "http://127.0.0.1:0", "--at", "2026-05-06");
            var url = Address().Match(gateway.Output).Value;

            using var claude = new AnthropicClient { BaseUrl = url, ApiKey = key, MaxRetries = 0 };
            using var response = await claude.WithRawResponse.Messages.Create(
                new() { Model = "opus", MaxTokens = 3, Messages = [new UserMessageParam("How far?")] }, Stop);

            Assert.Equal("10000000", response.GetHeaderValues("anthropic-ratelimit-input-tokens-limit").Single());
            Assert.Equal("800000", response.GetHeaderValues("anthropic-ratelimit-output-tokens-limit").Single());
            Assert.Equal(ExitCode.Ok, await gateway.Stop());
            Assert.Equal(ExitCode.Ok, await fleet.Stop());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_address_in_use_is_refused_with_what_to_do()
    {
        await using var first = await ServingCommand.Start("Ctrl-C stops", "emulate", "--urls", "http://127.0.0.1:0");
        var taken = Address().Match(first.Output).Value;

        var (exit, _, error) = Cli.Run("emulate", "--urls", taken);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains($"--urls {taken}: cannot listen there", error, StringComparison.Ordinal);
        Assert.Contains("Choose another address", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://example.com:8080")]
    [InlineData("nowhere")]
    public void An_address_that_is_none_of_this_machine_is_refused(string urls)
    {
        var (exit, _, error) = Cli.Run("emulate", "--urls", urls);

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains($"'{urls}' is no http address of this machine", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_in_flight_is_told_when_it_stops()
    {
        await using var house = await ServingCommand.Start(Ready, "up", "--urls", "http://127.0.0.1:0");
        var (url, key) = (Address().Match(house.Output).Value, Key().Match(house.Output).Value);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url + "/v1/messages")
        {
            Content = new StringContent("""
                {"model":"opus","max_tokens":700,"stream":true,"messages":[{"role":"user","content":"How far?"}]}
                """),
        };
        request.Headers.Add("x-api-key", key);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        await lines.ReadLineAsync(Stop);

        Assert.Equal(ExitCode.Ok, await house.Stop());

        var rest = await lines.ReadToEndAsync(Stop);
        Assert.Contains("event: error", rest, StringComparison.Ordinal);
        Assert.Contains("The gateway is stopping", rest, StringComparison.Ordinal);
        Assert.EndsWith("Stopped.\n", house.Output, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, double>> Usage(string url, string key)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", key);
        using var usage = JsonDocument.Parse(await http.GetStringAsync(new Uri(url + "/usage"), Stop));
        return usage.RootElement.GetProperty("limits").EnumerateArray()
            .ToDictionary(l => l.GetProperty("name").GetString()!, l => l.GetProperty("used").GetDouble());
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("plm-[A-Za-z0-9_-]+")]
    private static partial Regex Key();
}
