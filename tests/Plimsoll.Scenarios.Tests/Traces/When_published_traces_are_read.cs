using System.IO.Compression;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Traces;

namespace Plimsoll.Scenarios.Tests.Traces;

public sealed class When_published_traces_are_read : IDisposable
{
    private readonly Published files = new();

    [Theory]
    [InlineData("azure.csv", "azure-llm", 40, 0)]
    [InlineData("mooncake.jsonl", "mooncake", 24, 512)]
    [InlineData("servegen.csv", "servegen", 40, 0)]
    [InlineData("vidur.csv", "vidur", 30, 0)]
    [InlineData("burstgpt.csv", "burstgpt", 4, 0)]
    [InlineData("tracelab.csv", "tracelab", 8, 64)]
    [InlineData("tracelab-rounds.jsonl", "tracelab-rounds", 11, 64)]
    [InlineData("vllm", "vllm", 8, 16)]
    public void Each_is_known_by_its_head(string name, string format, int requests, int block)
    {
        var trace = Published.Open(name);
        Assert.Equal((format, requests, block), (trace.Format, trace.Requests, trace.PrefixBlock));
        Assert.Equal(requests, trace.Rows().Count());
        Assert.All(Published.Arrivals(trace), arrival => Assert.InRange(
            arrival.Prefix.Length, 0, block == 0 ? 0 : (arrival.Input + block - 1) / block));
    }

    [Fact]
    public void Azure_has_dates_of_which_the_first_is_zero()
    {
        var trace = Published.Open("azure.csv");
        var (first, second) = (Published.Arrivals(trace)[0], Published.Arrivals(trace)[1]);
        Assert.Equal((0, 374, 44), (first.At.UnixNanoseconds, first.Input, first.Output));
        Assert.Equal((4_314_579_000, 396, 109), (second.At.UnixNanoseconds, second.Input, second.Output));
        Assert.Equal(new DateTime(2023, 11, 16, 18, 15, 46), Rounded(trace.Shift));
        Assert.Equal((-1, -1L), (first.Account, first.Session));
    }

    [Fact]
    public void Azure_of_2024_has_dates_with_an_offset()
    {
        var path = files.Write("TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,2162,5\n"
            + "2024-05-10 00:00:00.017335+00:00,2399,6\n");
        Assert.Equal(7_405_000, Published.Arrivals(Published.OpenAt(path))[1].At.UnixNanoseconds);
    }

