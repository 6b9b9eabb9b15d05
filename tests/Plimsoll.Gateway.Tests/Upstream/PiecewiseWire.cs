namespace Plimsoll.Gateway.Tests.Upstream;

/// <summary>A connection on which a server's bytes come in given pieces and then end; what is sent is kept.</summary>
internal sealed class PiecewiseWire(params IEnumerable<ReadOnlyMemory<byte>> pieces) : Stream
{
    private readonly Queue<ReadOnlyMemory<byte>> pieces = new(pieces.Where(piece => !piece.IsEmpty));
    private readonly MemoryStream sent = new();

    public byte[] Sent => sent.ToArray();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!pieces.TryPeek(out var piece))
            return new(0);
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        pieces.Dequeue();

        // What does not fit comes next.
        if (count < piece.Length)
        {
            ReadOnlyMemory<byte>[] later = [piece[count..], .. pieces];
            pieces.Clear();
            foreach (var item in later)
                pieces.Enqueue(item);
        }

        return new(count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        sent.Write(buffer.Span);
        return default;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
