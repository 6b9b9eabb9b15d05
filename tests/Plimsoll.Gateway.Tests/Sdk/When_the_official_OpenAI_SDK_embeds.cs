using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Embeddings;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_OpenAI_SDK_embeds
{
    // The SDK asks for base64: 1.0 and -2.0 as little-endian floats of 32 bits.
    private const string Answer = """
        {"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAMA="}],
        "usage":{"prompt_tokens":30,"total_tokens":30}}
        """;

    [Fact]
    public async Task It_gets_its_vectors_and_pays_for_input_alone()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = http => Replies.Json(http, 200, Answer);
        var client = new EmbeddingClient(
            "claude-sonnet-5",
            new ApiKeyCredential(rig.Key),
            new OpenAIClientOptions
            {
                Endpoint = new Uri(rig.Url, "/v1"),
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            });

        var result = await client.GenerateEmbeddingsAsync(
            ["How far?"],
            new EmbeddingGenerationOptions { Dimensions = 2 },
            TestContext.Current.CancellationToken);

        Assert.Equal([1f, -2f], result.Value[0].ToFloats().ToArray());
        Assert.Equal(30, result.Value.Usage.InputTokenCount);
        var seen = rig.Upstream.Seen.Single();
        Assert.Equal("/v1/embeddings", seen.Target);
        Assert.Contains("\"dimensions\":2", seen.Body, StringComparison.Ordinal);
        Assert.Equal((30m, 0m), await rig.Session());
        Assert.DoesNotContain("1002", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_reads_one_model()
    {
        await using var rig = await GatewayRig.Begin();
        var client = new OpenAIClient(
            new ApiKeyCredential(rig.Key), new OpenAIClientOptions { Endpoint = new Uri(rig.Url, "/v1") })
            .GetOpenAIModelClient();
        var model = await client.GetModelAsync("claude-opus-5", TestContext.Current.CancellationToken);
        Assert.Equal("claude-opus-5", model.Value.Id);
    }
}