    [Fact]
    public void Mooncake_names_blocks_that_prompts_share()
    {
        var arrivals = Published.Arrivals(Published.Open("mooncake.jsonl"));
        Assert.Equal((6758, 500), (arrivals[0].Input, arrivals[0].Output));
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13], arrivals[0].Prefix.ToArray());
        Assert.All(arrivals, arrival => Assert.Equal(0, arrival.Prefix.Span[0]));
    }

    [Fact]
    public void ServeGens_clients_are_accounts_and_instants_before_zero_are_moved()
    {
        var trace = Published.Open("servegen.csv");
        Assert.Equal(-64800, trace.Shift.Seconds);
        Assert.Equal(0, trace.First.UnixNanoseconds);
        Assert.Equal((433_000, 151), (Published.Arrivals(trace)[1].At.UnixNanoseconds, trace.Accounts[1]));
    }

    [Fact]
    public void Vidurs_instants_stay_as_they_are()
    {
        var trace = Published.Open("vidur.csv");
        Assert.Equal(Duration.Zero, trace.Shift);
        Assert.Equal((72_145_532, 1069, 430), Key(trace, 0));
    }

    [Fact]
    public void BurstGpts_models_are_classes_and_its_failures_are_left_out()
    {
        var trace = Published.Open("burstgpt.csv");
        Assert.Equal(["ChatGPT", "GPT-4"], trace.Classes);
        Assert.Equal([0, 0, 1, 1], Published.Arrivals(trace).Select(arrival => arrival.Class));
        Assert.Equal((1, 230_500_000_000, 22, 7), (trace.Empty, Key(trace, 3).At, Key(trace, 3).In, Key(trace, 3).Out));
    }

    [Fact]
    public void TraceLabs_rounds_wait_for_their_tools_and_grow()
    {
        var rows = Published.Open("tracelab.csv").Rows().ToList();
        Assert.Equal([0.0, 0.2, 0.5], rows.Where(row => row.Think is null)
            .Select(row => row.Arrival.At.UnixNanoseconds / 1e9));
        Assert.Equal([0.1, 0.1, 0.08, 0.05, 0.05], rows.Select(row => row.Think?.Seconds).OfType<double>());
        Assert.Equal([512, 704, 896], rows.Take(3).Select(row => row.Arrival.Input));
        Assert.True(rows[1].Arrival.Prefix.Span.StartsWith(rows[0].Arrival.Prefix.Span));
        Assert.Equal(11, rows[1].Arrival.Prefix.Length);
        Assert.NotEqual(rows[0].Arrival.Prefix.Span[0], rows[3].Arrival.Prefix.Span[0]);
    }

    [Fact]
    public void Recorded_rounds_are_put_in_order_of_sessions_and_think_while_tools_run()
    {
        var trace = Published.Open("tracelab-rounds.jsonl");
        var rows = trace.Rows().ToList();
        Assert.Equal(["claude-opus-4-8", "gpt-5.4"], trace.Classes);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], rows.Select(row => row.Arrival.Session));

        // The first of Claude's rounds ends at 05:40:31.647; the last of its tools answers at 05:40:50.938.
        Assert.Equal(19.291, rows[6].Think!.Value.Seconds);
        Assert.Equal((32272, 931), (rows[5].Arrival.Input, rows[5].Arrival.Output));
        Assert.Equal(29380 / 64, rows[6].Arrival.Prefix.Span.CommonPrefixLength(rows[5].Arrival.Prefix.Span));
    }

    [Fact]
    public void A_recorded_run_has_names_for_whole_blocks()
    {
        var arrivals = Published.Arrivals(Published.Open("vllm"));
        Assert.All(arrivals, arrival => Assert.Equal(arrival.Input / 16, arrival.Prefix.Length));
        Assert.Equal((0, 2358, 531), Key(Published.Open("vllm"), 0));
    }

    [Fact]
    public void Compressed_files_and_lines_of_Windows_are_read_the_same()
    {
        var text = File.ReadAllText(Published.PathOf("vidur.csv"));
        using (var packed = new GZipStream(File.Create(files.PathTo("packed.csv.gz")), CompressionLevel.Fastest))
        using (var writer = new StreamWriter(packed))
            writer.Write(text.ReplaceLineEndings("\r\n"));
        var plain = Published.Arrivals(Published.Open("vidur.csv"));
        Assert.Equal(plain, Published.Arrivals(Published.OpenAt(files.PathTo("packed.csv.gz"))));
        Assert.Equal(plain, Published.Arrivals(Published.OpenAt(files.PathTo("packed.csv"))));
    }

    [Fact]
    public void A_file_without_a_line_end_at_the_end_has_its_last_row()
    {
        var path = files.Write("arrived_at,num_prefill_tokens,num_decode_tokens\n1,10,2\n2.5,11,3");
        Assert.Equal((2_500_000_000, 11, 3), Key(Published.OpenAt(path), 1));
    }

    [Fact]
    public void A_form_can_be_stated()
    {
        var path = Published.PathOf("vidur.csv");
        Assert.Equal("vidur", Published.OpenAt(path, "vidur").Format);
        Assert.Null(TraceFile.Open(path, "azure-llm", out var problems));
        Assert.Contains("expected TIMESTAMP, ContextTokens, GeneratedTokens as well", problems.First[0].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_streamed()
    {
        var lines = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},10,2\n"));
        var trace = Published.OpenAt(files.Write("arrived_at,num_prefill_tokens,num_decode_tokens\n" + lines));
        Assert.Equal(2, trace.Rows().Take(2).Count());
        File.AppendAllText(trace.Path, "x,10,2\n");
        Assert.Equal(50_000, trace.Rows().Take(50_000).Count());
        Assert.Throws<InvalidDataException>(() => trace.Rows().Count());
    }

    public void Dispose() => files.Dispose();

    private static (long At, int In, int Out) Key(TraceFile trace, int row)
    {
        var arrival = Published.Arrivals(trace)[row];
        return (arrival.At.UnixNanoseconds, arrival.Input, arrival.Output);
    }

    private static DateTime Rounded(Duration shift) => DateTime.UnixEpoch.AddSeconds(Math.Floor(shift.Seconds));
}
