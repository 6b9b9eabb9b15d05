using Plimsoll.Storage.Embedded.Files;

namespace Plimsoll.Storage.Embedded;

/// <summary>What is said of files that cannot be read.</summary>
internal static class StoreDamage
{
    private const string WhatToDo =
        "Nothing was changed. Restore the folder from a backup; 'plimsoll store check' reads every file.";

    /// <summary>That a file is damaged.</summary>
    public static StoreException Of(ReadableFiles files, string name, string found, Exception? cause = null) =>
        new(StoreFault.Unreadable, $"{Path.Combine(files.Place, name)}: {found} {WhatToDo}", cause);

    /// <summary>Reads a file; what is malformed or missing in it is damage.</summary>
    public static T Guard<T>(ReadableFiles files, string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or FileNotFoundException)
        {
            throw Of(files, name, e is FileNotFoundException ? "The file is missing." : e.Message, e);
        }
    }
}
