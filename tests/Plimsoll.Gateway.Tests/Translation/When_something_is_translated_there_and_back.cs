using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plimsoll.Gateway.Tests.Translation;

public class When_something_is_translated_there_and_back
{
    private const int Seeds = 500;

    [Fact]
    public void A_request_is_what_it_was()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var request = new RandomConversation(seed).Request();

            var there = Translated(Pair.AnthropicOverOpenAi, Bytes(request), seed);
            var back = Translated(Pair.OpenAiOverAnthropic, there, seed);

            AssertSame(request, back, seed);

            // And the other way round, from what is now a request of OpenAI's.
            AssertSame(
                JsonNode.Parse(there)!, Translated(Pair.AnthropicOverOpenAi, back, seed), seed);
        }
    }

    [Fact]
    public void An_answer_is_what_it_was()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var answer = new RandomConversation(seed).Answer();

            var there = Pair.OpenAiOverAnthropic.Answer(Bytes(answer), Pair.Created);
            var back = Pair.AnthropicOverOpenAi.Answer(there, Pair.Created);

            AssertSame(answer, back, seed);
        }
    }

    private static byte[] Translated(Gateway.Translation.Translator translator, byte[] body, int seed)
    {
        var isSaid = translator.TryRequest(body, out var translated, out var refusal);
        Assert.True(isSaid, $"seed {seed}: {refusal?.Message}");
        return translated!;
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static void AssertSame(JsonNode expected, byte[] found, int seed)
    {
        if (!JsonNode.DeepEquals(expected, JsonNode.Parse(found)))
            Assert.Fail($"seed {seed}:\n{JsonSerializer.Serialize(expected)}\n{Encoding.UTF8.GetString(found)}");
    }
}
