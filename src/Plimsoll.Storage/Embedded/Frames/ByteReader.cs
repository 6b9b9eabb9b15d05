using System.Buffers.Binary;
using System.Text;

namespace Plimsoll.Storage.Embedded.Frames;

/// <summary>Reads what <see cref="ByteWriter"/> wrote, strictly.</summary>
/// <param name="bytes">The bytes.</param>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> left = bytes;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsAtEnd => left.IsEmpty;

    /// <summary>What is not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => left;

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>One byte, at most <paramref name="most"/>.</summary>
    public byte Flags(byte most)
    {
        var found = Byte();
        return found <= most ? found : throw new FormatException($"Found {found}; expected at most {most}.");
    }

    /// <summary>A whole number of 8 bytes.</summary>
    public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A number of 16 bytes.</summary>
    public UInt128 Fixed128() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    /// <summary>A number of seven bits a byte.</summary>
    public long Number()
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new FormatException("A number has more than 63 bits.");
    }

    /// <summary>A count of things of which each takes at least a byte.</summary>
    public int Count()
    {
        var count = Number();
        return count <= left.Length
            ? (int)count
            : throw new FormatException($"Found a count of {count} with {left.Length} bytes left.");
    }

    /// <summary>Text.</summary>
    public string Text() => Strict.GetString(Bytes());

    /// <summary>Bytes after their length.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <summary>Refuses what stands after the end.</summary>
    public readonly void End()
    {
        if (!left.IsEmpty)
            throw new FormatException($"Found {left.Length} bytes after the end.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > left.Length)
            throw new FormatException($"Found {left.Length} bytes; expected {count}.");
        var taken = left[..count];
        left = left[count..];
        return taken;
    }
}
