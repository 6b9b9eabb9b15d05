using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Durability;

/// <summary>What a gateway calls its values in a store.</summary>
internal static class StoreKeys
{
    /// <summary>Scopes, by their path.</summary>
    public const string Scopes = "scope/";

    /// <summary>Reservations that were open, by the names of their requests in the ledger.</summary>
    public const string Open = "open/local/";

    /// <summary>Names that are remembered, by the book that remembers them.</summary>
    public const string Names = "name/";

    /// <summary>The policy versions and resets for everybody that the books have gone through.</summary>
    public const string Course = "policy/course";

    private const int LettersOfLong = 100;

    public static string OfScope(string path) => Scopes + Fit(path);

    /// <summary>A name as a store takes it: of one that is too long the beginning, and a hash of all of it.</summary>
    public static string Fit(string name)
    {
        if (name.Length <= LettersOfLong || Encoding.UTF8.GetByteCount(name) <= StoreBatch.LongestKey - Scopes.Length)
            return name;
        var letters = char.IsHighSurrogate(name[LettersOfLong - 1]) ? LettersOfLong - 1 : LettersOfLong;
        return $"{name[..letters]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }

    public static string OfOpen(UInt128 request) => Open + request.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The request of a key that <see cref="OfOpen"/> made.</summary>
    /// <exception cref="FormatException">It did not.</exception>
    public static UInt128 RequestOf(string key) =>
        UInt128.Parse(key.AsSpan(Open.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static string OfName(int shard, int shards, UInt128 id) => string.Create(
        CultureInfo.InvariantCulture, $"{Names}{shard}-of-{shards}/{id:x32}");

    /// <summary>Which of so many books remembers a name; null: another number of books was in use.</summary>
    public static int? ShardOf(string key, int shards)
    {
        var place = key.AsSpan(Names.Length);
        var dash = place.IndexOf("-of-");
        var slash = place.IndexOf('/');
        return dash > 0 && slash > dash
            && int.TryParse(place[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            && int.TryParse(place[(dash + 4)..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var of)
            && of == shards ? shard : null;
    }
}
