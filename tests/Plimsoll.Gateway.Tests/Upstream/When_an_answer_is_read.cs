using System.Text;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Upstream;

public class When_an_answer_is_read
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = $"{Ok}Transfer-Encoding: chunked\r\n\r\n";

    /// <summary>Method, answer, its status and body, and whether the connection may serve another request.</summary>
    public static TheoryData<string, string, int, string, bool> Answers() => new()
    {
        { "POST", $"{Ok}Content-Length: 5\r\n\r\nhello", 200, "hello", true },
        { "POST", $"{Ok}content-length:5\t\r\nX-Blank:\r\n\r\nhello", 200, "hello", true },
        { "POST", $"{Ok}Content-Length: 0\r\n\r\n", 200, "", true },
        { "POST", "HTTP/1.1 529\r\ncontent-length: 2\r\n\r\n{}", 529, "{}", true },
        { "POST", "HTTP/1.1 404 Nicht d\xe4\r\nContent-Length: 2\r\n\r\n{}", 404, "{}", true },
        { "POST", $"{Ok}Connection: close\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", false },
        { "POST", $"{Ok}Connection: x, Close ,keep-alive\r\nContent-Length: 2\r\n\r\n{{}}", 200, "{}", false },
        { "POST", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", false },
        { "POST", "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true },
        { "POST", $"{Ok}\r\nuntil the end", 200, "until the end", false },
        { "POST", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nuntil", 200, "until", false },
        { "POST", $"{Chunked}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", 200, "hello world", true },
        {
            "POST", $"{Ok}transfer-encoding: Chunked\r\n\r\n00A;a=b;c=\"d\"\r\n0123456789\r\n0 \r\n\r\n",
            200, "0123456789", true
        },
        { "POST", $"{Chunked}1\r\n\r\r\n2\r\n\n0\r\n0\r\nX-End: yes\r\nY: \r\n\r\n", 200, "\r\n0", true },
        { "POST", $"{Chunked}0\r\n\r\n", 200, "", true },
        {
            "POST", $"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\r\nLink: <a>\r\n\r\n{Ok}Content-Length: 2\r\n\r\n{{}}",
            200, "{}", true
        },
        { "POST", "HTTP/1.1 204 None\r\n\r\n", 204, "", true },
        { "GET", "HTTP/1.1 304 Same\r\nContent-Length: 5\r\n\r\n", 304, "", true },
        { "HEAD", $"{Ok}Content-Length: 5\r\n\r\n", 200, "", true },
        { "HEAD", $"{Chunked}", 200, "", true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task It_is_the_same_at_every_boundary(
        string method, string answer, int status, string body, bool isReusable)
    {
        var bytes = Encoding.Latin1.GetBytes(answer);
        var expected = new Exchange(status, body, isReusable, null);
        Assert.Equal(expected, await Exchange.Of(method, [bytes]));
        Assert.Equal(expected, await Exchange.Of(method, bytes.Select(b => (ReadOnlyMemory<byte>)new[] { b })));
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(expected, await Exchange.Of(method, answer, cut));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task One_that_breaks_off_is_never_taken_for_whole(
        string method, string answer, int status, string body, bool isReusable)
    {
        var isOpenEnded = body.StartsWith("until", StringComparison.Ordinal);
        for (var end = 0; end < answer.Length; end++)
        {
            var found = await Exchange.Of(method, answer[..end], 0);
            if (isOpenEnded && found.Status == status)
                continue;
            Assert.Equal(end == 0 ? UpstreamFault.Closed : UpstreamFault.Cut, found.Fault);
            Assert.False(found.IsReusable && isReusable);
            Assert.StartsWith(found.Body, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_of_any_size_comes_whole()
    {
        foreach (var size in new[] { 4095, 4096, 65_535, 65_536, 200_001 })
        {
            var body = string.Create(size, 0, (text, _) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = (char)('a' + (i * 31 % 26));
            });
            var chunks = string.Concat(body.Chunk(977).Select(c => $"{c.Length:x}\r\n{new string(c)}\r\n"));

            var counted = await Exchange.Of("POST", $"{Ok}Content-Length: {size}\r\n\r\n{body}", 100);
            var chunked = await Exchange.Of("POST", $"{Chunked}{chunks}0\r\n\r\n", 100);

            Assert.Equal(new Exchange(200, body, true, null), counted);
            Assert.Equal(new Exchange(200, body, true, null), chunked);
        }
    }

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nx")]
    [InlineData("Content-Length: 0\r\n\r\n{}")]
    public async Task What_comes_behind_it_is_not_read_and_the_connection_is_closed(string rest)
    {
        var found = await Exchange.Of("POST", Ok + rest, 0);

        Assert.True(found is { Status: 200, Body: "" or "{}", IsReusable: false, Fault: null });
    }
}
