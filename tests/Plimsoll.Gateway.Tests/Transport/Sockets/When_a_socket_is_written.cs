using System.Buffers;
using Plimsoll.Gateway.Transport.Sockets;

namespace Plimsoll.Gateway.Tests.Transport.Sockets;

public class When_a_socket_is_written
{
    private const int SeveralBuffers = 32 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Flushes_arrive_in_order_and_whole()
    {
        await using var connection = await ConnectedSocket.Open();
        var sent = new MemoryStream();
        for (var i = 0; i < 200; i++)
        {
            var piece = Enumerable.Repeat((byte)i, (i * 97 % 9_000) + 1).ToArray();
            sent.Write(piece);
            connection.Output.Write(piece.AsSpan(0, piece.Length / 2));
            connection.Output.Write(piece.AsSpan(piece.Length / 2));
            Assert.Equal(piece.Length, connection.Output.UnflushedBytes);
            Assert.False((await connection.Output.FlushAsync(Cancellation)).IsCompleted);
        }

        var hearing = connection.HearAll();
        await connection.Server.DisposeAsync();
        Assert.Equal(sent.ToArray(), await hearing);
    }

    [Fact]
    public async Task A_flush_ends_when_a_slow_client_has_made_room_for_it()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Output.Write(new byte[SeveralBuffers]);
        var flushing = connection.Output.FlushAsync(Cancellation);
        Assert.False(flushing.IsCompleted);
        var hearing = connection.HearAll();

        Assert.False((await flushing).IsCompleted);

        await connection.Server.DisposeAsync();
        Assert.Equal(SeveralBuffers, (await hearing).Length);
    }

    [Fact]
    public async Task One_that_nobody_waits_for_any_more_ends_the_connection()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Output.Write(new byte[SeveralBuffers]);
        using var enough = new CancellationTokenSource();
        var flushing = connection.Output.FlushAsync(enough.Token);

        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await flushing);
        await connection.Closed();
    }

    [Fact]
    public async Task What_is_written_to_a_client_that_has_gone_goes_nowhere()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Input.Watch();
        connection.Reset();
        await connection.Closed();
        connection.Output.Write(new byte[100]);

        Assert.True((await connection.Output.FlushAsync(Cancellation)).IsCompleted);
        connection.Output.Write(new byte[100]);
        Assert.True((await connection.Output.FlushAsync(Cancellation)).IsCompleted);
    }

    [Fact]
    public async Task A_slow_client_that_leaves_ends_the_flush()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Output.Write(new byte[SeveralBuffers]);
        var flushing = connection.Output.FlushAsync(Cancellation);

        connection.Reset();

        Assert.True((await flushing).IsCompleted);
    }

    [Fact]
    public async Task A_client_that_turns_out_to_have_gone_ends_the_connection_though_nobody_reads()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Reset();
        do
        {
            connection.Output.Write(new byte[1]);
        }
        while (!(await connection.Output.FlushAsync(Cancellation)).IsCompleted);

        await connection.Closed();
    }

    [Fact]
    public async Task A_connection_that_ends_in_the_middle_of_a_flush_keeps_its_memory_until_that_has_ended()
    {
        for (var i = 0; i < 50; i++)
        {
            var connection = await ConnectedSocket.Open();
            connection.Output.Write(new byte[SeveralBuffers / 4]);
            var flushing = connection.Output.FlushAsync(Cancellation);
            Assert.NotNull(((SocketWriter)connection.Output).WaitsSince);

            await connection.DisposeAsync();

            Assert.True((await flushing).IsCompleted);
            Assert.Null(((SocketWriter)connection.Output).WaitsSince);
        }
    }

    [Fact]
    public async Task A_flush_called_off_says_so()
    {
        await using var connection = await ConnectedSocket.Open();
        connection.Output.Write(new byte[1]);
        connection.Output.CancelPendingFlush();

        Assert.True((await connection.Output.FlushAsync(Cancellation)).IsCanceled);
        Assert.False((await connection.Output.FlushAsync(Cancellation)).IsCanceled);
    }
}
