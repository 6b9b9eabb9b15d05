using System.Buffers;
using System.Net.Sockets;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Upstream;

public class When_a_request_is_given_up
{
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 20")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{}")]
    public async Task The_server_sees_its_connection_closed_at_once(string begin)
    {
        var (begun, closed) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = new RawServer(async (socket, _) =>
        {
            await RawServer.Answer(socket, begin);
            begun.SetResult();
            await RawServer.Closed(socket);
            closed.SetResult();
        });
        using var pool = Exchange.Pool(server.Url);
        using var leaving = new CancellationTokenSource();
        var asked = Exchange.Of("POST", pool, leaving.Token);
        await begun.Task;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await closed.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, pool.Idle);
    }

    [Fact]
    public async Task Nothing_is_sent_when_that_was_before()
    {
        await using var server = new RawServer((socket, _) => RawServer.Answer(socket));
        using var pool = Exchange.Pool(server.Url);
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Exchange.Of("POST", pool, left.Token));
    }

    [Fact]
    public async Task A_body_that_the_server_does_not_read_is_no_longer_touched()
    {
        var arrived = new TaskCompletionSource<Socket>();
        await using var server = new RawServer((socket, _) =>
        {
            arrived.SetResult(socket);
            return Task.CompletedTask;
        });
        using var pool = Exchange.Pool(server.Url);
        using var leaving = new CancellationTokenSource();
        using var request = new UpstreamRequest("POST", "/") { Body = new ReadOnlySequence<byte>(new byte[64 << 20]) };
        var asked = pool.Send(request, leaving.Token).AsTask();
        await arrived.Task;

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task A_server_that_takes_no_connection_in_time_is_unreachable()
    {
        var clock = new Rig.ManualClock(Rig.GatewayRig.Start);
        using var pool = new ConnectionPool(
            new Uri("http://127.0.0.1:1"), null, new ConnectionOptions { Connect = TimeSpan.Zero }, clock);

        Assert.Equal(
            UpstreamFault.Unreachable, (await Exchange.Of("POST", pool, TestContext.Current.CancellationToken)).Fault);
    }
}
