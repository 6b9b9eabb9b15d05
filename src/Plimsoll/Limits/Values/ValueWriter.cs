using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>Writes the fields of a stored value, as <c>docs/reference/stored-values.md</c> says.</summary>
internal readonly struct ValueWriter(IBufferWriter<byte> to)
{
    private const int MostVarintBytes = 10;

    /// <summary>Begins a value.</summary>
    public void Begin(ValueKind kind)
    {
        Byte(ValueForm.VersionOf(kind));
        Byte((byte)kind);
    }

    public void Byte(byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    /// <summary>A count or an amount, 7 bits a byte, the lowest first.</summary>
    public void Unsigned(ulong value)
    {
        var span = to.GetSpan(MostVarintBytes);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value & 0x7f | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        to.Advance(length);
    }

    /// <summary>An amount that may be negative: its sign is the lowest bit.</summary>
    public void Signed(long value) => Unsigned(unchecked((ulong)(value << 1) ^ (ulong)(value >> 63)));

    /// <summary>A count that is 0 or more.</summary>
    public void Count(long value) => Unsigned((ulong)value);

    /// <summary>A count that may be absent: 0, or one more than it.</summary>
    public void Optional(long? value) => Unsigned(value is { } given ? (ulong)given + 1 : 0);

    /// <summary>More than one word holds: the upper word, then the lower.</summary>
    public void Large(UInt128 value)
    {
        Unsigned((ulong)(value >> 64));
        Unsigned((ulong)(value & ulong.MaxValue));
    }

    public void Time(Instant value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(sizeof(long)), value.UnixNanoseconds);
        to.Advance(sizeof(long));
    }

    public void Id(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(to.GetSpan(2 * sizeof(ulong)), value);
        to.Advance(2 * sizeof(ulong));
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>A text: its length in bytes, then UTF-8.</summary>
    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        to.Advance(Encoding.UTF8.GetBytes(value, to.GetSpan(length)));
    }

    public void Usage(in TokenUsage usage)
    {
        Count(usage.Input.Value);
        Count(usage.CacheWrite.Value);
        Count(usage.CacheWriteLong.Value);
        Count(usage.CacheRead.Value);
        Count(usage.Output.Value);
    }
}
