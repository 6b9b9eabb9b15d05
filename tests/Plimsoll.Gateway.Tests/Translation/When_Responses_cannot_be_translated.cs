using System.Text;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_Responses_cannot_be_translated
{
    [Theory]
    [InlineData("previous_response_id", "\"previous_response_id\":\"resp_1\"")]
    [InlineData("conversation", "\"conversation\":\"conv_1\"")]
    [InlineData("prompt", "\"prompt\":{\"id\":\"pmpt_1\"}")]
    [InlineData("background", "\"background\":true")]
    [InlineData("truncation", "\"truncation\":\"auto\"")]
    [InlineData("top_logprobs", "\"top_logprobs\":2")]
    [InlineData("include", "\"include\":[\"message.output_text.logprobs\"]")]
    [InlineData("instructions", "\"instructions\":7")]
    [InlineData("tools", "\"tools\":7")]
    [InlineData("tools[0].type", "\"tools\":[{\"type\":\"web_search\"}]")]
    [InlineData("tools[0].type", "\"tools\":[{\"type\":\"file_search\",\"vector_store_ids\":[]}]")]
    [InlineData("tools[0].type", "\"tools\":[{\"type\":\"computer_use_preview\"}]")]
    [InlineData("tools[0].type", "\"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\"}}]")]
    [InlineData("tools[0].type", "\"tools\":[{\"type\":\"mcp\",\"server_label\":\"x\"}]")]
    [InlineData("tools[0].type", "\"tools\":[{\"type\":\"custom\",\"name\":\"patch\"}]")]
    [InlineData("tools[0].defer_loading", "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"defer_loading\":true}]")]
    [InlineData(
        "tools[0].tools[0].type",
        "\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"custom\"}]}]")]
    [InlineData("tool_choice", "\"tool_choice\":\"any\"")]
    [InlineData("tool_choice", "\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[]}")]
    [InlineData("reasoning", "\"reasoning\":\"high\"")]
    [InlineData("reasoning.context", "\"reasoning\":{\"context\":\"all_turns\"}")]
    [InlineData("text", "\"text\":\"free\"")]
    [InlineData("text.format", "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"x\"}}")]
    [InlineData("text.format", "\"text\":{\"format\":{\"type\":\"grammar\"}}")]
    [InlineData("moderation", "\"moderation\":{}")]
    public void A_member_is_named(string field, string member) =>
        AssertRefused("openai", field, $$"""{"model":"m","input":"?",{{member}}}""");

    [Theory]
    [InlineData("temperature", "\"temperature\":1.5")]
    [InlineData("text.format", "\"text\":{\"format\":{\"type\":\"json_object\"}}")]
    [InlineData("text.verbosity", "\"text\":{\"verbosity\":\"low\"}")]
    public void What_only_Anthropic_cannot_be_told_is_named_as_it_was_written(string field, string member) =>
        AssertRefused("anthropic", field, $$"""{"model":"m","input":"?",{{member}}}""");

    [Theory]
    [InlineData("input", "7")]
    [InlineData("input", "[]")]
    [InlineData("input[0]", "[7]")]
    [InlineData("input[0]", """[{"type":"item_reference","id":"msg_1"}]""")]
    [InlineData("input[0]", """[{"type":"web_search_call","id":"ws_1"}]""")]
    [InlineData("input[0]", """[{"type":"custom_tool_call","call_id":"a"}]""")]
    [InlineData("input[0].role", """[{"role":"critic","content":"x"}]""")]
    [InlineData("input[0].name", """[{"role":"user","name":"x","content":"x"}]""")]
    [InlineData("input[0].content", """[{"role":"user","content":7}]""")]
    [InlineData("input[0].content[0]", """[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]""")]
    [InlineData("input[0].content[0]", """[{"role":"system","content":[{"type":"input_image"}]}]""")]
    [InlineData("input[0].content[0].text", """[{"role":"user","content":[{"type":"input_text"}]}]""")]
    [InlineData(
        "input[0].content[0].image_url", """[{"role":"user","content":[{"type":"input_image","detail":"low"}]}]""")]
    [InlineData(
        "input[0].content[0].file_id", """[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]""")]
    [InlineData("input[0].output", """[{"type":"function_call_output","call_id":"a","output":7}]""")]
    [InlineData("input[0].caller", """[{"type":"function_call","call_id":"a","name":"n","caller":{}}]""")]
    public void An_item_is_named(string field, string input) =>
        AssertRefused("openai", field, $$"""{"model":"m","input":{{input}}}""");

    [Theory]
    [InlineData("input[1]", """[{"role":"user","content":"?"},{"role":"assistant","content":"It is"}]""")]
    [InlineData(
        "input[0].content[0].image_url.url",
        """[{"role":"user","content":[{"type":"input_image","image_url":"file:///x"}]}]""")]
    [InlineData("input", """[{"role":"system","content":"Be brief."}]""")]
    public void An_item_that_only_Anthropic_cannot_be_told_is_named_as_it_was_written(string field, string input) =>
        AssertRefused("anthropic", field, $$"""{"model":"m","input":{{input}}}""");

    [Fact]
    public void Everything_is_told_at_once_whichever_step_finds_it()
    {
        var refusal = Refusal(
            "anthropic",
            """
            {"model":"m","temperature":2,"previous_response_id":"r","tools":[{"type":"web_search"}],
             "input":[{"role":"user","content":"?"},{"role":"assistant","content":"It"}]}
            """);

        Assert.Equal("previous_response_id", refusal.Field);
        foreach (var field in new[] { "previous_response_id", "tools[0].type", "temperature", "input[1]" })
            Assert.Contains($" {field}: ", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "The upstream of this model speaks the Anthropic dialect, ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"m","input":"a","input":"b"}""")]
    [InlineData("""{"model":"m","input":"?","user":"\ud800"}""")]
    public void What_two_readers_would_read_as_two_things_is_refused(string body) =>
        Assert.Equal(ErrorKind.Malformed, Refusal("openai", body).Kind);

    private static void AssertRefused(string upstream, string field, string body)
    {
        var refusal = Refusal(upstream, body);
        Assert.Equal(ErrorKind.Malformed, refusal.Kind);
        Assert.Contains($" {field}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(field, refusal.Field);
    }

    private static ErrorAnswer Refusal(string upstream, string body)
    {
        Assert.False(ResponsesPair.Over(upstream).TryRequest(Encoding.UTF8.GetBytes(body), out _, out var refusal));
        return refusal;
    }
}
