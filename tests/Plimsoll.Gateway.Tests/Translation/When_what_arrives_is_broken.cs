using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Translation;

/// <summary>
/// Bytes cut off, changed or put in at random: refused or failed in the stated way, and never half written.
/// </summary>
public class When_what_arrives_is_broken
{
    private const int Changes = 60;

    private static readonly byte[][] Splinters =
    [
        [0xFF], [0x00], "\""u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(), "null"u8.ToArray(), "\\ud800"u8.ToArray(),
        "1e999"u8.ToArray(), "-99999999999999999999"u8.ToArray(), "[[[[[[[["u8.ToArray(), ",\"a\":1"u8.ToArray(),
    ];

    public static TheoryData<string, string> Requests => Pair.All("requests");

    public static TheoryData<string, string> Answers => Pair.All("answers");

    public static TheoryData<string, string> Streams => Pair.All("streams");

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_is_refused_or_becomes_one(string name, string into)
    {
        var pair = Pair.Read("requests", name);
        var (translator, from) = into == "openai"
            ? (Pair.AnthropicOverOpenAi, pair.Anthropic)
            : (Pair.OpenAiOverAnthropic, pair.OpenAi);
        foreach (var body in Broken(from))
        {
            if (translator.TryRequest(body, out var translated, out var refusal))
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(translated).ValueKind);
            else
                Assert.Equal(ErrorKind.Malformed, refusal.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_fails_or_becomes_one(string name, string into)
    {
        var pair = Pair.Read("answers", name);
        var (translator, from) = into == "openai"
            ? (Pair.OpenAiOverAnthropic, pair.Anthropic)
            : (Pair.AnthropicOverOpenAi, pair.OpenAi);
        foreach (var body in Broken(from))
        {
            var answer = FailedOr(() => translator.Answer(body, Pair.Created));
            if (answer is not null)
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(answer).ValueKind);
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(translator.Error(body, 400, "req_1")).ValueKind);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void An_event_goes_out_whole_or_not_at_all(string name, string into)
    {
        var pair = Pair.Read("streams", name);
        var (translator, from) = into == "openai"
            ? (Pair.OpenAiOverAnthropic, pair.Anthropic)
            : (Pair.AnthropicOverOpenAi, pair.OpenAi);
        var asked = Encoding.UTF8.GetBytes(Question.Body(stream: true));
        Assert.True(ChatRequestReader.TryRead(asked, Dialect.OpenAi, out var request, out _));
        foreach (var (at, data) in from.EnumerateArray().Index())
        {
            foreach (var broken in Broken(data))
            {
                var output = new ArrayBufferWriter<byte>();
                using var stream = translator.Events(output, request, "req_1", Pair.Created);
                foreach (var before in from.EnumerateArray().Take(at))
                    stream.Read(Encoding.UTF8.GetBytes(before.GetRawText()));
                var written = output.WrittenCount;
                if (FailedOr(() => [stream.Read(broken) ? (byte)1 : (byte)0]) is null)
                    Assert.Equal(written, output.WrittenCount);
                AssertEvents(Encoding.UTF8.GetString(output.WrittenSpan));
            }
        }
    }

    public static TheoryData<string, string> ResponsesRequests => ResponsesPair.All("requests");

    public static TheoryData<string, string> ResponsesAnswers => ResponsesPair.All("answers");

    public static TheoryData<string, string> ResponsesStreams => ResponsesPair.All("streams");

    [Theory]
    [MemberData(nameof(ResponsesRequests))]
    public void A_request_for_a_response_is_refused_or_becomes_one(string name, string upstream)
    {
        foreach (var body in Broken(ResponsesPair.Read("requests", name).GetProperty("responses")))
        {
            if (ResponsesPair.Over(upstream).TryRequest(body, out var translated, out var refusal))
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(translated).ValueKind);
            else
                Assert.Equal(ErrorKind.Malformed, refusal.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(ResponsesAnswers))]
    public void An_answer_fails_or_becomes_a_response(string name, string upstream)
    {
        foreach (var body in Broken(ResponsesPair.Read("answers", name).GetProperty(upstream)))
        {
            var translator = ResponsesPair.Over(upstream);
            var answer = FailedOr(() => translator.Answer(body, Pair.Created));
            if (answer is not null)
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(answer).ValueKind);
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(translator.Error(body, 400, "req_1")).ValueKind);
        }
    }

    [Theory]
    [MemberData(nameof(ResponsesStreams))]
    public void An_event_of_a_response_goes_out_whole_or_not_at_all(string name, string upstream)
    {
        var events = ResponsesPair.Read("streams", name).GetProperty(upstream);
        foreach (var (at, data) in events.EnumerateArray().Index())
        {
            foreach (var broken in Broken(data))
            {
                var output = new ArrayBufferWriter<byte>();
                using var stream = ResponsesPair.Begin(upstream, output);
                foreach (var before in events.EnumerateArray().Take(at))
                    stream.Read(Encoding.UTF8.GetBytes(before.GetRawText()));
                var written = output.WrittenCount;
                if (FailedOr(() => [stream.Read(broken) ? (byte)1 : (byte)0]) is null)
                    Assert.Equal(written, output.WrittenCount);
                AssertEvents(Encoding.UTF8.GetString(output.WrittenSpan));
            }
        }
    }

    private static byte[]? FailedOr(Func<byte[]> translate)
    {
        try
        {
            return translate();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void AssertEvents(string text)
    {
        foreach (var data in text.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(data["data: ".Length..]).ValueKind);
    }

    /// <summary>Every prefix, and changes at random places, the same in each run.</summary>
    private static IEnumerable<byte[]> Broken(JsonElement whole)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(whole);
        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / Changes))
            yield return bytes[..length];
        var random = new Random(bytes.Length);
        for (var change = 0; change < Changes; change++)
        {
            var (at, splinter) = (random.Next(bytes.Length), Splinters[random.Next(Splinters.Length)]);
            var until = Math.Min(bytes.Length, at + random.Next(4));
            yield return [.. bytes[..at], .. splinter, .. bytes[until..]];
        }
    }
}
