using System.IO.Compression;
using Plimsoll.Scenarios.Traces;

namespace Plimsoll.Scenarios.Tests.Traces;

public sealed class When_a_trace_is_wrong : IDisposable
{
    private const string Vidur = "arrived_at,num_prefill_tokens,num_decode_tokens\n";
    private const string Own = "#plimsoll-trace/1 prefix-block=64\narrival_ns,session,input,output,think_ns,prefix\n";

    private readonly Published files = new();

    [Fact]
    public void Every_error_is_told_with_its_line_and_column() => Assert.Equal(
        [
            "2:5: num_prefill_tokens: found 'ten'; expected a whole number from 0 to 16777216",
            "2:9: num_decode_tokens: found nothing; expected a whole number from 0 to 16777216",
            "3:1: found 2 cells; expected 3, as in the header",
            "5:1: arrived_at: found 'soon'; expected a number of seconds, at most 20 years",
            "6:1: found a request that arrives 1 s before one above it; expected rows in order of arrival. "
                + "Sort the file",
        ],
        files.Problems(Vidur + "1.5,ten,\n2,3\n3,1,1\nsoon,1,1\n2,1,1\n"));

    [Fact]
    public void Only_the_first_are_told_and_how_many_there_are()
    {
        var path = files.Write(Vidur + string.Concat(Enumerable.Repeat("x,1,1\n", 500)));
        Assert.Null(TraceFile.Open(path, null, out var problems));
        Assert.Equal((20, 500), (problems.First.Count, problems.Count));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", "1:1: found 'a,b,c'; expected one of the forms plimsoll: #plimsoll-trace/1")]
    [InlineData("", "1:1: found nothing; expected one of the forms")]
    [InlineData(Vidur, "1:1: found no request; expected at least one")]
    [InlineData("TIMESTAMP,ContextTokens,GeneratedTokens\nyesterday,1,1\n", "2:1: TIMESTAMP: found 'yesterday'")]
    [InlineData("{\"timestamp\": 0, \"hash_ids\": []}\n",
        "1:1: input_length: found nothing; expected a whole number from 0")]
    [InlineData("{\"timestamp\": 0, \"input_length\": 500, \"output_length\": 1, \"hash_ids\": [1, 2]}\n",
        "1:1: hash_ids: found a list of 2; expected a list of at most 1 whole numbers, one a block of the prompt")]
    [InlineData("{\"timestamp\": 0, \"input_length\": 5, \"output_length\": 1, \"hash_ids\": [\"a\"]}\n",
        "1:1: hash_ids: found a list of 1; expected whole numbers")]
    [InlineData("{\"timestamp\": 0, \"hash_ids\": [}\n", "1:31: found no JSON; expected an object a line")]
    [InlineData("arrival_s,client_id,prefill_tokens,decode_tokens,reason_ratio\n0,-1,2,3,\n",
        "2:3: client_id: found '-1'; expected a whole number from 0")]
    [InlineData(Own + "5,1,10,10,,\n,2,10,10,7,\n",
        "4:1: found a row of session 2 that waits for an answer after one of session 1")]
    [InlineData(Own + ",1,10,10,7,\n", "3:1: found a row of session 1 that waits for an answer after one of session")]
    [InlineData(Own + "5,1,0,10,,\n", "3:5: input: found '0'; expected a whole number from 1")]
    [InlineData(Own + "5,1,100,10,,1 x\n", "3:13: prefix: found '1 x'; expected whole numbers with a space between")]
    [InlineData(Own + "5,1,100,10,,1 2 3\n", "3:13: prefix: found '1 2 3'; expected at most 2 names for 100 tokens")]
    [InlineData("#plimsoll-trace/1\narrival_ns,input,output,prefix\n5,10,10,4\n",
        "3:9: prefix: found '4'; expected nothing, or '#plimsoll-trace/1 prefix-block=N' in line 1")]
    [InlineData("#plimsoll-trace/12\narrival_ns,input,output\n5,10,10\n", "1:1: found '#plimsoll-trace/12'; expected")]
    [InlineData("#plimsoll-trace/1\narrival_ns,input\n5,10\n",
        "2:1: found the columns arrival_ns, input; expected output as well")]
    public void It_is_told_where_what_was_found_and_what_was_expected(string text, string expected) =>
        Assert.StartsWith(expected, files.Problems(text).First(), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_or_not_compressed_is_told()
    {
        Assert.Null(TraceFile.Open(files.PathTo("nowhere.csv"), null, out var problems));
        Assert.Contains("nowhere.csv", Assert.Single(problems.First).ToString(), StringComparison.Ordinal);
        Assert.Null(TraceFile.Open(files.Write("no gzip", "x.csv.gz"), null, out problems));
        Assert.Single(problems.First);
        Assert.Null(TraceFile.Open(Path.GetDirectoryName(files.PathTo("x"))!, null, out problems));
        Assert.Contains("requests.csv", problems.First[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void A_compressed_file_that_was_cut_off_is_told(double kept)
    {
        using var whole = new MemoryStream();
        using (var packed = new GZipStream(whole, CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(Published.PathOf("vidur.csv")));
        var path = files.PathTo("cut.csv.gz");
        File.WriteAllBytes(path, whole.ToArray()[..(int)(whole.ToArray().Length * kept)]);
        Assert.Null(TraceFile.Open(path, null, out var problems));
        Assert.Contains("found no more that can be decompressed", Assert.Single(problems.First).ToString(),
            StringComparison.Ordinal);
    }

    public void Dispose() => files.Dispose();
}
