using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_request_goes_upstream
{
    [Fact]
    public async Task Its_bytes_and_query_are_untouched_and_only_the_gateways_key_goes_along()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        rig.Http.DefaultRequestHeaders.Add("anthropic-beta", "something-new");
        const string body = """
            { "model" : "claude-sonnet-5", "max_tokens":5,"unknown":{"deep":[1,2]},"messages":[{"content":"\u00e9"}]}
            """;

        using var response = await rig.Post("/v1/messages?beta=true", body);

        var seen = Assert.Single(rig.Upstream.Seen);
        Assert.Equal("/v1/messages?beta=true", seen.Target);
        Assert.Equal(body, seen.Body);
        Assert.Equal("2023-06-01", seen.Headers["anthropic-version"]);
        Assert.Equal("something-new", seen.Headers["anthropic-beta"]);
        Assert.Equal("upstream-secret", seen.Headers["x-api-key"]);
        Assert.DoesNotContain("authorization", seen.Headers.Keys);
    }

    [Fact]
    public async Task A_large_prompt_arrives_whole_and_small_pieces_of_both_sides_are_held_back_by_nobody()
    {
        await using var rig = await GatewayRig.Begin();
        var body = Question.Body().Replace("How far?", new string('a', 256 * 1024), StringComparison.Ordinal);

        using var response = await rig.Post(Question.Messages, body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(body, Assert.Single(rig.Upstream.Seen).Body);
        var served = rig.App.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value;
        using var dialled = ConnectionPool.NewSocket();
        Assert.True(served.NoDelay);
        Assert.True(dialled.NoDelay);
    }

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task Only_the_models_name_changes_where_the_upstream_has_another(string path)
    {
        var names = new Dictionary<string, string> { ["sonnet"] = "org/\"model\"-70b" }.ToFrozenDictionary();
        await using var rig = await GatewayRig.Begin(with: options => options.Named(names));

        using var response = await rig.Ask(path);

        var expected = Question.Body().Replace(
            "\"claude-sonnet-5\"", JsonSerializer.Serialize("org/\"model\"-70b"), StringComparison.Ordinal);
        Assert.Equal(expected, Assert.Single(rig.Upstream.Seen).Body);
    }

    [Theory]
    [InlineData("", """{"stream_options":{"include_usage":true},"model":"claude-sonnet-5","stream":true""")]
    [InlineData(""","stream_options":null""", ""","stream":true,"stream_options":{"include_usage":true}""")]
    [InlineData(""","stream_options":{}""", ""","stream":true,"stream_options":{"include_usage":true}""")]
    [InlineData(
        ""","stream_options":{"include_usage":false}""", ""","stream":true,"stream_options":{"include_usage":true}""")]
    [InlineData(
        ""","stream_options":{"a":[{"include_usage":true}]}""",
        ""","stream_options":{"include_usage":true,"a":[{"include_usage":true}]}""")]
    public async Task A_stream_is_asked_for_its_usage_which_a_client_that_did_not_ask_never_sees(
        string options, string expected)
    {
        await using var rig = await GatewayRig.Begin();
        var events = Replies.OpenAiEvents(100, 9, "Hello");
        rig.Upstream.Script = Replies.Stream(events);

        using var response = await rig.Post(
            Question.Chat,
            $$"""{"model":"claude-sonnet-5","stream":true{{options}},"messages":[{"role":"user","content":"x"}]}""");

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var visible = events.Where(e => !e.Contains("prompt_tokens", StringComparison.Ordinal));
        Assert.Equal(string.Concat(visible), text);
        Assert.Contains(expected, Assert.Single(rig.Upstream.Seen).Body, StringComparison.Ordinal);
        Assert.Equal((141m, 0m), await rig.Session());
    }

    [Fact]
    public async Task An_answer_without_usage_is_charged_by_the_size_of_its_text()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Status(
            200, """{"choices":[{"message":{"role":"assistant","content":"nine \u00e9\u00e9"}}]}""");

        using var response = await rig.Ask(Question.Chat);

        // 2 tokens in as estimated; 9 bytes are 3 tokens out at 5 credits.
        Assert.Equal((17m, 0m), await rig.Session());
        Assert.Contains("reported no usage", rig.Log.Text, StringComparison.Ordinal);
    }
}
