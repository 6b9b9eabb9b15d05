using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Plimsoll.Gateway.Transport.Sockets;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>The body of a request, as long as its head says.</summary>
/// <param name="input">What the client sends.</param>
/// <param name="socket">The same, where it comes from its socket as it is.</param>
internal sealed class RequestBodyReader(PipeReader input, SocketReader? socket) : Stream
{
    /// <summary>Bytes that are still to come.</summary>
    public long Left { get; private set; }

    /// <summary>Bytes that have come.</summary>
    public long Received { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Begins another body.</summary>
    public void Begin(long length)
    {
        (Left, Received) = (length, 0);
        WatchAtEnd();
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Left == 0 || buffer.IsEmpty)
            return 0;
        buffer = buffer[..(int)Math.Min(Left, buffer.Length)];
        var count = socket is not null
            ? await socket.ReadInto(buffer, cancellationToken)
            : await input.CopyNext(buffer, cancellationToken);
        if (count == 0)
            throw new IOException("The body ends before its stated length.");
        Left -= count;
        Received += count;
        WatchAtEnd();
        return count;
    }

    /// <summary>While a request is served, it has to be known at once that its client has gone.</summary>
    private void WatchAtEnd()
    {
        if (Left == 0)
            socket?.Watch();
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
