using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>
/// An upstream's answer, of which the head was read. Its connection is used again if the body was read to its end when
/// it is disposed, and closed otherwise. For one thread at a time.
/// </summary>
internal sealed class UpstreamReply(HttpConnection connection) : IAsyncDisposable
{
    private HttpConnection? connection = connection;
    private byte[]? whole;

    /// <summary>Its status, from 200 to 599.</summary>
    public int Status { get; } = connection.Status;

    private HttpConnection Connection => connection ?? throw new ObjectDisposedException(nameof(UpstreamReply));

    /// <summary>The values of all headers of a name, with commas between them; null: it has none.</summary>
    /// <param name="name">The name in ASCII, in any case.</param>
    public string? Header(string name)
    {
        Span<byte> ascii = stackalloc byte[name.Length];
        return Header(ascii[..Encoding.ASCII.GetBytes(name, ascii)]);
    }

    /// <inheritdoc cref="Header(string)"/>
    public string? Header(ReadOnlySpan<byte> name)
    {
        string? all = null;
        for (var skip = 0; Connection.TryFind(name, skip, out var value); skip++)
        {
            var one = Encoding.Latin1.GetString(value);
            all = all is null ? one : $"{all}, {one}";
        }

        return all;
    }

    /// <summary>Finds the value of the first header of a name. Valid until the next read.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        Connection.TryFind(name, skip: 0, out value);

    /// <summary>Reads the next bytes of the body; none at its end. Valid until the next read.</summary>
    /// <exception cref="UpstreamException">The upstream failed.</exception>
    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    public ValueTask<ReadOnlyMemory<byte>> Read() => Connection.Read();

    /// <summary>Reads the whole body. Valid until the answer is disposed.</summary>
    /// <param name="maxBytes">Most bytes that are read.</param>
    /// <exception cref="UpstreamException">The upstream failed, or the body is larger.</exception>
    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReadWhole(int maxBytes)
    {
        if (Connection.ContentLength > maxBytes)
            throw TooLarge(maxBytes);
        var piece = await Connection.Read();
        if (Connection.IsEnded)
            return piece;
        var length = 0;
        whole = ArrayPool<byte>.Shared.Rent((int)(Connection.ContentLength ?? piece.Length * 4));
        while (!piece.IsEmpty)
        {
            if (piece.Length > maxBytes - length)
                throw TooLarge(maxBytes);
            if (piece.Length > whole.Length - length)
                Grow(length, length + piece.Length);
            piece.Span.CopyTo(whole.AsSpan(length));
            length += piece.Length;
            piece = await Connection.Read();
        }

        return whole.AsMemory(0, length);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (whole is not null)
            ArrayPool<byte>.Shared.Return(whole, clearArray: true);
        var used = connection;
        (whole, connection) = (null, null);
        return used?.Finish() ?? ValueTask.CompletedTask;
    }

    private void Grow(int held, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, whole!.Length * 2));
        whole.AsSpan(0, held).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(whole, clearArray: true);
        whole = larger;
    }

    private static UpstreamException TooLarge(int maxBytes) =>
        new(UpstreamFault.Malformed, $"Its answer is larger than {maxBytes} bytes.");
}
