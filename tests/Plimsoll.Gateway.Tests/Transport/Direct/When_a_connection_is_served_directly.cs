using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Transport.Direct;

public class When_a_connection_is_served_directly
{
    private const string Other = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task One_request_follows_the_other_until_one_is_not_plain()
    {
        await using var rig = await GatewayRig.Begin();
        using var raw = await RawConnection.Open(rig.Url);

        await raw.Send(Ask(rig.Key) + Ask(rig.Key) + Other);

        var answers = await raw.ReadToEnd();
        Assert.Equal([200, 200, 200], RawConnection.Statuses(answers));
        Assert.Equal(2, rig.Upstream.Seen.Count);
    }

    [Fact]
    public async Task It_may_come_in_any_pieces()
    {
        await using var rig = await GatewayRig.Begin();
        var ask = Ask(rig.Key);
        for (var cut = 1; cut < ask.Length; cut += 7)
        {
            using var raw = await RawConnection.Open(rig.Url);
            await raw.Send(ask[..cut]);
            await raw.Send(ask[cut..] + Other);

            var answers = await raw.ReadToEnd();
            Assert.Equal([200, 200], RawConnection.Statuses(answers));
        }
    }

    [Fact]
    public async Task A_body_that_nobody_reads_does_not_become_a_request()
    {
        await using var rig = await GatewayRig.Begin();
        using var raw = await RawConnection.Open(rig.Url);

        await raw.Send(Ask("plm-unknown") + Other);

        var answers = await raw.ReadToEnd();
        Assert.Equal([401, 200], RawConnection.Statuses(answers));
        Assert.Empty(rig.Upstream.Seen);
    }

    [Fact]
    public async Task A_body_that_ends_too_soon_is_asked_of_nobody_and_costs_nothing()
    {
        await using var rig = await GatewayRig.Begin();
        var ask = Ask(rig.Key);
        using (var raw = await RawConnection.Open(rig.Url))
        {
            await raw.Send(ask[..^1]);
        }

        Assert.Equal((0m, 0m), await rig.Session());
        Assert.Empty(rig.Upstream.Seen);
    }

    [Fact]
    public async Task An_answer_in_chunks_is_whole()
    {
        await using var rig = await GatewayRig.Begin();
        using var raw = await RawConnection.Open(rig.Url);

        // An error has no length that is known before it is written.
        await raw.Send(Ask("plm-unknown") + Other);

        var answers = await raw.ReadToEnd();
        Assert.Contains("Transfer-Encoding: chunked\r\n", answers, StringComparison.Ordinal);
        Assert.Contains("\r\n0\r\n\r\nHTTP/1.1 200", answers, StringComparison.Ordinal);
    }

    private static string Ask(string key)
    {
        var body = Question.Body();
        return $"POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: {key}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}";
    }
}
