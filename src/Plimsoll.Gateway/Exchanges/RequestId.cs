using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What the gateway calls a request: 128 random bits, which no two requests share.</summary>
/// <param name="Name">Its name to the limits, where the client has given it none of its own.</param>
internal readonly record struct RequestId(UInt128 Name)
{
    private const int Bytes = 16;
    private const string Prefix = "req_";

    // Asking the generator for a few bytes costs as much as asking for thousands.
    private const int DrawnAtOnce = 256 * Bytes;

    [ThreadStatic]
    private static byte[]? drawn;

    [ThreadStatic]
    private static int left;

    /// <summary>A name that was never given before.</summary>
    public static RequestId Next()
    {
        if (left < Bytes)
        {
            RandomNumberGenerator.Fill(drawn ??= new byte[DrawnAtOnce]);
            left = DrawnAtOnce;
        }

        left -= Bytes;
        return new RequestId(BinaryPrimitives.ReadUInt128BigEndian(drawn.AsSpan(left)));
    }

    /// <summary>As clients and logs have it: <c>req_</c> and 32 hexadecimal digits.</summary>
    public override string ToString() => string.Create(Prefix.Length + (2 * Bytes), Name, static (text, name) =>
    {
        Prefix.CopyTo(text);
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, name);
        Convert.TryToHexStringLower(bytes, text[Prefix.Length..], out _);
    });
}
