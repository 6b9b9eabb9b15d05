using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace Plimsoll.Gateway.Transport.Sockets;

/// <summary>
/// What goes to a client: gathered in one block, which a flush sends. A flush ends when the system has taken all of it,
/// so that a client that does not read holds its writer up and no memory. Where the connection is broken, what is
/// written goes nowhere. For one writer at a time.
/// </summary>
internal sealed class SocketWriter : PipeWriter, IValueTaskSource<FlushResult>, IDisposable
{
    private readonly Socket socket;
    private readonly Action abort;
    private readonly Sending sending;
    private ManualResetValueTaskSourceCore<FlushResult> waiting;
    private CancellationTokenRegistration leaving;
    private CancellationToken cancellation;
    private GatheredBytes gathered;
    private int sent;
    private bool isBroken;
    private volatile bool isCanceled;
    private volatile bool isSending;
    private long waitsSince;

    /// <summary>A writer of which nothing was sent.</summary>
    /// <param name="socket">The client's.</param>
    /// <param name="abort">Ends the connection: of a flush for which nobody waits any more, a part was sent.</param>
    public SocketWriter(Socket socket, Action abort)
    {
        (this.socket, this.abort) = (socket, abort);
        sending = new Sending(this);
    }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => gathered.Length;

    /// <summary>Since when, by the system's own count, a flush waits for its client to read; null: none does.</summary>
    public long? WaitsSince => Volatile.Read(ref waitsSince) is > 0 and var since ? since : null;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => gathered.Room(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => gathered.Room(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes) => gathered.Advance(bytes);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        sent = 0;
        waiting.Reset();
        isSending = true;
        if (TrySend())
            return new(Ended());
        cancellation = cancellationToken;
        leaving = cancellationToken.UnsafeRegister(static abort => ((Action)abort!)(), abort);
        return new ValueTask<FlushResult>(this, waiting.Version);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => isCanceled = true;

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => isBroken = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        // What is being sent is the system's until that has ended.
        if (!isSending)
            gathered.GiveBack();
        sending.Dispose();
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        leaving.Dispose();
        leaving = default;
        waiting.GetResult(token);
        if (isBroken)
            cancellation.ThrowIfCancellationRequested();
        return Ended();
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => waiting.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        waiting.OnCompleted(continuation, state, token, flags);

    /// <summary>Sends what is left.</summary>
    /// <returns>Whether that has ended; else it is told when it has.</returns>
    private bool TrySend()
    {
        try
        {
            while (sent < gathered.Length && !isBroken)
            {
                var left = gathered.Bytes[sent..];

                // The usual case, without what the other needs: the system has room for all of it.
                sent += socket.Send(left.Span, SocketFlags.None, out var error);
                isBroken |= error is not (SocketError.Success or SocketError.WouldBlock);
                if (error != SocketError.WouldBlock)
                    continue;
                Volatile.Write(ref waitsSince, Environment.TickCount64);
                sending.SetBuffer(left);
                if (socket.SendAsync(sending))
                    return false;
                Sent();
            }
        }
        catch (ObjectDisposedException)
        {
            isBroken = true;
        }

        return true;
    }

    private void Sent()
    {
        isBroken |= sending.SocketError != SocketError.Success;
        sent += sending.BytesTransferred;
    }

    private void GoOn()
    {
        Sent();
        if (TrySend())
            waiting.SetResult(default);
    }

    private FlushResult Ended()
    {
        gathered.GiveBack();
        Volatile.Write(ref waitsSince, 0);
        isSending = false;

        // There may be nobody who reads, and so learns of it.
        if (isBroken)
            abort();
        var result = new FlushResult(isCanceled, isBroken);
        isCanceled = false;
        return result;
    }

    private sealed class Sending(SocketWriter writer) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e) => writer.GoOn();
    }
}
