using System.Net.Sockets;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Tests.Upstream;

public class When_a_connection_is_used_again
{
    private static readonly Exchange Served = new(200, "{}", true, null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_answer_after_another_comes_over_it()
    {
        await using var server = new RawServer(ServeAll);
        using var pool = Exchange.Pool(server.Url);

        for (var i = 0; i < 3; i++)
            Assert.Equal(Served, await Exchange.Of("POST", pool, Cancellation));

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task One_that_the_server_closed_meanwhile_is_replaced()
    {
        await using var server = new RawServer(async (socket, _) =>
        {
            await RawServer.Answer(socket);
            socket.Shutdown(SocketShutdown.Both);
        });
        using var pool = Exchange.Pool(server.Url);

        for (var i = 0; i < 3; i++)
            Assert.Equal(Served with { IsReusable = true }, await Exchange.Of("POST", pool, Cancellation));

        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task A_request_to_which_nothing_came_is_sent_once_more()
    {
        await using var server = new RawServer(async (socket, number) =>
        {
            await RawServer.Answer(socket);
            await RawServer.Request(socket);
            if (number == 1)
                socket.Dispose();
            else
                await RawServer.Send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        });
        using var pool = Exchange.Pool(server.Url);
        Assert.Equal(Served, await Exchange.Of("POST", pool, Cancellation));

        Assert.Equal(Served, await Exchange.Of("POST", pool, Cancellation));

        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_request_to_which_nothing_came_on_a_new_connection_is_not_sent_again()
    {
        await using var server = new RawServer(async (socket, _) =>
        {
            await RawServer.Request(socket);
            socket.Dispose();
        });
        using var pool = Exchange.Pool(server.Url);

        Assert.Equal(UpstreamFault.Closed, (await Exchange.Of("POST", pool, Cancellation)).Fault);

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_request_to_which_anything_came_is_not_sent_again()
    {
        await using var server = new RawServer(async (socket, _) =>
        {
            await RawServer.Answer(socket);
            await RawServer.Answer(socket, "HTTP/1.1 2");
            socket.Dispose();
        });
        using var pool = Exchange.Pool(server.Url);
        Assert.Equal(Served, await Exchange.Of("POST", pool, Cancellation));

        Assert.Equal(UpstreamFault.Cut, (await Exchange.Of("POST", pool, Cancellation)).Fault);

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task What_a_server_sent_unasked_is_never_taken_for_an_answer()
    {
        var sent = new TaskCompletionSource();
        await using var server = new RawServer(async (socket, number) =>
        {
            await RawServer.Answer(socket);
            if (number == 1)
            {
                await RawServer.Send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                sent.SetResult();
            }

            await ServeAll(socket, number);
        });
        using var pool = Exchange.Pool(server.Url);
        await Exchange.Of("POST", pool, Cancellation);
        await sent.Task;

        Assert.Equal(Served, await Exchange.Of("POST", pool, Cancellation));
    }

    [Fact]
    public async Task It_is_closed_when_it_was_idle_for_too_long_and_not_used_when_it_is_too_old()
    {
        var clock = new ManualClock(GatewayRig.Start);
        var closed = new TaskCompletionSource();
        await using var server = new RawServer(async (socket, number) =>
        {
            if (number > 1)
            {
                await ServeAll(socket, number);
                return;
            }

            await RawServer.Answer(socket);
            await RawServer.Closed(socket);
            closed.SetResult();
        });
        using var pool = new ConnectionPool(
            server.Url, null, new() { Idle = TimeSpan.FromSeconds(3), Lifetime = TimeSpan.FromSeconds(7) }, clock);
        await Exchange.Of("POST", pool, Cancellation);

        clock.Advance(TimeSpan.FromSeconds(3));

        await closed.Task.WaitAsync(Cancellation);
        Assert.Equal(0, pool.Idle);
        for (var i = 0; i < 4; i++)
        {
            await Exchange.Of("POST", pool, Cancellation);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(2, server.Connections);
        await Exchange.Of("POST", pool, Cancellation);
        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task No_more_are_kept_than_its_pool_may_keep()
    {
        await using var server = new RawServer(ServeAll);
        using var pool = Exchange.Pool(server.Url, new ConnectionOptions { MaxIdle = 2 });
        var replies = new List<UpstreamReply>();
        using var request = new UpstreamRequest("GET", "/");
        for (var i = 0; i < 4; i++)
            replies.Add(await pool.Send(request, Cancellation));

        foreach (var reply in replies)
            await reply.DisposeAsync();

        Assert.Equal(2, pool.Idle);
    }

    [Fact]
    public async Task An_answer_that_was_not_read_closes_it_unless_it_is_all_there()
    {
        await using var server = new RawServer(async (socket, number) =>
        {
            await RawServer.Answer(socket, "HTTP/1.1 503 Full\r\nContent-Length: 2\r\n\r\n{}");
            await RawServer.Answer(socket, "HTTP/1.1 503 Full\r\nContent-Length: 3\r\n\r\n{}");
            await RawServer.Closed(socket);
        });
        using var pool = Exchange.Pool(server.Url);
        using var request = new UpstreamRequest("GET", "/");

        await (await pool.Send(request, Cancellation)).DisposeAsync();
        Assert.Equal(1, pool.Idle);
        await (await pool.Send(request, Cancellation)).DisposeAsync();
        Assert.Equal(0, pool.Idle);
    }

    [Fact]
    public async Task A_pool_that_was_disposed_keeps_none()
    {
        await using var server = new RawServer(ServeAll);
        var pool = Exchange.Pool(server.Url);
        using var request = new UpstreamRequest("GET", "/");
        var reply = await pool.Send(request, Cancellation);

        pool.Dispose();
        await reply.DisposeAsync();

        Assert.Equal(0, pool.Idle);
    }

    private static async Task ServeAll(Socket socket, int number)
    {
        while (true)
            await RawServer.Answer(socket);
    }
}
