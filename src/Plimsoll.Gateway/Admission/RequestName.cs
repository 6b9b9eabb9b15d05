using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Admission;

/// <summary>Names that make it safe to ask again, as 128 bits of a SHA-256.</summary>
internal static class RequestName
{
    /// <summary>
    /// A name that a client chose: the same text of another key is another name, and that of a key which was rotated
    /// meanwhile is the same. Names of keys hold no line feed, so that no two pairs make one text.
    /// </summary>
    public static UInt128 Of(GatewayKey key, string chosen) => Hash($"key {key.Name}\n{chosen}");

    /// <summary>
    /// A reset that an operator named: the same text for another scope, or for everybody, is another reset. Names of
    /// scopes hold no line feed, so that no two pairs make one text.
    /// </summary>
    /// <param name="scope">Scope that is reset; null: everybody.</param>
    /// <param name="chosen">What the operator calls the reset.</param>
    public static UInt128 OfReset(string? scope, string chosen) =>
        Hash(scope is null ? $"reset everybody\n{chosen}" : $"reset scope {scope}\n{chosen}");

    /// <summary>What a reset for everybody is called for one scope, at whichever gateway.</summary>
    public static UInt128 OfPart(UInt128 everybody, string scope) => Hash($"reset {everybody:x32} of {scope}");

    /// <summary>A purchase of credit: the same text for another scope is another one.</summary>
    public static UInt128 OfPurchase(string scope, string chosen) => Hash($"purchase {scope}\n{chosen}");

    /// <summary>A name as a limit log has it: 32 lower-case hexadecimal digits.</summary>
    public static string TextOf(UInt128 id)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return Convert.ToHexStringLower(bytes);
    }

    private static UInt128 Hash(string text) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
