using System.Collections.Immutable;
using System.Text;
using Plimsoll.Limits.Ledger;

namespace Plimsoll.Storage;

/// <summary>
/// What is committed together. Bounds: each key once; a key 1 to 512 bytes of UTF-8 without control characters; a value
/// at most 16 MiB, all together at most 64 MiB; at most 65,536 changes and as many entries. In an entry, names are at
/// most 512 bytes each, tokens of a kind at most 10^12, credits and money at most 10^15 millionths.
/// </summary>
/// <param name="Changes">Changes of values.</param>
/// <param name="Entries">Entries of the ledger.</param>
public sealed record StoreBatch(ImmutableArray<StoreChange> Changes, ImmutableArray<LedgerEntry> Entries)
{
    /// <summary>Most bytes of a key, and of a name in an entry.</summary>
    public const int LongestKey = 512;

    /// <summary>Most bytes of a value.</summary>
    public const int LargestValue = 16 << 20;

    /// <summary>Most bytes of all values together.</summary>
    public const int LargestBatch = 64 << 20;

    /// <summary>Most changes in a batch, and most entries.</summary>
    public const int MostParts = 65_536;

    private const long MostTokens = 1_000_000_000_000;
    private const long MostMillionths = 1_000_000_000_000_000;

    /// <summary>Changes without entries.</summary>
    public static StoreBatch Of(params ImmutableArray<StoreChange> changes) => new(changes, []);

    /// <summary>Entries without changes.</summary>
    public static StoreBatch Of(params ImmutableArray<LedgerEntry> entries) => new([], entries);

    /// <summary>Refuses a batch that breaks a bound: every store begins with it.</summary>
    /// <exception cref="ArgumentException">It breaks one; the message says which.</exception>
    public void Check()
    {
        if (Changes.Length > MostParts || Entries.Length > MostParts)
        {
            throw new ArgumentException(
                $"Found {Changes.Length} changes and {Entries.Length} entries; expected at most {MostParts} of each.");
        }

        var keys = Changes.Length > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        long total = 0;
        foreach (var change in Changes)
        {
            CheckKey(change.Key);
            if (keys?.Add(change.Key) == false)
                throw new ArgumentException($"Key '{change.Key}' is changed twice in one batch.");
            if (change.Bytes is { Length: > LargestValue } bytes)
                throw new ArgumentException($"'{change.Key}' has {bytes.Length} bytes; expected <= {LargestValue}.");
            total += change.Bytes?.Length ?? 0;
        }

        if (total > LargestBatch)
            throw new ArgumentException($"The values have {total} bytes together; expected at most {LargestBatch}.");
        foreach (ref readonly var entry in Entries.AsSpan())
            CheckEntry(entry);
    }

    /// <summary>Refuses what cannot be a key.</summary>
    /// <exception cref="ArgumentException">It is empty, too long or has characters that no key has.</exception>
    public static void CheckKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        CheckText("Key", key);
    }

    private static void CheckEntry(in LedgerEntry entry)
    {
        if (entry.Request == 0)
            throw new ArgumentException($"An entry of '{entry.Scope}' has request 0; expected its name.");
        if (entry.Scope.Text.Length == 0)
            throw new ArgumentException($"The entry of request {entry.Request:x32} has no scope.");
        CheckText("Scope", entry.Scope.Text);
        CheckText("Class", entry.Class);
        CheckText("Pool", entry.Pool);
        CheckText("Plan", entry.Plan);
        if (!LedgerPeriod.Ever.Contains(entry.At))
            throw new ArgumentException($"The entry of request {entry.Request:x32} has no instant that can be read.");
        if (!Enum.IsDefined(entry.Lane))
            throw new ArgumentException($"The entry of request {entry.Request:x32} has lane {entry.Lane}.");
        var usage = entry.Usage;
        if (IsOutside(usage.Input.Value, MostTokens) || IsOutside(usage.Output.Value, MostTokens)
            || IsOutside(usage.CacheWrite.Value, MostTokens) || IsOutside(usage.CacheWriteLong.Value, MostTokens)
            || IsOutside(usage.CacheRead.Value, MostTokens))
        {
            throw new ArgumentException(
                $"The entry of request {entry.Request:x32} has {usage}; expected 0 to {MostTokens} of each kind.");
        }

        if (IsOutside(entry.Credits.Micro, MostMillionths) || IsOutside(entry.Cost.Value, MostMillionths))
        {
            throw new ArgumentException(
                $"The entry of request {entry.Request:x32} has {entry.Credits} and {entry.Cost}; expected 0 to "
                + $"{MostMillionths} millionths.");
        }
    }

    private static bool IsOutside(long value, long most) => value < 0 || value > most;

    private static void CheckText(string what, string text)
    {
        foreach (var letter in text)
        {
            if (char.IsControl(letter))
                throw new ArgumentException($"{what} '{text}' has a control character.");
        }

        var length = text.Length <= LongestKey ? Encoding.UTF8.GetByteCount(text) : text.Length;
        if (length > LongestKey)
            throw new ArgumentException($"{what} '{text[..40]}...' has {length} bytes; expected <= {LongestKey}.");
        if (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) != text)
            throw new ArgumentException($"{what} '{text}' is not well-formed Unicode.");
    }
}
