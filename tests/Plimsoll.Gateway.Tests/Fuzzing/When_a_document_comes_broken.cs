using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Documents;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Conformance;
using Plimsoll.Gateway.Translation;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>Documents cut off, changed and misencoded at random: refused as stated, or read as they are.</summary>
public class When_a_document_comes_broken
{
    private const int FirstSeed = 20261129;
    private const int MostAllocatedPerByte = 400;
    private const int AlwaysAllocated = 256 * 1024;

    private static readonly byte[] Keys = """
        {"keys":[{"name":"alice","hash":"00","plan":"pro","product":"chat","week-anchor":"2026-05-06T12:00:00Z",
         "created":"2026-05-06T12:00:00Z","organization":"acme","limits":["night-cap"]}],
         "scopes":[{"scope":"acme","limits":["own-cap"]}]}
        """u8.ToArray();

    private static readonly byte[] Operators = """
        {"operators":[{"name":"ops","hash":"00","role":"read-only","created":"2026-05-06T12:00:00Z"}]}
        """u8.ToArray();

    private static readonly Dialect[] Dialects =
    [
        Dialect.Anthropic, Dialect.AnthropicCounting, Dialect.OpenAi, Dialect.OpenAiCompletions, Dialect.Responses,
        Dialect.OpenAiEmbeddings,
    ];

    private static readonly Dialect[] Upstreams = [Dialect.Anthropic, Dialect.OpenAi];

