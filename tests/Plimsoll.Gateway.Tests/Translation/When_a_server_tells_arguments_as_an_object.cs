using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Translation;

/// <summary>OpenAI's API tells the arguments of a call as a text; some servers tell the object itself.</summary>
public class When_a_server_tells_arguments_as_an_object
{
    private const string Calls =
        """[{"index":0,"id":"a","type":"function","function":{"name":"n","arguments":{"x": "\u00e4\"<"}}}]""";

    [Theory]
    [InlineData(Question.Messages, false, """ "input":{"x": "\u00e4\"<"} """)]
    [InlineData(Question.Messages, true, """ "partial_json":"{\"x\": \"\\u00e4\\\"<\"}" """)]
    [InlineData(Question.Responses, false, """ "arguments":"{\"x\": \"\\u00e4\\\"<\"}" """)]
    [InlineData(Question.Responses, true, """ "arguments":"{\"x\": \"\\u00e4\\\"<\"}" """)]
    public async Task The_client_gets_them_all_the_same(string path, bool stream, string expected)
    {
        await using var rig = await GatewayRig.Begin(speaks: SpokenDialects.OpenAi);
        var choice = $$"""
            {"index":0,"{{(stream ? "delta" : "message")}}":{"role":"assistant","content":null,"tool_calls":{{Calls}}},
            "finish_reason":"tool_calls"}
            """.ReplaceLineEndings("");
        var answer = $$"""{"id":"c","created":1,"model":"m","choices":[{{choice}}]}""";
        rig.Upstream.Script = stream
            ? Replies.Stream([$"data: {answer}\n\n", "data: [DONE]\n\n"])
            : Replies.Status(200, answer);

        using var response = await rig.Post(
            path, path == Question.Responses ? Question.Response(stream) : Question.Body(stream));

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(expected.Trim(), text, StringComparison.Ordinal);
    }
}
