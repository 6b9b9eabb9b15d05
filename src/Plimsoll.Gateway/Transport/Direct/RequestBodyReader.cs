using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>The body of a request, as long as its head says.</summary>
internal sealed class RequestBodyReader(PipeReader input) : Stream
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
    public void Begin(long length) => (Left, Received) = (length, 0);

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Left == 0 || buffer.IsEmpty)
            return 0;
        var read = await input.ReadAsync(cancellationToken);
        var available = read.Buffer;
        if (available.Length > Math.Min(Left, buffer.Length))
            available = available.Slice(0, Math.Min(Left, buffer.Length));
        available.CopyTo(buffer.Span);
        var count = (int)available.Length;
        input.AdvanceTo(available.End);
        Left -= count;
        Received += count;
        if (count == 0 && (read.IsCompleted || read.IsCanceled))
            throw new IOException("The body ends before its stated length.");
        return count;
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
