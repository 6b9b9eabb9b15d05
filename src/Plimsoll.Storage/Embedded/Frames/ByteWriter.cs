using System.Buffers.Binary;
using System.Text;

namespace Plimsoll.Storage.Embedded.Frames;

/// <summary>Bytes that are being written, in a buffer that grows and is used again.</summary>
internal sealed class ByteWriter
{
    private byte[] buffer = new byte[1 << 12];

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public Span<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>Forgets the bytes from a place on.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Room for bytes that are written by the caller.</summary>
    public Span<byte> Reserve(int length)
    {
        var end = Length + length;
        if (end > buffer.Length)
            Array.Resize(ref buffer, (int)Math.Max(end, Math.Min(2L * buffer.Length, Array.MaxLength)));
        var room = buffer.AsSpan(Length, length);
        Length = end;
        return room;
    }

    /// <summary>One byte.</summary>
    public void Byte(byte value) => Reserve(1)[0] = value;

    /// <summary>A whole number of 8 bytes.</summary>
    public void Fixed(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);

    /// <summary>A number of 16 bytes.</summary>
    public void Fixed(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Reserve(16), value);

    /// <summary>A number that is mostly small and never below zero: seven bits a byte.</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var left = (ulong)value;
        for (; left >= 0x80; left >>= 7)
            Byte((byte)(left & 0x7F | 0x80));
        Byte((byte)left);
    }

    /// <summary>Text, in UTF-8 after its length.</summary>
    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Number(bytes);
        Encoding.UTF8.GetBytes(text, Reserve(bytes));
    }

    /// <summary>Bytes after their length.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }
}
