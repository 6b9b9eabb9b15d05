using System.Text;
using Plimsoll.Gateway.Transport;
using Plimsoll.Gateway.Transport.Direct;

namespace Plimsoll.Gateway.Tests.Transport.Direct;

public class When_a_head_is_read
{
    private const string Plain =
        "POST /v1/messages?beta=true HTTP/1.1\r\nHost: a.example:80\r\nX-Api-Key:  plm-1 \r\nuser-agent: one\r\n"
        + "User-Agent: two\r\nEmpty:\r\nConnection: Keep-Alive\r\ncontent-length: 12\r\n\r\n";

    [Fact]
    public void A_plain_one_is_known_by_its_names_in_any_case()
    {
        var head = new RequestHead();

        Assert.True(Read(head, Plain));

        var headers = new RequestHeaders(head);
        Assert.Equal(("/v1/messages", "?beta=true", 12), (head.Path, head.Query, head.ContentLength));
        Assert.Equal("plm-1", headers["x-api-key"]);
        Assert.Equal("one,two", headers["user-agent"].ToString());
        Assert.Equal("", headers["empty"]);
        Assert.Equal(0, headers["absent"].Count);
        Assert.Equal(
            ["Host", "X-Api-Key", "user-agent", "Empty", "Connection", "content-length"],
            headers.Select(header => header.Key));
    }

    [Theory]
    [InlineData("POST", "GET")]
    [InlineData("POST ", "post ")]
    [InlineData("HTTP/1.1", "HTTP/1.0")]
    [InlineData("HTTP/1.1", "HTTP/1.1 ")]
    [InlineData("/v1/messages?", "/v1/messages/?")]
    [InlineData("/v1/messages?", "/v1/%6dessages?")]
    [InlineData("?beta=true", "?a#b")]
    [InlineData("?beta=true", "?a b")]
    [InlineData("Host: a.example:80\r\n", "")]
    [InlineData("Host: a.example:80\r\n", "Host: a\r\nHost: a\r\n")]
    [InlineData("a.example:80", "a@b")]
    [InlineData("a.example:80", "")]
    [InlineData("content-length: 12\r\n", "")]
    [InlineData("content-length: 12", "content-length: 12\r\nContent-Length: 12")]
    [InlineData("content-length: 12", "content-length: +12")]
    [InlineData("content-length: 12", "content-length: 12, 12")]
    [InlineData("content-length: 12", "content-length: 0x12")]
    [InlineData("content-length: 12", "content-length: 99999999999")]
    [InlineData("content-length: 12", "content-length:")]
    [InlineData("content-length: 12", "content-length : 12")]
    [InlineData("Keep-Alive", "close")]
    [InlineData("Keep-Alive", "keep-alive, upgrade")]
    [InlineData("Empty:", "Transfer-Encoding: chunked")]
    [InlineData("Empty:", "Transfer-Encoding:")]
    [InlineData("Empty:", "Expect: 100-continue")]
    [InlineData("Empty:", "Upgrade: h2c")]
    [InlineData("Empty:", "Trailer: x")]
    [InlineData("Empty:", "TE: trailers")]
    [InlineData("Empty:", "HTTP2-Settings: x")]
    [InlineData("Empty:", "Proxy-Connection: x")]
    [InlineData("Empty:", ": x")]
    [InlineData("Empty:", "Em pty: x")]
    [InlineData("Empty:", " Empty: x")]
    [InlineData("Empty:", "Empty: a\tb")]
    [InlineData("Empty:", "Empty: \u00e4")]
    [InlineData("Empty:", "Empty: a\0b")]
    [InlineData("Empty:", "Empty: a\rb")]
    [InlineData("Empty:", "Empty: a\nb: c")]
    public void Anything_else_is_left_to_who_reads_all_of_HTTP(string part, string instead)
    {
        var text = Plain.Replace(part, instead, StringComparison.Ordinal);

        Assert.NotEqual(Plain, text);
        Assert.False(Read(new RequestHead(), text), text);
    }

    [Fact]
    public void More_than_its_bounds_is_left_too()
    {
        var bounds = new TransportBounds { Headers = 10, HeaderBytes = 1024, RequestLineBytes = 64 };

        Assert.True(Read(new RequestHead(), Plain, bounds));
        Assert.False(Read(new RequestHead(), Plain, bounds with { Headers = 6 }));
        Assert.False(Read(new RequestHead(), Plain, bounds with { HeaderBytes = 64 }));
        Assert.False(Read(new RequestHead(), Plain, bounds with { RequestLineBytes = 20 }));
    }

    [Fact]
    public void The_next_one_on_the_connection_has_nothing_of_the_last()
    {
        var head = new RequestHead();
        Assert.True(Read(head, Plain));
        Assert.Equal("plm-1", new RequestHeaders(head)["x-api-key"]);

        Assert.True(Read(
            head, "POST /v1/responses HTTP/1.1\r\nHost: x\r\nX-Api-Key: plm-2\r\nContent-Length: 0\r\n\r\n"));

        var headers = new RequestHeaders(head);
        Assert.Equal(("/v1/responses", "", 0), (head.Path, head.Query, head.ContentLength));
        Assert.Equal("plm-2", headers["x-api-key"]);
        Assert.False(headers.ContainsKey("user-agent"));
    }

    [Fact]
    public void No_byte_that_is_changed_makes_two_lengths_one()
    {
        // Whatever is taken for plain frames its body in one way that every server understands alike.
        for (var at = 0; at < Plain.Length; at++)
        {
            foreach (var other in "\0\t\n\r :,;9A\u007f\u0080\u00ff")
            {
                var text = Plain[..at] + other + Plain[(at + 1)..];
                var head = new RequestHead();
                if (!Read(head, text))
                    continue;
                var lines = text.Split("\r\n");
                var length = Assert.Single(lines, line => line.StartsWith("content-length:", StringComparison.Ordinal));
                Assert.Equal(length["content-length:".Length..].Trim(' ', '\t'), $"{head.ContentLength}");
                Assert.DoesNotContain(text, letter => letter is '\0' or > '~');
                Assert.Equal(text.Count(letter => letter == '\n'), text.Count(letter => letter == '\r'));
            }
        }
    }

    private static bool Read(RequestHead head, string text, TransportBounds? bounds = null) =>
        head.TryRead(Encoding.Latin1.GetBytes(text), DirectServer.Routes, bounds ?? new TransportBounds());
}
