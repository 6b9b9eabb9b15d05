using System.Buffers.Binary;
using System.Numerics;

namespace Plimsoll.Storage.Embedded.Frames;

/// <summary>
/// The form of everything in a file: a header of 32 bytes, what it holds, and zeros up to the next sector. A frame
/// begins with a sector, so that writing it never touches what is durable already.
/// </summary>
/// <remarks>
/// Header, little-endian: magic (4), kind (1), zero (3), bytes held (4), sectors of the frame that are all zero (4),
/// sequence (8), CRC-32C of what it holds (4), CRC-32C of the header before (4). A sector that was never written reads
/// as zeros: with the count of those that ought to be, a frame that was torn by a power cut can be told from one that
/// was damaged later.
/// </remarks>
internal static class Frame
{
    /// <summary>Bytes that a disk writes entirely or not at all; assumed.</summary>
    public const int Sector = 512;

    /// <summary>Bytes before what a frame holds.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Most bytes that a frame holds.</summary>
    public const int MostBytes = 1 << 29;

    private const uint Magic = 0x314D4C50;

    /// <summary>Begins a frame at the end of a buffer.</summary>
    /// <returns>Where, for <see cref="End"/>.</returns>
    public static int Begin(ByteWriter to)
    {
        var start = to.Length;
        to.Reserve(HeaderBytes).Clear();
        return start;
    }

    /// <summary>Ends the frame that began at <paramref name="start"/>.</summary>
    public static void End(ByteWriter to, int start, FrameKind kind, long sequence)
    {
        var length = to.Length - start - HeaderBytes;
        if (length > MostBytes)
            throw new InvalidOperationException($"A frame of {length} bytes; expected at most {MostBytes}.");
        to.Reserve((int)PaddedLength(length) - HeaderBytes - length).Clear();
        var frame = to.Written[start..];
        var header = frame[..HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        header[4] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], ZeroSectors(frame[Sector..]));
        BinaryPrimitives.WriteInt64LittleEndian(header[16..], sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], Checksum(frame.Slice(HeaderBytes, length)));
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], Checksum(header[..28]));
    }

    /// <summary>Bytes of a frame that holds <paramref name="length"/>, with its header and zeros.</summary>
    public static long PaddedLength(int length) => (HeaderBytes + (long)length + Sector - 1) / Sector * Sector;

    /// <summary>Reads a header; false: it is none, or damaged.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out FrameHeader read)
    {
        read = new FrameHeader(
            (FrameKind)header[4],
            BinaryPrimitives.ReadInt32LittleEndian(header[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[24..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(header[28..]) == Checksum(header[..28])
            && read.Length is >= 0 and <= MostBytes;
    }

    /// <summary>How many sectors have no byte but zero.</summary>
    public static int ZeroSectors(ReadOnlySpan<byte> sectors)
    {
        var zero = 0;
        for (; sectors.Length >= Sector; sectors = sectors[Sector..])
            zero += sectors[..Sector].ContainsAnyExcept((byte)0) ? 0 : 1;
        return zero;
    }

    /// <summary>CRC-32C.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
