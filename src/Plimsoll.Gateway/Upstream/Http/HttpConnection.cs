using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>
/// One connection to a server. It carries one exchange at a time, and another only after an answer that was read to its
/// end and left nothing behind. For one thread at a time, except that <see cref="Abort"/> may come from any.
/// </summary>
/// <param name="pool">Where it returns to.</param>
/// <param name="socket">The connection.</param>
/// <param name="tls">What is spoken over it; null: plain TCP.</param>
/// <param name="bornAt">When it was made, by the pool's clock.</param>
internal sealed class HttpConnection(ConnectionPool pool, Socket socket, Stream? tls, long bornAt)
{
    private const int FirstBytes = 4096;
    private const int MaxBytes = 64 * 1024;
    private const int SendBytes = 32 * 1024;
    private const int MaxInterim = 16;

    // The head and what comes behind it in the same packet lie in one buffer: [head | what was not taken yet | free].
    // Between exchanges there is none.
    private byte[] buffer = [];
    private int bodyAt;
    private int start;
    private int end;
    private int filled;
    private ResponseHead head;
    private BodyFraming body;
    private Task sending = Task.CompletedTask;
    private int scanned;
    private int interim;
    private bool hasServed;
    private bool hasHeard;
    private bool hasEnded;
    private CancellationToken cancellation;
    private CancellationTokenRegistration leaving;

    /// <summary>When it was made, by the pool's clock.</summary>
    public long BornAt { get; } = bornAt;

    /// <summary>Since when it is idle, by the pool's clock.</summary>
    public long IdleSince { get; set; }

    /// <summary>Status of the answer.</summary>
    public int Status => head.Status;

    /// <summary>Length of the answer's body as stated; null: it is not.</summary>
    public long? ContentLength => head.ContentLength;

    /// <summary>Whether the answer's body came to its end.</summary>
    public bool IsEnded => body.IsEnded;

