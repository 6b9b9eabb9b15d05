using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Plimsoll.Gateway.Transport.Sockets;

/// <summary>Reading from a pipe as from a stream.</summary>
internal static class PipeReading
{
    /// <summary>Copies what comes next, as far as there is room for it.</summary>
    /// <returns>How many bytes; 0: nothing more comes.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<int> CopyNext(
        this PipeReader input, Memory<byte> memory, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var some = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, memory.Length));
            some.CopyTo(memory.Span);
            input.AdvanceTo(some.End);

            // Somebody may have called off a read that had ended by then: it was not this one.
            if (!some.IsEmpty || read.IsCompleted)
                return (int)some.Length;
        }
    }
}
