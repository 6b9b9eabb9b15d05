using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>
/// A meter that takes an event for the last one again reads of every stream, sound or broken, what one does that reads
/// each event for itself: that forgets the last one, as after every event without data.
/// </summary>
public class When_events_repeat_but_for_their_text
{
    private const int FirstSeed = 20261130;
    private const int EventsInStream = 24;

    private static readonly TokenUsage Reserved = new(new Tokens(7), default, default, new Tokens(1024));

    private static readonly Dialect[] Dialects =
        [Dialect.Anthropic, Dialect.OpenAi, Dialect.OpenAiCompletions, Dialect.Responses, Dialect.OpenAiEmbeddings];

    /// <summary>Events that say more than a text, and say it oddly.</summary>
    private static readonly byte[][] Odd =
    [
        .. new[]
        {
            "{'type':'message_stop','delta':{'text':'a'},'usage':{'input_tokens':3,'output_tokens':5}}",
            "{'usage':{'output_tokens':9,'cache_creation_input_tokens':4},'delta':{'thinking':'a','text':7}}",
            "{'usage':{'cache_creation':{'ephemeral_1h_input_tokens':6}},'delta':{'partial_json':'a'}}",
            "{'type':'error','delta':{'text':'a'}}",
            "{'delta':{'text':'a','text':'b'}}",
            "{'delta':{'text':'text','x':['text','text']}}",
            "{'delta':{'text':'a'}",
            "{'delta':{'text':'a'}}{'delta':{'text':'a'}}",
            "{'choices':[{'delta':{'content':'a'}}],'usage':{'prompt_tokens':4,'completion_tokens':2}}",
            "{'usage':{'prompt_tokens':4},'choices':[{'delta':{'content':'a'}}],'choices':[]}",
            "{'usage':{'prompt_tokens_details':{'cached_tokens':9}},'choices':[{'delta':{'reasoning':'a'}}]}",
            "{'choices':[{'delta':{'reasoning':'a'}}],'choices':[{'delta':{'reasoning_content':'a'}}]}",
            "{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}],'error':{'message':'a'}}",
            "{'choices':[{'text':'a','finish_reason':''}],'error':null}",
            "{'choices':[],'usage':{'completion_tokens':6}}",
            "{'type':'response.completed','delta':'a','response':{'status':'failed','usage':{'output_tokens':8}}}",
            "{'type':'response.failed','delta':'a','delta':1}",
            "['a']",
            "'a'",
            "[DONE]",
            "",
        }.Select(text => Encoding.UTF8.GetBytes(text.Replace('\'', '"'))),
    ];

    private static readonly string[] Texts =
    [
        "", "a", "text", "two words", "für", "\u65e5\u672c", "\ud83d\ude00", "\\n", "\\u00fc", "\\ud83d", "\\\"", "\\",
        "\"", "\",\"text\":\"", "\"}}", "\t", "\0", "\u007f", "\",\"usage\":{\"output_tokens\":1},\"x\":\"",
    ];

    [Theory]
    [InlineData(FirstSeed, 20000)]
    public void Each_brings_what_it_brings_alone(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var exchange = mutator.Any(Corpus.Streams);
            var dialect = mutator.Below(4) == 0 ? mutator.Any(Dialects) : exchange.Dialect;
            var recorded = ReadInPieces.Of(exchange.Dialect, exchange.Answer).Events;
            var (meter, alone) = (dialect.NewMeter(), dialect.NewMeter());
            var data = Next();
            for (var i = 0; i < EventsInStream; i++)
            {
                data = mutator.Below(8) switch
                {
                    < 3 => Retold(mutator, data),
                    < 5 => data,
                    5 => mutator.Break(data, Next()),
                    _ => Next(),
                };
                meter.ReadEvent(data);
                alone.ReadEvent([]);
                alone.ReadEvent(data);
                Assert.True(State(alone) == State(meter), $"event {i}: {Encoding.Latin1.GetString(data)}");
            }

            byte[] Next() => mutator.Below(3) == 0
                ? mutator.Any(Odd)
                : Encoding.Latin1.GetBytes(mutator.Any(recorded));
        });

    [Theory]
    [InlineData("{'delta':{'text':'b'}}", 1)]
    [InlineData("{'delta':{'text':''}}", 0)]
    [InlineData("{'delta':{'text':'für'}}", 4)]
    [InlineData("{'delta':{'text':'b\\n'}}", null)]
    [InlineData("{'delta':{'text':'b','text':'c'}}", null)]
    [InlineData("{'delta':{'text':'b\u0001'}}", null)]
    [InlineData("{'delta':{'text':'b'},'x':1}", null)]
    [InlineData("{'delta':{'text':'b' }}", null)]
    [InlineData("{'delta':{'text':", null)]
    [InlineData("", null)]
    public void One_is_known_again_only_by_all_that_is_around_its_text(string data, int? bytes)
    {
        var last = default(RepeatedEvent);
        Assert.False(last.IsRepeatedBy([], out _));
        var json = new Utf8JsonReader("""{"delta":{"text":"a\u0062c"}}"""u8);
        while (json.TokenType != JsonTokenType.String)
            json.Read();
        last.Note(ref json);
        last.Keep("""{"delta":{"text":"a\u0062c"}}"""u8);

        var isRepeated = last.IsRepeatedBy(Encoding.UTF8.GetBytes(data.Replace('\'', '"')), out var found);

        Assert.Equal(bytes, isRepeated ? found : null);
    }

    /// <summary>The event with another text in the place of one of its strings.</summary>
    private static byte[] Retold(Mutator mutator, byte[] data)
    {
        var quotes = Enumerable.Range(0, data.Length).Where(at => data[at] == '"').ToArray();
        if (quotes.Length < 2)
            return data;
        var open = mutator.Below(quotes.Length - 1);
        var text = Encoding.UTF8.GetBytes(mutator.Any(Texts));
        return [.. data[..(quotes[open] + 1)], .. text, .. data[quotes[open + 1]..]];
    }

    private static (bool, bool, bool, bool, bool, bool, long, long, TokenUsage) State(UsageMeter meter) =>
    (
        meter.IsComplete, meter.IsFinished, meter.HasFailed, meter.HasInput, meter.HasOutput,
        meter.LastEventIsUsageOnly, meter.ProducedBytes, meter.ProducedTokens, meter.Charge(Reserved));
}
