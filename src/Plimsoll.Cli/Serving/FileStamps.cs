namespace Plimsoll.Cli.Serving;

/// <summary>When files were written last, and how long they are. Two that are equal are of files left alone.</summary>
/// <param name="Text">All of it in one text.</param>
internal readonly record struct FileStamps(string Text)
{
    /// <summary>The stamps of files as they are now; one that is not there has a stamp too.</summary>
    public static FileStamps Of(IEnumerable<string> files) => new(string.Join('\n', files.Select(Stamp)));

    private static string Stamp(string path)
    {
        try
        {
            // Of a link, what it leads to: mounted secrets are swapped by changing links.
            var file = new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return target.Exists ? $"{path} {target.FullName} {target.LastWriteTimeUtc.Ticks} {target.Length}" : path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
