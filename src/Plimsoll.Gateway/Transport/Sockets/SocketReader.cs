using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Plimsoll.Gateway.Transport.Sockets;

/// <summary>
/// What a client sends, received into one block that readers look at in place. For one reader at a time, except that
/// <see cref="CancelPendingRead"/> and <see cref="Abort"/> may come from any thread.
/// </summary>
internal sealed partial class SocketReader : PipeReader, IValueTaskSource<ReadResult>, IDisposable
{
    private const int FirstBytes = 4096;
    private const int MostUnasked = 64 * 1024;
    private const string NobodyReads = "Nobody reads here any more.";

    private readonly Lock gate = new();
    private readonly Socket socket;
    private readonly Receiving receiving;
    private readonly Action ended;
    private ManualResetValueTaskSourceCore<ReadResult> waiting;
    private CancellationTokenRegistration leaving;

    // [read | unread | free]; what was examined reaches into what is unread.
    private byte[] block = [];
    private int start;
    private int examined;
    private int end;
    private int filled;
    private ReadOnlySequence<byte> given;
    private Exception? fault;
    private bool isReceiving;
    private bool isWatching;
    private bool isWaiting;
    private bool isCanceled;
    private bool isEnding;
    private bool isEnded;
    private bool isCompleted;

    /// <summary>A reader to which nothing has come.</summary>
    /// <param name="socket">The client's.</param>
    /// <param name="ended">Told once that nothing more comes, before the reader is.</param>
    public SocketReader(Socket socket, Action ended)
    {
        (this.socket, this.ended) = (socket, ended);
        receiving = new Receiving(this);
    }

    /// <summary>
    /// Whether it goes on to receive while nobody reads, as far as there is room: so it is known at once that a client
    /// has gone. Else whoever reads sees to it by <see cref="Watch"/>.
    /// </summary>
    public bool Watches { get; set; } = true;

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        bool begins;
        lock (gate)
        {
            isWatching = Watches;
            if (TryTake(out var result))
                return new(result);
            begins = !isReceiving && !isEnding;
            if (begins)
                Prepare();
        }

        if (begins)
            Receive();
        short version;
        lock (gate)
        {
            if (TryTake(out var result))
                return new(result);
            waiting.Reset();
            waiting.RunContinuationsAsynchronously = false;
            version = waiting.Version;
            isWaiting = true;
        }

        if (cancellationToken.CanBeCanceled)
            leaving = cancellationToken.UnsafeRegister(
                static (reader, token) => ((SocketReader)reader!).GiveUp(token), this);
        return new ValueTask<ReadResult>(this, version);
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        lock (gate)
            return TryTake(out result);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (gate)
        {
            this.examined = start + (int)given.Slice(given.Start, examined).Length;
            start += (int)given.Slice(given.Start, consumed).Length;
            given = default;
        }

        if (Watches)
            Watch();
    }

    /// <summary>Receives until the next read, as far as there is room.</summary>
    public void Watch()
    {
        lock (gate)
        {
            isWatching = true;
            if (isReceiving || isEnding || isCompleted || !TryPrepareUnasked())
                return;
        }

        Receive();
    }

    /// <summary>
    /// Receives into other memory, past the block; what is in that, or on its way there, is taken first.
    /// </summary>
    /// <returns>How many bytes; 0: nothing more comes.</returns>
    /// <exception cref="IOException">The client broke the connection.</exception>
    /// <exception cref="OperationCanceledException">It was closed on this side, or nobody waits any more.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadInto(Memory<byte> memory, CancellationToken cancellationToken)
    {
        if (!IsInBlock())
        {
            try
            {
                var count = await socket.ReceiveAsync(memory, SocketFlags.None, cancellationToken);
                if (count > 0)
                    return count;
                End(null);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                End(Explain(e));
            }
        }

        return await this.CopyNext(memory, cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        ReadResult result;
        lock (gate)
        {
            isCanceled = true;
            if (!isWaiting)
                return;
            isWaiting = false;
            TryTake(out result);
        }

        waiting.RunContinuationsAsynchronously = true;
        waiting.SetResult(result);
    }

    /// <summary>Ends it: the connection was closed on this side.</summary>
    public void Abort(Exception reason) => End(reason);

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        bool wakes;
        lock (gate)
        {
            if (isCompleted)
                return;
            isCompleted = true;
            (wakes, isWaiting) = (isWaiting, false);
            if (!isReceiving)
                GiveBack();
        }

        if (wakes)
            waiting.SetException(new InvalidOperationException(NobodyReads));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        receiving.Dispose();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        leaving.Dispose();
        leaving = default;
        return waiting.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => waiting.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        waiting.OnCompleted(continuation, state, token, flags);

    /// <summary>What a read is answered with; false: it has to wait.</summary>
    private bool TryTake(out ReadResult result)
    {
        if (isCompleted)
            throw new InvalidOperationException(NobodyReads);
        if (isEnded && fault is not null)
            throw fault;
        var isAnswer = end > examined || isEnded || isCanceled;
        given = new ReadOnlySequence<byte>(block, start, end - start);
        result = new ReadResult(given, isCanceled, isEnded);
        isCanceled &= !isAnswer;
        return isAnswer;
    }

    private bool IsInBlock()
    {
        lock (gate)
            return isReceiving || isEnding || isCanceled || end > start;
    }

    private void GiveUp(CancellationToken token)
    {
        lock (gate)
        {
            if (!isWaiting)
                return;
            isWaiting = false;
        }

        waiting.RunContinuationsAsynchronously = true;
        waiting.SetException(new OperationCanceledException(token));
    }
}
