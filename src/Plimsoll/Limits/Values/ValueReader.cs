using System.Buffers.Binary;
using System.Text;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>
/// Reads the fields of a stored value strictly: whatever <see cref="ValueWriter"/> cannot have written is an error that
/// says where, what was found and what was expected.
/// </summary>
internal ref struct ValueReader
{
    private static readonly UTF8Encoding strict = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> all;
    private readonly ValueKind kind;
    private int at;

    /// <summary>Begins a value of a kind.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public ValueReader(ReadOnlySpan<byte> value, ValueKind kind)
    {
        all = value;
        this.kind = kind;
        Version = Byte("the version of its form");
        var latest = ValueForm.VersionOf(kind);
        if (Version == 0 || Version > latest)
            throw Wrong(0, $"version {Version}", $"at most version {latest}; it was written by another release");
        var found = Byte("what it is");
        if (found != (byte)kind)
            throw Wrong(1, $"a value of kind {found}", $"kind {(byte)kind}, {kind}");
    }

    /// <summary>Version of the form in which it was written.</summary>
    public byte Version { get; }

    /// <summary>Bytes that follow.</summary>
    public readonly int Remaining => Left;

    private readonly int Left => all.Length - at;

    public byte Byte(string what) => Take(1, what)[0];

    public bool Flag(string what)
    {
        var value = Byte(what);
        return value <= 1 ? value == 1 : throw Wrong(at - 1, $"{value}", $"{what}: 0 or 1");
    }

    public ulong Unsigned(string what)
    {
        var (value, start) = (0UL, at);
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte(what);
            if (shift == 63 && next > 1)
                break;
            value |= (ulong)(next & 0x7f) << shift;
            if (next >= 0x80)
                continue;
            return next != 0 || shift == 0
                ? value
                : throw Wrong(start, "a number longer than it needs to be", what);
        }

        throw Wrong(start, "a number of more than 64 bits", what);
    }

    public long Signed(string what)
    {
        var value = Unsigned(what);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A count that is 0 or more.</summary>
    public long Count(string what, long most = long.MaxValue)
    {
        var (start, value) = (at, Unsigned(what));
        return value <= (ulong)most ? (long)value : throw Wrong(start, $"{value}", $"{what}: at most {most}");
    }

    /// <summary>Which of so many.</summary>
    public int Index(string what, int count)
    {
        var (start, value) = (at, Unsigned(what));
        return value < (ulong)count ? (int)value : throw Wrong(start, $"number {value}", $"{what}: one of {count}");
    }

    /// <summary>A length of time above zero.</summary>
    public Duration Period(string what) => new(Factor(what));

    /// <summary>A part of a ratio.</summary>
    public long Factor(string what)
    {
        var (start, value) = (at, Count(what));
        return value > 0 ? value : throw Wrong(start, "0", $"{what}: above 0");
    }

    /// <summary>How many items follow, each of which takes at least a byte.</summary>
    public int Items(string what) => (int)Count($"the number of {what}", Left);

    public long? Optional(string what)
    {
        var (start, value) = (at, Unsigned(what));
        if (value > (ulong)long.MaxValue + 1)
            throw Wrong(start, $"{value}", $"{what}: at most {(ulong)long.MaxValue + 1}");
        return value == 0 ? null : (long)(value - 1);
    }

    public UInt128 Large(string what) => new(Unsigned(what), Unsigned(what));

    public Instant Time(string what) => new(BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long), what)));

    public UInt128 Id(string what) => BinaryPrimitives.ReadUInt128LittleEndian(Take(2 * sizeof(ulong), what));

    public string Text(string what)
    {
        var (start, length) = (at, (int)Count($"the length of {what}", Left));
        try
        {
            return strict.GetString(Take(length, what));
        }
        catch (DecoderFallbackException)
        {
            throw Wrong(start, "bytes that are not UTF-8", what);
        }
    }

    public TokenUsage Usage(string what)
    {
        var (input, write, longWrite) = (Tokens(what), Tokens(what), Tokens(what));
        return new TokenUsage(input, write, Tokens(what), Tokens(what)) { CacheWriteLong = longWrite };
    }

    /// <summary>A member of a closed family.</summary>
    public T Member<T>(string what)
        where T : struct, Enum
    {
        var value = Byte(what);
        var member = (T)Enum.ToObject(typeof(T), value);
        return Enum.IsDefined(member) ? member : throw Wrong(at - 1, $"{value}", $"{what}: one of {All<T>()}");
    }

    /// <summary>Nothing follows.</summary>
    public readonly void End()
    {
        if (Left > 0)
            throw Wrong(at, $"{Left} more bytes", "the end");
    }

    /// <summary>An error at what was read last.</summary>
    public readonly FormatException Wrong(string found, string expected) => Wrong(at, found, expected);

    private readonly FormatException Wrong(int where, string found, string expected) => new(
        $"A stored {kind.ToString().ToLowerInvariant()} of {all.Length} bytes cannot be read: at byte {where} found "
        + $"{found}; expected {expected}.");

    private ReadOnlySpan<byte> Take(int length, string what)
    {
        if (length > Left)
            throw Wrong(at, $"the end, {Left} bytes on", what);
        at += length;
        return all.Slice(at - length, length);
    }

    private Tokens Tokens(string what) => new(Count(what));

    private static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(value => $"{value:D} {value}"));
}
