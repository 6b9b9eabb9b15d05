using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Plimsoll.Gateway.Tests.Transport.Sockets;

public class When_a_socket_is_read
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 7)]
    [InlineData(true, int.MaxValue)]
    [InlineData(false, 1)]
    [InlineData(false, 7)]
    [InlineData(false, int.MaxValue)]
    public async Task What_was_sent_comes_in_order_however_it_is_consumed(bool watches, int most)
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Input.Watches = watches;
        var sent = Bytes(most == 1 ? 20_000 : 300_000);
        var saying = connection.Say(sent);
        var read = new MemoryStream();

        while (read.Length < sent.Length)
        {
            var some = (await connection.Input.ReadAsync(Cancellation)).Buffer;
            some = some.Slice(0, Math.Min(most, some.Length));
            read.Write(some.ToArray());
            connection.Input.AdvanceTo(some.End);
        }

        await saying;
        Assert.Equal(sent, read.ToArray());
    }

    [Fact]
    public async Task Who_has_examined_all_is_told_of_more_and_gets_it_together()
    {
        await using var connection = await ConnectedSocket.Open();
        var sent = Bytes(100_000);
        var saying = connection.Say(sent);
        var seen = 0L;

        ReadOnlySequence<byte> all;
        while ((all = (await connection.Input.ReadAsync(Cancellation)).Buffer).Length < sent.Length)
        {
            Assert.True(all.Length > seen);
            seen = all.Length;
            connection.Input.AdvanceTo(all.Start, all.End);
        }

        Assert.Equal(sent, all.ToArray());
        connection.Input.AdvanceTo(all.End);
        Assert.False(connection.Input.TryRead(out _));
        await saying;
    }

    [Fact]
    public async Task What_was_not_examined_comes_again_at_once()
    {
        await using var connection = await ConnectedSocket.Open();
        await connection.Say([1, 2, 3]);
        var first = (await connection.Input.ReadAsync(Cancellation)).Buffer;

        connection.Input.AdvanceTo(first.GetPosition(1), first.GetPosition(2));

        Assert.True(connection.Input.TryRead(out var again));
        Assert.Equal([2, 3], again.Buffer.ToArray());
        connection.Input.AdvanceTo(again.Buffer.End);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(3_000)]
    public async Task A_body_goes_past_the_block_and_after_what_is_in_it(int examined)
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Input.Watches = false;
        var sent = Bytes(200_000);
        var saying = connection.Say(sent);
        var read = new MemoryStream();
        if (examined > 0)
        {
            var head = (await connection.Input.ReadAtLeastAsync(examined, Cancellation)).Buffer.Slice(0, examined);
            read.Write(head.ToArray());
            connection.Input.AdvanceTo(head.End);
        }

        var memory = new byte[50_000];
        while (read.Length < sent.Length)
            read.Write(memory, 0, await connection.Input.ReadInto(memory, Cancellation));

        Assert.Equal(sent, read.ToArray());
        await saying;
        connection.Client.Dispose();
        Assert.Equal(0, await connection.Input.ReadInto(memory, Cancellation));
    }

    [Fact]
    public async Task A_read_that_waits_can_be_called_off_and_the_next_goes_on()
    {
        await using var connection = await ConnectedSocket.Open();
        var waiting = connection.Input.ReadAsync(Cancellation);

        connection.Input.CancelPendingRead();

        var canceled = await waiting;
        Assert.Equal((true, 0L), (canceled.IsCanceled, canceled.Buffer.Length));
        connection.Input.AdvanceTo(canceled.Buffer.End);
        using var enough = new CancellationTokenSource();
        var another = connection.Input.ReadAsync(enough.Token);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await another);
        await connection.Say([9]);
        Assert.Equal([9], (await connection.Input.ReadAsync(Cancellation)).Buffer.ToArray());
    }

    [Fact]
    public async Task One_called_off_before_it_waits_gets_what_is_there()
    {
        await using var connection = await ConnectedSocket.Open();
        await connection.Say([1]);
        var first = (await connection.Input.ReadAsync(Cancellation)).Buffer;
        connection.Input.AdvanceTo(first.Start, first.End);

        connection.Input.CancelPendingRead();

        var canceled = await connection.Input.ReadAsync(Cancellation);
        Assert.True(canceled.IsCanceled);
        Assert.Equal([1], canceled.Buffer.ToArray());
    }

    [Fact]
    public async Task That_the_client_has_ended_is_known_to_the_connection_before_the_reader()
    {
        await using var connection = await ConnectedSocket.Open();
        var waiting = connection.Input.ReadAsync(Cancellation);
        connection.Client.Dispose();

        var last = await waiting;

        Assert.True(last.IsCompleted);
        Assert.True(connection.Server.ConnectionClosed.IsCancellationRequested);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_has_gone_is_noticed_while_nobody_reads(bool isReset)
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Input.Watches = false;
        await connection.Say([1, 2]);
        var request = (await connection.Input.ReadAsync(Cancellation)).Buffer;
        connection.Input.AdvanceTo(request.End);
        connection.Input.Watch();

        if (isReset)
            connection.Reset();
        else
            connection.Client.Dispose();

        await connection.Closed();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_says_a_word_and_goes_is_noticed_while_nobody_reads(bool watches)
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Input.Watches = watches;
        await connection.Say([1, 2]);
        connection.Input.AdvanceTo((await connection.Input.ReadAsync(Cancellation)).Buffer.End);
        connection.Input.Watch();

        // As TLS does, and as who sends a line end behind a body.
        await connection.Say([3]);
        while (!connection.Input.TryRead(out _))
            await Task.Yield();
        connection.Client.Dispose();

        await connection.Closed();
    }

    [Fact]
    public async Task Whoever_fails_when_told_of_the_end_keeps_nobody_from_it()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Server.ConnectionClosed.Register(() => throw new InvalidOperationException("Not now."));
        var waiting = connection.Input.ReadAsync(Cancellation);

        connection.Client.Dispose();

        Assert.True((await waiting).IsCompleted);
    }

    [Fact]
    public async Task One_that_waits_when_reading_ends_is_told_and_nothing_comes_of_what_follows()
    {
        await using var connection = await ConnectedSocket.Open();
        var waiting = connection.Input.ReadAsync(Cancellation);

        await connection.Input.CompleteAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await waiting);
        await connection.Say([1]);
        connection.Client.Dispose();
        await connection.Server.DisposeAsync();
        await connection.Closed();
    }

    [Fact]
    public async Task One_called_off_too_late_is_no_end_of_a_body()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Input.Watches = false;
        connection.Input.CancelPendingRead();
        var reading = connection.Input.ReadInto(new byte[10], Cancellation);

        await connection.Say([1, 2, 3]);

        Assert.Equal(3, await reading);
    }

    [Fact]
    public async Task What_came_before_the_end_is_read_before_it()
    {
        await using var connection = await ConnectedSocket.Open();
        await connection.Say([1, 2]);
        connection.Client.Dispose();

        var first = await connection.Input.ReadAsync(Cancellation);
        Assert.Equal([1, 2], first.Buffer.ToArray());
        connection.Input.AdvanceTo(first.Buffer.End);
        Assert.True((await connection.Input.ReadAsync(Cancellation)).IsCompleted);
    }

    [Fact]
    public async Task Who_waits_is_told_of_a_reset_and_of_an_abort()
    {
        await using (var reset = await ConnectedSocket.Open())
        {
            var waiting = reset.Input.ReadAsync(Cancellation);
            reset.Reset();
            await Assert.ThrowsAsync<ConnectionResetException>(async () => await waiting);
        }

        await using var aborted = await ConnectedSocket.Open();
        var pending = aborted.Input.ReadAsync(Cancellation);
        var body = new ConnectionAbortedException("Enough.");
        aborted.Server.Abort(body);
        Assert.Same(body, await Assert.ThrowsAsync<ConnectionAbortedException>(async () => await pending));
    }

    [Fact]
    public async Task Nobody_reads_after_the_end_of_reading()
    {
        await using var connection = await ConnectedSocket.Open();
        await connection.Input.CompleteAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await connection.Input.ReadAsync(Cancellation));
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * 31 / 8) % 251))];
}
