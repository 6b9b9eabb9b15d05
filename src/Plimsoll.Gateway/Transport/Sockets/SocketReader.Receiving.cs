using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Plimsoll.Gateway.Transport.Sockets;

/// <summary>How it receives, and where to.</summary>
internal sealed partial class SocketReader
{
    /// <summary>Makes room for what a reader waits for.</summary>
    private void Prepare()
    {
        if (start == end)
            Empty();
        else if (end == block.Length && start > 0)
            MoveTo(block);
        else if (end == block.Length)
            MoveTo(ArrayPool<byte>.Shared.Rent(2 * block.Length));
        isReceiving = true;
        receiving.SetBuffer(block, end, block.Length - end);
    }

    private bool TryPrepareUnasked()
    {
        if (start < end && end == block.Length)
            return false;
        Prepare();
        return true;
    }

    /// <summary>Begins at the front again, with a larger block where the last was filled: there is more then.</summary>
    private void Empty()
    {
        var wanted = end > 0 && end == block.Length ? Math.Min(2 * end, MostUnasked) : FirstBytes;
        (start, examined, end) = (0, 0, 0);
        if (block.Length == wanted)
            return;
        Return(block);
        (block, filled) = (ArrayPool<byte>.Shared.Rent(wanted), 0);
    }

    private void MoveTo(byte[] other)
    {
        block.AsSpan(start, end - start).CopyTo(other);
        (examined, end) = (examined - start, end - start);
        start = 0;
        if (other == block)
            return;
        Return(block);
        (block, filled) = (other, end);
    }

    private void Return(byte[] used)
    {
        if (used.Length == 0)
            return;
        used.AsSpan(0, Math.Min(filled, used.Length)).Clear();
        ArrayPool<byte>.Shared.Return(used);
    }

    private void GiveBack()
    {
        Return(block);
        (block, start, examined, end, filled, given) = ([], 0, 0, 0, 0, default);
    }

    private void Receive()
    {
        try
        {
            while (!socket.ReceiveAsync(receiving) && Received())
            {
                // What came is kept for the next read.
            }
        }
        catch (ObjectDisposedException e)
        {
            lock (gate)
                isReceiving = false;
            End(Explain(e));
        }
    }

    /// <summary>Takes what was received, and wakes whoever waits for it.</summary>
    /// <returns>Whether more is to be received: an end may come behind it.</returns>
    private bool Received()
    {
        ReadResult result = default;
        var (wakes, ends, goesOn, error) = (false, false, false, receiving.SocketError);
        lock (gate)
        {
            isReceiving = false;
            ends = error != SocketError.Success || receiving.BytesTransferred == 0;
            if (!ends)
            {
                end += receiving.BytesTransferred;
                filled = Math.Max(filled, end);
                wakes = isWaiting && TryTake(out result);
                isWaiting &= !wakes;
            }

            if (isCompleted)
                GiveBack();
            else
                goesOn = !wakes && !ends && !isEnding && isWatching && TryPrepareUnasked();
        }

        if (wakes)
            waiting.SetResult(result);
        if (ends)
            End(error == SocketError.Success ? null : Explain(new SocketException((int)error)));
        return goesOn;
    }

    private void End(Exception? why)
    {
        lock (gate)
        {
            if (isEnding)
                return;
            (isEnding, fault) = (true, why);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static reader => reader.TellEnd(), this, preferLocal: false);
    }

    /// <summary>
    /// Tells of the end: first those who work for the client, so that the reader's failure finds them knowing why.
    /// </summary>
    private void TellEnd()
    {
        ended();
        ReadResult result = default;
        lock (gate)
        {
            isEnded = true;
            if (!isWaiting)
                return;
            isWaiting = false;
            if (fault is null)
                TryTake(out result);
        }

        waiting.RunContinuationsAsynchronously = true;
        if (fault is null)
            waiting.SetResult(result);
        else
            waiting.SetException(fault);
    }

    private static Exception Explain(Exception e) => e is SocketException
    {
        SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted
            or SocketError.TimedOut or SocketError.ProtocolType,
    }
        ? new ConnectionResetException(e.Message, e)
        : new ConnectionAbortedException(e.Message, e);

    private sealed class Receiving(SocketReader reader) : SocketAsyncEventArgs(true)
    {
        protected override void OnCompleted(SocketAsyncEventArgs e)
        {
            if (reader.Received())
                reader.Receive();
        }
    }
}
