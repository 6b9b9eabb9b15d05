using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Tests.Fuzzing;
using Plimsoll.Gateway.Translation;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Conformance;

public class When_a_recorded_answer_arrives_in_pieces
{
    private static readonly TokenUsage Reserved = new(new Tokens(7), default, default, new Tokens(1024));

    public static TheoryData<string> Streams => RecordedExchange.Named(one => one.IsStream);

    public static TheoryData<string> Wholes => RecordedExchange.Named(
        one => !one.IsStream && one.Status == 200 && !one.Dialect.IsFree);

    public static TheoryData<string> TranslatedStreams => RecordedExchange.Named(
        one => one.IsStream && one.IsTranslated);

    [Theory]
    [MemberData(nameof(Streams))]
    public void Its_usage_is_the_same_wherever_it_is_split(string name)
    {
        var exchange = RecordedExchange.Read(name);
        var whole = ReadInPieces.Of(exchange.Dialect, exchange.Answer);
        if (!exchange.IsFree)
            exchange.AssertCharged(whole.Meter.Charge(Reserved));
        for (var split = 1; split < exchange.Answer.Length; split++)
            AssertSame(whole, ReadInPieces.Of(exchange.Dialect, exchange.Answer, split));
        AssertSame(whole, ReadInPieces.Singly(exchange.Dialect, exchange.Answer));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void What_was_read_of_it_when_it_is_cut_is_never_more_than_of_all_of_it(string name)
    {
        var exchange = RecordedExchange.Read(name);
        var whole = ReadInPieces.Of(exchange.Dialect, exchange.Answer).Meter;
        for (var cut = 0; cut < exchange.Answer.Length; cut++)
        {
            var part = ReadInPieces.Of(exchange.Dialect, exchange.Answer.AsSpan(0, cut)).Meter;
            Assert.True(part.ProducedBytes <= whole.ProducedBytes, $"{name} cut at {cut}");
            var isNoMore = part.Charge(Reserved).Output <= whole.Charge(Reserved).Output;
            Assert.True(isNoMore || !whole.HasOutput, $"{name} cut at {cut}");
        }
    }

    [Theory]
    [MemberData(nameof(Wholes))]
    public void A_whole_one_is_charged_as_it_says(string name)
    {
        var exchange = RecordedExchange.Read(name);
        var meter = exchange.Dialect.NewMeter();
        meter.ReadBody(exchange.Answer);
        exchange.AssertCharged(meter.Charge(Reserved));
    }

    [Theory]
    [MemberData(nameof(TranslatedStreams))]
    public void It_is_translated_to_the_same_wherever_it_is_split(string name)
    {
        var exchange = RecordedExchange.Read(name);
        foreach (var client in PlainQuestion.Clients.Where(client => client != exchange.Dialect))
        {
            var whole = Translate(client, exchange, [exchange.Answer]);
            foreach (var data in whole.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
                Assert.Equal(JsonValueKind.Object, JsonElement.Parse(data["data: ".Length..]).ValueKind);
            Assert.Equal(whole, Translate(client, exchange, exchange.Answer.Select(one => new[] { one })));
            for (var split = 1; split < exchange.Answer.Length; split += 37)
                Assert.Equal(whole, Translate(client, exchange, [exchange.Answer[..split], exchange.Answer[split..]]));
        }
    }

    private static string Translate(Dialect client, RecordedExchange exchange, IEnumerable<byte[]> pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var translator = Translator.Between(client, exchange.Dialect)!;
        var asked = PlainQuestion.Of(client, isStream: true);
        Assert.True(translator.TryRequest(Encoding.UTF8.GetBytes(asked), out _, out _));
        Assert.True(ChatRequestReader.TryRead(Encoding.UTF8.GetBytes(asked), client, out var request, out _));
        using var events = translator.Events(output, request, "req_1", new Instant(0));
        using var reader = new SseReader();
        foreach (var piece in pieces)
        {
            reader.Append(piece);
            while (reader.TryRead(out _))
                events.Read(reader.Data);
        }

        events.Finish();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void AssertSame(ReadInPieces whole, ReadInPieces split)
    {
        Assert.Equal(whole.Events, split.Events);
        Assert.Equal(whole.Meter.Charge(Reserved), split.Meter.Charge(Reserved));
        Assert.Equal(
            (whole.Meter.IsComplete, whole.Meter.IsFinished, whole.Meter.HasFailed),
            (split.Meter.IsComplete, split.Meter.IsFinished, split.Meter.HasFailed));
    }
}
