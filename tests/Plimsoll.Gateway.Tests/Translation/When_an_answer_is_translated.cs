using System.Text;
using System.Text.Json;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_an_answer_is_translated
{
    public static TheoryData<string, string> Pairs => Pair.All("answers");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void It_says_the_same(string name, string into)
    {
        var pair = Pair.Read("answers", name);
        var (translator, from, approved) = into == "openai"
            ? (Pair.OpenAiOverAnthropic, pair.Anthropic, pair.OpenAi)
            : (Pair.AnthropicOverOpenAi, pair.OpenAi, pair.Anthropic);

        var answer = translator.Answer(Encoding.UTF8.GetBytes(from.GetRawText()), Pair.Created);

        Pair.AssertSame(approved, JsonElement.Parse(answer));
    }

    [Theory]
    [InlineData("openai", "{}")]
    [InlineData("openai", "[]")]
    [InlineData("openai", "{")]
    [InlineData("openai", """{"choices":[]}""")]
    [InlineData("openai", """{"choices":[{"message":{"tool_calls":[{"id":"\ud800"}]}}]}""")]
    [InlineData("openai", """{"choices":[{"message":{"content":"Te"},"finish_reason":"abort"}]}""")]
    [InlineData("openai", """{"choices":[{"message":{"content":[{"type":"chart"}]},"finish_reason":"stop"}]}""")]
    [InlineData("openai", """{"choices":[{"message":{"tool_calls":[{"type":"custom"}]},"finish_reason":"stop"}]}""")]
    [InlineData("anthropic", """{"content":"Ten"}""")]
    [InlineData("anthropic", """{"content":[{"type":"server_tool_use"}]}""")]
    public void One_that_is_none_counts_as_a_failure_of_the_upstream(string from, string answer)
    {
        var translator = from == "openai" ? Pair.AnthropicOverOpenAi : Pair.OpenAiOverAnthropic;

        Assert.Throws<InvalidDataException>(() => translator.Answer(Encoding.UTF8.GetBytes(answer), Pair.Created));
    }
}
