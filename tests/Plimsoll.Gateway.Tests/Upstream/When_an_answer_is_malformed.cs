using System.Text;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Upstream;

public class When_an_answer_is_malformed
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = $"{Ok}Transfer-Encoding: chunked\r\n\r\n";

    public static TheoryData<string> Answers() =>
    [
        // The status.
        "\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.2 200 OK\r\n\r\n", "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 +20 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n", "HTTP/1.1 200 O\u0001K\r\n\r\n",
        "HTTP/1.1 200\tOK\r\n\r\n",
        "HTTP/1.1 200OK\r\n\r\n", "HTTP/1.1 200 OK\rX: y\r\n\r\n", "SSH-2.0-OpenSSH_9\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",

        // Headers.
        $"{Ok}No colon\r\n\r\n", $"{Ok}: empty\r\n\r\n", $"{Ok}Blank : y\r\n\r\n", $"{Ok}X\u0000: y\r\n\r\n",
        $"{Ok}X: a\r\n folded\r\n\r\n", $"{Ok}X: a\r\n\tfolded\r\n\r\n", $"{Ok} X: first\r\n\r\n",
        $"{Ok}X: a\nY: b\r\n\r\n", "HTTP/1.1 200 OK\nX: y\n\n", $"{Ok}X: a\rY: b\r\n\r\n", $"{Ok}X: \u0000\r\n\r\n",
        $"{Ok}X: \u007f\r\n\r\n", $"{Ok}(X): y\r\n\r\n", $"{Ok}\u00e4: y\r\n\r\n",

        // What frames the body.
        $"{Ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        $"{Ok}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        $"{Ok}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", $"{Ok}Content-Length: 5, 5\r\n\r\nhello",
        $"{Ok}Content-Length: +5\r\n\r\nhello", $"{Ok}Content-Length: -5\r\n\r\nhello", $"{Ok}Content-Length:\r\n\r\n",
        $"{Ok}Content-Length: 0x5\r\n\r\nhello", $"{Ok}Content-Length: 99999999999999999999\r\n\r\nhello",
        $"{Ok}Content-Length: 5 5\r\n\r\nhello", $"{Ok}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        $"{Ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        $"{Ok}Transfer-Encoding: identity\r\n\r\nx", $"{Ok}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",

        // Chunks and trailers.
        $"{Chunked}\r\n\r\n", $"{Chunked}g\r\n", $"{Chunked}-1\r\n", $"{Chunked}0x1\r\na\r\n", $"{Chunked}1\na\r\n",
        $"{Chunked}1\r\nab\r\n", $"{Chunked}1\r\na\n", $"{Chunked}1\ra\r\n", $"{Chunked}1;\u0001\r\na\r\n",
        $"{Chunked}1;a\n\r\na\r\n", $"{Chunked}1000000000000000\r\n", $"{Chunked}fffffffffffffffffffff\r\n",
        $"{Chunked} 1\r\na\r\n",
        $"{Chunked}0\r\nno trailer\r\n", $"{Chunked}0\r\n folded: y\r\n", $"{Chunked}0\r\nX: y\nY: z\r\n",
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task It_fails_at_every_boundary_and_the_connection_is_not_used_again(string answer)
    {
        for (var cut = 0; cut < answer.Length; cut++)
        {
            var found = await Exchange.Of("POST", answer, cut);

            Assert.True(found is { Fault: UpstreamFault.Malformed, IsReusable: false }, $"cut at {cut}: {found}");
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 ", "x", 40_000)]
    [InlineData($"{Ok}X: ", "y", 40_000)]
    [InlineData(Ok, "X: y\r\n", 200)]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n", 20)]
    [InlineData($"{Chunked}1;", "x", 5_000)]
    [InlineData($"{Chunked}0\r\nX: ", "y", 5_000)]
    [InlineData($"{Chunked}0\r\n", "X: y\r\n", 100)]
    public async Task One_without_bounds_is_not_read_to_its_end(string begin, string more, int times)
    {
        var found = await Exchange.Of("POST", begin + string.Concat(Enumerable.Repeat(more, times)) + "\r\n\r\n", 1);

        Assert.Equal(UpstreamFault.Malformed, found.Fault);
    }

    [Fact]
    public async Task Anything_at_all_either_fails_or_is_an_answer_however_it_is_cut()
    {
        const int seeds = 3000;
        var parts = Parts();
        for (var seed = 0; seed < seeds; seed++)
        {
            var chance = new Random(seed);
            var bytes = Encoding.Latin1.GetBytes(string.Concat(
                Enumerable.Range(0, chance.Next(1, 9)).Select(_ => parts[chance.Next(parts.Length)])));
            for (var i = chance.Next(4); i > 0; i--)
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            if (chance.Next(3) == 0)
                bytes = [.. Encoding.Latin1.GetBytes(Ok), .. bytes];
            var method = chance.Next(4) == 0 ? "GET" : "POST";

            var whole = await Exchange.Of(method, [bytes]);
            var cuts = new[] { chance.Next(bytes.Length + 1), chance.Next(bytes.Length + 1) }.Order().ToArray();
            var cut = await Exchange.Of(
                method, [bytes.AsMemory(0, cuts[0]), bytes.AsMemory(cuts[0]..cuts[1]), bytes.AsMemory(cuts[1])]);

            // Bytes behind an answer are seen at once only where they came with it.
            Assert.True(
                (whole.Status, whole.Body, whole.Fault) == (cut.Status, cut.Body, cut.Fault)
                || (whole.Fault is not null && whole.Fault == cut.Fault), $"seed {seed}: {whole} and {cut}");
        }
    }

    private static string[] Parts() =>
    [
        Ok, "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.0 500 \r\n", "Content-Length: 3\r\n", "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "X: y\r\n", "\r\n", "\r\n\r\n", "\n", "\r", "abc",
        "3\r\nabc\r\n", "0\r\n\r\n", "0\r\nX: y\r\n\r\n", " ", "\t", "\0", ":", "ffffffffffffff\r\n", "data: {}\n\n",
    ];
}
