using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Upstream;

public class When_a_request_is_written
{
    private static readonly HttpOrigin Origin = new(new Uri("http://fleet.test:8000/base/v1/"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_names_the_host_and_the_length_of_its_body()
    {
        using var request = new UpstreamRequest("POST", Origin.PathOf("/v1/messages"), "?beta=true")
        {
            Body = new ReadOnlySequence<byte>("{}"u8.ToArray()),
        };
        request.Add("x-api-key", "secret");

        Assert.Equal(
            "POST /base/v1/messages?beta=true HTTP/1.1\r\nhost: fleet.test:8000\r\nx-api-key: secret\r\n" +
            "content-length: 2\r\n\r\n{}",
            Written(request));
        using var empty = new UpstreamRequest("GET", "/health");
        Assert.Equal("GET /health HTTP/1.1\r\nhost: fleet.test:8000\r\n\r\n", Written(empty));
    }

    [Theory]
    [InlineData("http://10.0.0.1/", "10.0.0.1")]
    [InlineData("https://fleet.test/", "fleet.test")]
    [InlineData("https://fleet.test:80/", "fleet.test:80")]
    [InlineData("http://[::1]:81/", "[::1]:81")]
    [InlineData("http://gr\u00f6\u00dfe.test/", "xn--gre-6ka8i.test")]
    public void Its_host_is_that_of_the_url(string url, string host) =>
        Assert.Equal(host, Encoding.ASCII.GetString(new HttpOrigin(new Uri(url)).Authority.Span));

    [Theory]
    [InlineData("x", "a\r\nb: c")]
    [InlineData("x", "a\nb")]
    [InlineData("x", "a\0")]
    [InlineData("x", "gr\u00f6\u00dfe")]
    [InlineData("x\r\ny", "a")]
    [InlineData("x:", "a")]
    [InlineData("", "a")]
    public void A_header_that_could_begin_another_is_refused(string name, string value)
    {
        using var request = new UpstreamRequest("GET", "/");

        Assert.Throws<ArgumentException>(() => request.Add(name, value));

        Assert.True(request.Headers.IsEmpty);
    }

    [Theory]
    [InlineData("?a=b c\r\nx: y", "?a=b%20c%0D%0Ax:%20y")]
    [InlineData("?\u00e4\ud83d\ude00\0#", "?%C3%A4%F0%9F%98%80%00%23")]
    [InlineData("?kept=%0d%0a&[]", "?kept=%0d%0a&[]")]
    public void A_target_cannot_end_its_line(string query, string written)
    {
        using var request = new UpstreamRequest("GET", "/", query);

        Assert.StartsWith($"GET /{written} HTTP/1.1\r\nhost", Written(request), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new UpstreamRequest("GET /x HTTP/1.1\r\n", "/"));
    }

    [Fact]
    public async Task A_large_body_comes_whole_and_in_order()
    {
        var body = string.Join(',', Enumerable.Range(0, 200_000));
        var seen = new TaskCompletionSource<string>();
        await using var server = new RawServer(async (socket, _) =>
        {
            seen.SetResult(await RawServer.Request(socket));
            await RawServer.Send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        using var pool = Exchange.Pool(server.Url);
        using var request = new UpstreamRequest("POST", "/")
        {
            Body = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(body)),
        };

        await (await pool.Send(request, Cancellation)).DisposeAsync();

        Assert.EndsWith($"\r\n\r\n{body}", await seen.Task, StringComparison.Ordinal);
        Assert.Equal(1, pool.Idle);
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_body_was_taken_is_read_and_the_connection_closed()
    {
        await using var server = new RawServer(async (socket, _) =>
        {
            await socket.ReceiveAsync(new byte[100], Cancellation);
            await RawServer.Send(socket, "HTTP/1.1 413 Too large\r\nContent-Length: 2\r\n\r\n{}");
        });
        using var pool = Exchange.Pool(server.Url);
        using var request = new UpstreamRequest("POST", "/") { Body = new ReadOnlySequence<byte>(new byte[64 << 20]) };

        await using (var reply = await pool.Send(request, Cancellation))
        {
            Assert.Equal(413, reply.Status);
            Assert.Equal("{}", Encoding.ASCII.GetString((await reply.ReadWhole(10)).Span));
        }

        Assert.Equal(0, pool.Idle);
    }

    [Fact]
    public async Task An_answer_larger_than_its_bound_is_not_read_whole()
    {
        foreach (var framing in new[] { "Content-Length: 9\r\n\r\n123456789", "\r\n123456789" })
        {
            await using var server = new RawServer(async (socket, _) =>
            {
                await RawServer.Answer(socket, "HTTP/1.1 200 OK\r\n" + framing);
                socket.Shutdown(SocketShutdown.Send);
            });
            using var pool = Exchange.Pool(server.Url);
            using var request = new UpstreamRequest("GET", "/");
            await using var reply = await pool.Send(request, Cancellation);

            var failure = await Assert.ThrowsAsync<UpstreamException>(async () => await reply.ReadWhole(8));

            Assert.Equal(UpstreamFault.Malformed, failure.Fault);
        }
    }

    private static string Written(UpstreamRequest request)
    {
        var block = RequestWriter.Write(request, Origin, 100, out var length, out var rest);
        var text = Encoding.ASCII.GetString(block, 0, length) + Encoding.ASCII.GetString(rest);
        ArrayPool<byte>.Shared.Return(block);
        return text;
    }
}
