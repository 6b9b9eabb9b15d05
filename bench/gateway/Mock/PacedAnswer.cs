using System.Net.Sockets;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>A stream of which a chunk is written on every beat.</summary>
internal sealed class PacedAnswer(Socket socket, AnswerForm form, long input, long output, int chunks)
{
    private readonly TaskCompletionSource<bool> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int written;

    /// <summary>True when the stream was written to its end, false when its reader left.</summary>
    public Task<bool> End => end.Task;

    /// <summary>Writes what is next; false when there is nothing more to write.</summary>
    public bool WriteNext()
    {
        var isLast = written == chunks;
        var template = isLast ? form.Last : form.Delta;
        Span<byte> bytes = stackalloc byte[template.Bytes];
        template.Write(bytes, input, output, MonotonicClock.Microseconds);
        socket.Send(bytes, SocketFlags.None, out var error);
        written++;
        if (error == SocketError.Success && !isLast)
            return true;
        end.SetResult(error == SocketError.Success);
        return false;
    }
}
