using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Plimsoll.Gateway.Keys;

/// <summary>The SHA-256 of a key.</summary>
/// <param name="First">Its first 128 bits.</param>
/// <param name="Last">Its last 128 bits.</param>
internal readonly record struct KeyHash(UInt128 First, UInt128 Last)
{
    private const int OnStack = 256;

    /// <summary>The hash of a key.</summary>
    public static KeyHash Of(string key)
    {
        var most = Encoding.UTF8.GetMaxByteCount(key.Length);
        var lent = most > OnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = lent ?? stackalloc byte[OnStack];
        bytes = bytes[..Encoding.UTF8.GetBytes(key, bytes)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        bytes.Clear();
        if (lent is not null)
            ArrayPool<byte>.Shared.Return(lent);
        return Of(hash);
    }

    /// <summary>The hash that 64 hexadecimal digits write.</summary>
    public static KeyHash Parse(string digits) => Of(Convert.FromHexString(digits));

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(hash, First);
        BinaryPrimitives.WriteUInt128BigEndian(hash[(SHA256.HashSizeInBytes / 2)..], Last);
        return Convert.ToHexStringLower(hash);
    }

    private static KeyHash Of(ReadOnlySpan<byte> hash) => new(
        BinaryPrimitives.ReadUInt128BigEndian(hash),
        BinaryPrimitives.ReadUInt128BigEndian(hash[(SHA256.HashSizeInBytes / 2)..]));
}
