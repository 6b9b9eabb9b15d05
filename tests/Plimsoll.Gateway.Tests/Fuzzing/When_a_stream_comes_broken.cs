using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Metering;
using Plimsoll.Gateway.Tests.Conformance;
using Plimsoll.Gateway.Translation;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>
/// Streams cut off, changed and misencoded at random: what reads them never fails but in the stated way, reads the same
/// in pieces as at once, keeps to its memory, and charges what a slow auditor finds.
/// </summary>
public class When_a_stream_comes_broken
{
    private const int FirstSeed = 20261129;
    private const int MostAllocatedPerByte = 40;
    private const int AlwaysAllocated = 128 * 1024;

    private static readonly TokenUsage Reserved = new(new Tokens(7), default, default, new Tokens(1024));

    private static readonly Dialect[] Dialects =
        [Dialect.Anthropic, Dialect.OpenAi, Dialect.OpenAiCompletions, Dialect.Responses, Dialect.OpenAiEmbeddings];

    private static readonly Dialect[] Upstreams = [Dialect.Anthropic, Dialect.OpenAi];

    [Theory]
    [InlineData(FirstSeed, 8000)]
    public void It_is_read_in_pieces_as_it_is_at_once(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var exchange = mutator.Any(Corpus.Streams);
            var bytes = mutator.Break(exchange.Answer, mutator.Any(Corpus.Streams).Answer);
            var dialect = mutator.Below(4) == 0 ? mutator.Any(Dialects) : exchange.Dialect;
            var whole = ReadInPieces.Of(dialect, bytes);
            var split = ReadInPieces.Of(dialect, bytes, mutator.Splits(bytes.Length));
            Assert.Equal(bytes, whole.Raw);
            Assert.Equal(bytes, split.Raw);
            Assert.Equal(whole.Events, split.Events);
            Assert.Equal(Ends(whole.Meter), Ends(split.Meter));
        });

    [Theory]
    [InlineData(FirstSeed, 12000)]
    public void What_is_charged_is_what_an_auditor_finds(int first, int count)
    {
        var audited = 0;
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var exchange = mutator.Any(Corpus.Streams);
            var dialect = exchange.Dialect;
            if (!Upstreams.Contains(dialect))
                return;
            var read = ReadInPieces.Of(dialect, mutator.Break(exchange.Answer, mutator.Any(Corpus.Streams).Answer));
            var charge = read.Meter.Charge(Reserved);
            Assert.False(charge.HasNegative, $"{exchange.Name}: {charge}");
            if (Auditor.Charge(dialect, read.Events, Reserved) is not { } expected)
                return;
            audited++;
            Assert.True(expected == charge, $"{exchange.Name}: expected {expected}, charged {charge}");
        });
        Assert.True(audited > count / 8, $"Only {audited} streams were sound.");
    }

    [Theory]
    [InlineData(FirstSeed, 6000)]
    public void It_is_translated_in_whole_events_or_fails_as_stated(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var exchange = mutator.Any(Corpus.Streams);
            var client = mutator.Any(PlainQuestion.Clients);
            if (exchange.Dialect == client || !Upstreams.Contains(exchange.Dialect))
                return;
            var bytes = mutator.Break(exchange.Answer, mutator.Any(Corpus.Streams).Answer);
            var whole = Translated(client, exchange.Dialect, bytes, []);
            Assert.Equal(whole, Translated(client, exchange.Dialect, bytes, mutator.Splits(bytes.Length)));
            foreach (var line in whole.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)))
            {
                var data = Encoding.UTF8.GetBytes(line["data: ".Length..]);
                Assert.Equal(JsonValueKind.Object, Corpus.Parse(data).ValueKind);
            }
        });

    [Theory]
    [InlineData(FirstSeed, 2000)]
    public void It_takes_no_more_memory_than_so_much_for_each_byte(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var exchange = mutator.Any(Corpus.Streams);
            var bytes = mutator.Break(exchange.Answer, mutator.Any(Corpus.Streams).Answer);
            var meter = exchange.Dialect.NewMeter();
            using var reader = new SseReader();
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var piece in bytes.Chunk(64))
                Read(reader, meter, piece);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= AlwaysAllocated + ((long)bytes.Length * MostAllocatedPerByte),
                $"{exchange.Name}: {allocated} bytes for {bytes.Length}");
        });

    [Theory]
    [InlineData("anthropic/text-streamed", "\\ud83d", 3)]
    [InlineData("openai/chat-streamed", "\\udc00x", 4)]
    [InlineData("openai/chat-streamed", "\\ud83d\\ude00\\u00f6\\u0041\\n\\\"", 4 + 2 + 1 + 1 + 1)]
    public void Half_a_character_hides_nothing_of_what_was_used(string name, string escaped, int bytes)
    {
        var exchange = RecordedExchange.Read(name);
        var text = Encoding.UTF8.GetString(exchange.Answer);
        var said = exchange.Dialect == Dialect.Anthropic ? "The next one " : "Förde";
        var at = text.IndexOf(said, StringComparison.Ordinal);
        var read = ReadInPieces.Of(exchange.Dialect, Encoding.UTF8.GetBytes(text.Insert(at, escaped)));
        var plain = ReadInPieces.Of(exchange.Dialect, exchange.Answer);
        Assert.Equal(plain.Meter.ProducedBytes + bytes, read.Meter.ProducedBytes);
        exchange.AssertCharged(read.Meter.Charge(Reserved));
    }

    [Fact]
    public void A_count_below_its_part_is_forgotten_when_both_are_told_again()
    {
        var meter = Dialect.OpenAi.NewMeter();
        meter.ReadEvent("""{"usage":{"prompt_tokens":4,"prompt_tokens_details":{"cached_tokens":9} } }"""u8);
        meter.ReadEvent("""{"usage":{"prompt_tokens_details":{"cached_tokens":1},"completion_tokens":2} }"""u8);
        Assert.Equal(new TokenUsage(new Tokens(3), default, new Tokens(1), new Tokens(2)), meter.Charge(Reserved));
    }

    [Fact]
    public void An_empty_reason_to_finish_finishes_nothing()
    {
        var meter = Dialect.OpenAi.NewMeter();
        meter.ReadEvent("""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":""}]}"""u8);
        Assert.False(meter.IsComplete);
    }

    private static void Read(SseReader reader, UsageMeter meter, byte[] piece)
    {
        reader.Append(piece);
        while (reader.TryRead(out _))
            meter.ReadEvent(reader.Data);
    }

    private static (bool, bool, bool, long, TokenUsage) Ends(UsageMeter meter) =>
        (meter.IsComplete, meter.IsFinished, meter.HasFailed, meter.ProducedBytes, meter.Charge(Reserved));

    private static string Translated(Dialect client, Dialect upstream, byte[] bytes, int[] splits)
    {
        var output = new ArrayBufferWriter<byte>();
        var translator = Translator.Between(client, upstream)!;
        var asked = Encoding.UTF8.GetBytes(PlainQuestion.Of(client, isStream: true));
        translator.TryRequest(asked, out _, out _);
        Assert.True(ChatRequestReader.TryRead(asked, client, out var request, out _));
        using var events = translator.Events(output, request, "req_1", new Instant(0));
        using var reader = new SseReader();
        try
        {
            var from = 0;
            foreach (var until in splits.Append(bytes.Length))
            {
                reader.Append(bytes.AsSpan(from..until));
                from = until;
                while (reader.TryRead(out _))
                {
                    // A comment keeps a connection alive; how many come depends on how a stream is cut.
                    if (!reader.Data.IsEmpty)
                        events.Read(reader.Data);
                }
            }

            events.Finish();
        }
        catch (InvalidDataException)
        {
            output.Write("failed"u8);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
