using System.Globalization;

namespace Plimsoll.Storage.Embedded;

/// <summary>Names of numbered files. No number is ever used twice in a store.</summary>
internal static class FileNames
{
    private const string Ending = ".plm";

    /// <summary>A log: what was committed.</summary>
    public const string Log = "log-";

    /// <summary>A snapshot: every value at one moment.</summary>
    public const string Snapshot = "snapshot-";

    /// <summary>A part of the ledger.</summary>
    public const string Ledger = "ledger-";

    /// <summary>Name of a file.</summary>
    public static string Of(string kind, long number) =>
        kind + number.ToString("d8", CultureInfo.InvariantCulture) + Ending;

    /// <summary>The number of a file of some kind; null: it is another.</summary>
    public static long? NumberOf(string kind, string name) =>
        name.StartsWith(kind, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)
        && long.TryParse(
            name[kind.Length..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Of(kind, number) == name
            ? number
            : null;

    /// <summary>The number of a file of any kind; null: it has none.</summary>
    public static long? NumberOf(string name) =>
        NumberOf(Log, name) ?? NumberOf(Snapshot, name) ?? NumberOf(Ledger, name);
}
