using System.Text;
using System.Text.Json;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_a_request_is_translated
{
    public static TheoryData<string, string> Pairs => Pair.All("requests");

    [Theory]
    [MemberData(nameof(Pairs))]
    public void It_says_the_same(string name, string into)
    {
        var pair = Pair.Read("requests", name);
        var (translator, from, approved) = into == "openai"
            ? (Pair.AnthropicOverOpenAi, pair.Anthropic, pair.OpenAi)
            : (Pair.OpenAiOverAnthropic, pair.OpenAi, pair.Anthropic);

        var isSaid = translator.TryRequest(
            Encoding.UTF8.GetBytes(from.GetRawText()), out var translated, out var refusal);

        Assert.True(isSaid, refusal?.Message);
        Pair.AssertSame(approved, JsonElement.Parse(translated!));
    }
}
