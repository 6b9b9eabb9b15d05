using System.Text;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_a_request_cannot_be_translated
{
    private const string Turn = """ "messages":[{"role":"user","content":"?"}] """;

    [Theory]
    [InlineData("top_k", """ "top_k":5, """)]
    [InlineData("mcp_servers", """ "mcp_servers":[], """)]
    [InlineData("speed", """ "speed":"fast", """)]
    [InlineData("inference_geo", """ "inference_geo":"us", """)]
    [InlineData("service_tier", """ "service_tier":"best", """)]
    [InlineData("stop_sequences", """ "stop_sequences":["a","b","c","d","e"], """)]
    [InlineData("metadata.team", """ "metadata":{"team":"a"}, """)]
    [InlineData("tools[0].type", """ "tools":[{"type":"web_search_20250305","name":"web_search"}], """)]
    [InlineData("tools[1].input_examples", """ "tools":[{"name":"a"},{"name":"b","input_examples":[{}]}], """)]
    [InlineData("tools[0].defer_loading", """ "tools":[{"name":"a","defer_loading":true}], """)]
    [InlineData("tools[0].allowed_callers", """ "tools":[{"name":"a","allowed_callers":["code_execution"]}], """)]
    [InlineData("tool_choice", """ "tool_choice":{"type":"some"}, """)]
    [InlineData("thinking.type", """ "thinking":{"type":"deep"}, """)]
    [InlineData("output_config.task_budget", """ "output_config":{"task_budget":{}}, """)]
    [InlineData("output_config.format", """ "output_config":{"format":{"type":"grammar"}}, """)]
    [InlineData("system[0]", """ "system":[{"type":"image"}], """)]
    public void A_member_of_Anthropics_request_is_named(string field, string member) =>
        AssertRefused(Pair.AnthropicOverOpenAi, field, $$"""{"model":"m","max_tokens":5,{{member}}{{Turn}}}""");

    [Theory]
    [InlineData("messages[0].content[0]", """{"role":"user","content":[{"type":"document","source":{}}]}""")]
    [InlineData(
        "messages[0].content[0].source",
        """{"role":"user","content":[{"type":"image","source":{"type":"file"}}]}""")]
    [InlineData("messages[0].content[0].alt", """{"role":"user","content":[{"type":"text","text":"","alt":"x"}]}""")]
    [InlineData("messages[0].content", """{"role":"user","content":7}""")]
    [InlineData("messages[0].name", """{"role":"user","content":"","name":"x"}""")]
    [InlineData("messages[0].role", """{"role":"tool","content":""}""")]
    [InlineData("messages[0]", "7")]
    [InlineData(
        "messages[0].content[0].content[0]",
        """{"role":"user","content":[{"type":"tool_result","content":[{"type":"search_result"}]}]}""")]
    [InlineData(
        "messages[0].content[1]",
        """{"role":"user","content":[{"type":"text","text":"x"},{"type":"tool_result","tool_use_id":"a"}]}""")]
    [InlineData(
        "messages[0].content[0]",
        """{"role":"assistant","content":[{"type":"server_tool_use"}]},{"role":"user","content":"x"}""")]
    [InlineData("messages[1]", """{"role":"user","content":"x"},{"role":"assistant","content":"It is"}""")]
    public void A_block_of_Anthropics_turns_is_named(string field, string turns) => AssertRefused(
        Pair.AnthropicOverOpenAi, field, $$"""{"model":"m","max_tokens":5,"messages":[{{turns}}]}""");

    [Theory]
    [InlineData("n", """ "n":2, """)]
    [InlineData("logprobs", """ "logprobs":true, """)]
    [InlineData("top_logprobs", """ "top_logprobs":3, """)]
    [InlineData("logit_bias", """ "logit_bias":{"5":1}, """)]
    [InlineData("frequency_penalty", """ "frequency_penalty":0.5, """)]
    [InlineData("store", """ "store":true, """)]
    [InlineData("modalities", """ "modalities":["text","audio"], """)]
    [InlineData("audio", """ "audio":{}, """)]
    [InlineData("web_search_options", """ "web_search_options":{}, """)]
    [InlineData("verbosity", """ "verbosity":"low", """)]
    [InlineData("functions", """ "functions":[], """)]
    [InlineData("temperature", """ "temperature":1.5, """)]
    [InlineData("stop", """ "stop":"\n", """)]
    [InlineData("response_format", """ "response_format":{"type":"json_object"}, """)]
    [InlineData("tools[0]", """ "tools":[{"type":"custom","custom":{"name":"a"}}], """)]
    [InlineData("tool_choice", """ "tool_choice":{"type":"allowed_tools"}, """)]
    [InlineData("tool_choice", """ "tool_choice":"some", """)]
    public void A_member_of_OpenAIs_request_is_named(string field, string member) =>
        AssertRefused(Pair.OpenAiOverAnthropic, field, $$"""{"model":"m",{{member}}{{Turn}}}""");

    [Theory]
    [InlineData("messages[0].content[0]", """{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}""")]
    [InlineData(
        "messages[0].content[0].image_url.url",
        """{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}""")]
    [InlineData("messages[0].content", """{"role":"user"}""")]
    [InlineData("messages", """{"role":"system","content":"Be brief."}""")]
    [InlineData("messages[0].name", """{"role":"system","name":"x","content":"y"},{"role":"user","content":"?"}""")]
    [InlineData("messages[0].role", """{"role":"function","content":""}""")]
    [InlineData("messages[0].audio", """{"role":"assistant","audio":{},"content":"x"},{"role":"user","content":"x"}""")]
    [InlineData(
        "messages[0].tool_calls[0]",
        """{"role":"assistant","tool_calls":[{"type":"custom"}]},{"role":"user","content":"x"}""")]
    [InlineData("messages[1]", """{"role":"user","content":"x"},{"role":"assistant","content":"It is"}""")]
    public void A_part_of_OpenAIs_messages_is_named(string field, string messages) =>
        AssertRefused(Pair.OpenAiOverAnthropic, field, $$"""{"model":"m","messages":[{{messages}}]}""");

    [Fact]
    public void Everything_is_told_at_once()
    {
        var refusal = Refusal(
            Pair.AnthropicOverOpenAi, $$"""{"model":"m","max_tokens":5,"top_k":5,"container":"x",{{Turn}}}""");

        Assert.Equal(
            "The upstream of this model speaks the OpenAI dialect, in which not all of this request can be said. " +
            "top_k: has no counterpart there; leave it out. container: has no counterpart there; leave it out.",
            refusal.Message);
        Assert.Equal("top_k", refusal.Field);
    }

    [Theory]
    [InlineData("""{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"a","content":"b"}]}""")]
    [InlineData("""{"model":"m","max_tokens":5,"metadata":{"user_id":"\ud800"},"messages":[]}""")]
    public void What_two_readers_would_read_as_two_things_is_refused(string body) =>
        Assert.Equal(ErrorKind.Malformed, Refusal(Pair.AnthropicOverOpenAi, body).Kind);

    private static void AssertRefused(Gateway.Translation.Translator translator, string field, string body)
    {
        var refusal = Refusal(translator, body);
        Assert.Equal(ErrorKind.Malformed, refusal.Kind);
        Assert.Equal(field, refusal.Field);
        Assert.Contains($" {field}: ", refusal.Message, StringComparison.Ordinal);
    }

    private static ErrorAnswer Refusal(Gateway.Translation.Translator translator, string body)
    {
        Assert.False(translator.TryRequest(Encoding.UTF8.GetBytes(body), out _, out var refusal));
        return refusal;
    }
}
