using System.Buffers;

namespace Plimsoll.Gateway.Transport;

/// <summary>Bytes that are gathered in lent memory until they go out. A mutable struct: keep it in a field.</summary>
internal struct GatheredBytes
{
    private const int FirstBytes = 4096;

    private byte[]? block;
    private int filled;

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>They themselves, until more are gathered.</summary>
    public readonly Memory<byte> Bytes => block.AsMemory(0, Length);

    /// <summary>Room for more.</summary>
    /// <param name="sizeHint">How much there has to be; 0: some.</param>
    public Memory<byte> Room(int sizeHint)
    {
        var size = block?.Length ?? 0;
        if (size - Length < Math.Max(1, sizeHint))
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, Math.Max(size * 2, Length + sizeHint)));
            var held = Length;
            Bytes.CopyTo(larger);
            GiveBack();
            (block, Length) = (larger, held);
        }

        return block.AsMemory(Length);
    }

    /// <summary>Takes what was written into the room.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Begins anew in the same memory.</summary>
    public void Clear() => (filled, Length) = (Math.Max(filled, Length), 0);

    /// <summary>Begins anew, and gives the memory back; another thread may do so at the same time.</summary>
    public void GiveBack()
    {
        var used = Interlocked.Exchange(ref block, null);
        if (used is null)
            return;
        Clear();
        used.AsSpan(0, filled).Clear();
        filled = 0;
        ArrayPool<byte>.Shared.Return(used);
    }
}