    /// <summary>
    /// Whether an idle connection may be used: one on which something came, be it its end, was closed or is not to be
    /// trusted.
    /// </summary>
    public bool IsQuiet
    {
        get
        {
            try
            {
                return !socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// Sends a request and reads the head of its answer. Where the connection was used before, and turns out to be
    /// closed without a byte of an answer, the request goes to a new one.
    /// </summary>
    /// <exception cref="UpstreamException">The server failed.</exception>
    /// <exception cref="OperationCanceledException">The request was given up. The connection is closed.</exception>
    public async ValueTask<UpstreamReply> Ask(UpstreamRequest request, CancellationToken givenUp)
    {
        cancellation = givenUp;
        leaving = givenUp.UnsafeRegister(static connection => ((HttpConnection)connection!).Abort(), this);
        (hasHeard, scanned, interim) = (false, 0, 0);
        try
        {
            await Send(request);
            while (!TryReadHead(request.Method))
            {
                if (Took(await Receive()) == 0)
                    throw Closed(null);
            }

            hasServed = true;
            return new UpstreamReply(this);
        }
        catch (Exception e)
        {
            var failure = Explain(e);
            await Close();
            if (!IsStale(failure))
            {
                if (failure == e)
                    throw;
                throw failure;
            }
        }

        return await pool.SendAnew(request, givenUp);
    }

    /// <inheritdoc cref="ResponseHead.TryFind"/>
    public bool TryFind(ReadOnlySpan<byte> name, int skip, out ReadOnlySpan<byte> value) =>
        head.TryFind(buffer, name, skip, out value);

    /// <summary>Reads the next bytes of the answer's body; none at its end. Valid until the next read.</summary>
    /// <exception cref="UpstreamException">The server failed.</exception>
    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> Read()
    {
        try
        {
            while (!body.IsEnded)
            {
                if (start == end && Took(await Receive()) == 0 && !body.TakeClose())
                    throw Closed(null);
                var at = start;
                var count = body.Take(buffer.AsSpan(at, end - at), out var taken);
                start += taken;
                if (count > 0)
                    return buffer.AsMemory(at, count);
            }

            return default;
        }
        catch (Exception e) when (Explain(e) is var failure && failure != e)
        {
            throw failure;
        }
    }

    /// <summary>Ends the exchange: the connection goes back to its pool, or is closed.</summary>
    public ValueTask Finish()
    {
        try
        {
            // What is left of a short answer that nobody wanted to read may be here already.
            if (!body.IsEnded && start < end)
            {
                body.Take(buffer.AsSpan(start, end - start), out var taken);
                start += taken;
            }
        }
        catch (UpstreamException)
        {
            return Close();
        }

        var isReusable = body.IsEnded && head.KeepsAlive && !hasEnded && start == end
            && sending.IsCompletedSuccessfully;
        var isGivenUp = !leaving.Unregister() && cancellation.CanBeCanceled;
        if (isGivenUp || !isReusable)
            return Close();
        GiveBuffersBack();
        pool.Return(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the connection at once; whoever waits for it fails.</summary>
    public void Abort() => socket.Dispose();

    /// <summary>Closes the connection, and waits until nothing of the request is read any more.</summary>
    public async ValueTask Close()
    {
        leaving.Unregister();
        Abort();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (tls is not null)
            await tls.DisposeAsync();
        GiveBuffersBack();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Send(UpstreamRequest request)
    {
        var block = RequestWriter.Write(request, pool.Origin, SendBytes, out var length, out var rest);
        try
        {
            await Send(block.AsMemory(0, length));
        }
        finally
        {
            block.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(block);
        }

        sending = rest.IsEmpty ? Task.CompletedTask : SendRest(rest);
    }

    private async Task SendRest(ReadOnlySequence<byte> rest)
    {
        foreach (var part in rest)
            await Send(part);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Send(ReadOnlyMemory<byte> bytes)
    {
        if (tls is not null)
        {
            await tls.WriteAsync(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            // The usual case, without what the other needs: the system has room for all of it.
            var sent = socket.Send(bytes.Span, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                sent = await socket.SendAsync(bytes, SocketFlags.None);
            else if (error != SocketError.Success)
                throw new SocketException((int)error);
            bytes = bytes[sent..];
        }
    }

    /// <summary>Reads the head of the answer, past those that only announce it.</summary>
    /// <returns>False: more has to come.</returns>
    private bool TryReadHead(string method)
    {
        while (end > 0 && ResponseHead.Read(buffer.AsSpan(0, end), scanned) is { } read)
        {
            head = read;
            if (head.Status >= 200)
            {
                (bodyAt, start) = (head.Length, head.Length);
                body = new BodyFraming(head, method);
                return true;
            }

            if (head.Status == 101 || interim++ == MaxInterim)
                throw new UpstreamException(UpstreamFault.Malformed, $"It answered {head.Status} unasked.");
            buffer.AsSpan(head.Length, end - head.Length).CopyTo(buffer);
            end -= head.Length;
            scanned = 0;
        }

        scanned = end;
        return false;
    }

    /// <summary>Receives what comes next behind what is there; <see cref="Took"/> has to be told of it.</summary>
    private ValueTask<int> Receive()
    {
        if (start == end && bodyAt > 0)
            (start, end) = (bodyAt, bodyAt);
        if (end == buffer.Length)
            Grow();
        var room = buffer.AsMemory(end);
        return tls is null ? socket.ReceiveAsync(room, SocketFlags.None) : tls.ReadAsync(room);
    }

    /// <summary>Takes note of what was received.</summary>
    private int Took(int read)
    {
        end += read;
        filled = Math.Max(filled, end);
        hasHeard |= read > 0;
        hasEnded |= read == 0;

        // A server that fills what there is has more.
        if (end == buffer.Length && bodyAt > 0 && buffer.Length < MaxBytes)
            Grow();
        return read;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length == 0 ? FirstBytes : buffer.Length * 2);
        buffer.AsSpan(0, end).CopyTo(larger);
        Return(buffer);
        buffer = larger;
    }

    private void GiveBuffersBack()
    {
        Return(buffer);
        (buffer, bodyAt, start, end, filled) = ([], 0, 0, 0, 0);
    }

    private void Return(byte[] used)
    {
        if (used.Length == 0)
            return;
        used.AsSpan(0, Math.Min(filled, used.Length)).Clear();
        ArrayPool<byte>.Shared.Return(used);
    }

    /// <summary>Whether the server closed the connection while it was idle, or took it for that.</summary>
    private bool IsStale(Exception failure) =>
        hasServed && failure is UpstreamException { Fault: UpstreamFault.Closed };

    /// <summary>What an exception means: that the request was given up, or that the server failed.</summary>
    private Exception Explain(Exception e)
    {
        if (e is not (IOException or SocketException or ObjectDisposedException))
            return e;
        if (cancellation.IsCancellationRequested)
            return new OperationCanceledException(null, e, cancellation);
        return e as UpstreamException ?? Closed(e);
    }

    private UpstreamException Closed(Exception? cause) => hasHeard
        ? new UpstreamException(UpstreamFault.Cut, "It closed the connection within its answer.", cause)
        : new UpstreamException(UpstreamFault.Closed, "It closed the connection without an answer.", cause);
}