    [Theory]
    [InlineData(FirstSeed, 12000)]
    public void A_request_is_refused_or_read_where_it_stands(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var body = mutator.Break(mutator.Any(Corpus.Requests), mutator.Any(Corpus.Requests));
            var dialect = mutator.Any(Dialects);
            if (!ChatRequestReader.TryRead(body, dialect, out var request, out var refusal))
            {
                Assert.Equal(ErrorKind.Malformed, refusal.Kind);
                Assert.NotEqual("", refusal.Message);
                return;
            }

            Assert.Equal(request.Model, Corpus.Parse(body[request.ModelAt]).GetString());
            Assert.InRange(request.TextBytes, 0, body.Length * 4L);
            Assert.True(request.MaxTokens is null or >= 0);
            AssertEdited(dialect, request, body);
        });

    [Theory]
    [InlineData(FirstSeed, 6000)]
    public void A_request_is_translated_or_refused(int first, int count) => Corpus.ForEachSeed(first, count, mutator =>
    {
        var body = mutator.Break(mutator.Any(Corpus.Requests), mutator.Any(Corpus.Requests));
        var (client, upstream) = (mutator.Any(PlainQuestion.Clients), mutator.Any(Upstreams));
        if (Translator.Between(client, upstream) is not { } translator)
            return;
        if (translator.TryRequest(body, out var translated, out var refusal))
            Assert.Equal(JsonValueKind.Object, Corpus.Parse(translated).ValueKind);
        else
            Assert.Equal(ErrorKind.Malformed, refusal.Kind);
    });

    [Theory]
    [InlineData(FirstSeed, 6000)]
    public void An_answer_is_metered_and_translated_or_fails_as_stated(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var exchange = mutator.Any(Corpus.Wholes);
            var body = mutator.Break(exchange.Answer, mutator.Any(Corpus.Wholes).Answer);
            foreach (var dialect in Dialects.Where(dialect => !dialect.IsFree))
            {
                var meter = dialect.NewMeter();
                meter.ReadBody(body);
                Assert.False(meter.Charge(default).HasNegative);
            }

            var (client, upstream) = (mutator.Any(PlainQuestion.Clients), mutator.Any(Upstreams));
            if (Translator.Between(client, upstream) is not { } translator)
                return;
            translator.TryRequest(Encoding.UTF8.GetBytes(PlainQuestion.Of(client, isStream: false)), out _, out _);
            Assert.Equal(JsonValueKind.Object, Corpus.Parse(translator.Error(body, 400, "req_1")).ValueKind);
            if (AnswerOf(translator, body) is { } answer)
                Assert.Equal(JsonValueKind.Object, Corpus.Parse(answer).ValueKind);
        });

    [Theory]
    [InlineData(FirstSeed, 6000)]
    public void A_file_is_read_or_its_faults_are_told(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var faults = new List<string>();
            var isKeys = mutator.Below(2) == 0;
            var broken = mutator.Break(isKeys ? Keys : Operators, isKeys ? Operators : Keys);
            object? read = isKeys
                ? StrictJson.Read(broken, KeyFileJson.Default.KeyFileContent, faults)
                : StrictJson.Read(broken, OperatorFileJson.Default.OperatorFileContent, faults);
            Assert.Equal(read is null, faults.Count > 0);
        });

    [Theory]
    [InlineData(FirstSeed, 8000)]
    public void An_upload_is_cut_in_pieces_as_it_is_at_once(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var upload = mutator.Break(Corpus.Requests[^1], mutator.Any(Corpus.Requests));
            var whole = Cut(upload, []);
            Assert.Equal(whole, Cut(upload, mutator.Splits(upload.Length)));
            foreach (var item in whole.SkipLast(1))
            {
                var faults = new List<string>();
                var line = BatchLine.Read(Encoding.Latin1.GetBytes(item), "params", faults);
                if (faults.Count > 0)
                    continue;
                var request = Corpus.Parse(Encoding.Latin1.GetBytes(item[line.Body]));
                Assert.Equal(JsonValueKind.Object, request.ValueKind);
            }
        });

    [Theory]
    [InlineData(FirstSeed, 2000)]
    public void It_takes_no_more_memory_than_so_much_for_each_byte(int first, int count) =>
        Corpus.ForEachSeed(first, count, mutator =>
        {
            var body = mutator.Break(mutator.Any(Corpus.Requests), mutator.Any(Corpus.Requests));
            var before = GC.GetAllocatedBytesForCurrentThread();
            ChatRequestReader.TryRead(body, mutator.Any(Dialects), out _, out _);
            StrictJson.FaultsIn(body);
            Translator.Between(Dialect.Anthropic, Dialect.OpenAi)!.TryRequest(body, out _, out _);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= AlwaysAllocated + ((long)body.Length * MostAllocatedPerByte),
                $"{allocated} bytes for {body.Length}");
        });

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("[true]")]
    [InlineData("\"yes\"")]
    public void What_stands_in_the_place_of_a_flag_is_replaced_whole(string instead)
    {
        var body = Encoding.UTF8.GetBytes($$"""
            {"model":"m","stream":true,"stream_options":{"include_usage":{{instead}},"b":2},"messages":[{"content":""}]}
            """);
        Assert.True(ChatRequestReader.TryRead(body, Dialect.OpenAi, out var request, out _));
        var edited = Corpus.Parse(BodyEdit.Apply(body, Dialect.OpenAi.Edits(request)).ToArray());
        Assert.True(edited.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public void What_is_given_twice_over_and_over_is_told_in_few_words()
    {
        const int times = 100_000;
        var body = Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Repeat("\"a\":1", times)) + "}");
        var faults = StrictJson.FaultsIn(body);
        Assert.Equal("And more.", faults[^1]);
        Assert.InRange(faults.Count, 2, 100);
    }

    private static void AssertEdited(Dialect dialect, ChatRequest request, byte[] body)
    {
        var edits = dialect.Edits(request).Append(new BodyEdit(request.ModelAt, "\"other\""u8.ToArray()));
        var edited = BodyEdit.Apply(body, edits).ToArray();
        if (IsJson(body))
            Assert.True(IsJson(edited), Encoding.UTF8.GetString(edited));
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            while (json.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[]? AnswerOf(Translator translator, byte[] body)
    {
        try
        {
            return translator.Answer(body, new Instant(0));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static List<string> Cut(byte[] upload, int[] splits)
    {
        var found = new List<string>();
        var cutter = new ItemCutter("requests", 64 * 1024, item => found.Add(Encoding.Latin1.GetString(item)));
        var from = 0;
        foreach (var until in splits.Append(upload.Length))
        {
            Assert.True(cutter.Append(upload.AsSpan(from..until)));
            from = until;
        }

        found.Add(Encoding.Latin1.GetString(cutter.Rest.Span));
        return found;
    }
}
