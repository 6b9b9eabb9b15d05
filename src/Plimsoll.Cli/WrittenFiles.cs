namespace Plimsoll.Cli;

/// <summary>Files that a command reads and writes, by the option that names them.</summary>
internal static class WrittenFiles
{
    /// <summary>
    /// Notes every file that is named for two purposes: what is written for the one would destroy the other.
    /// </summary>
    /// <param name="files">Option and path; null: it is not given.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void RequireApart(IEnumerable<(string Option, string? Path)> files, List<string> errors)
    {
        var given = files.Where(file => file.Path is not null).ToList();
        errors.AddRange(given.Where(file => file.Path!.Trim().Length == 0)
            .Select(file => $"{file.Option}: found an empty path, expected that of a file."));
        var same = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var twice = given.Where(file => file.Path!.Trim().Length > 0)
            .GroupBy(file => Resolved(file.Path!), same)
            .Where(one => one.Count() > 1);
        foreach (var file in twice)
        {
            errors.Add($"{string.Join(", ", file.Select(one => one.Option))}: found {file.First().Path} for each, "
                + "expected a file of its own.");
        }
    }

    /// <summary>Notes every file that cannot be where it is named.</summary>
    /// <param name="files">Option and file; null: it is not given.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void RequirePlaces(IEnumerable<(string Option, FileInfo? File)> files, List<string> errors)
    {
        foreach (var (option, file) in files)
        {
            if (file is null)
                continue;
            if (Directory.Exists(file.FullName))
                errors.Add($"{option}: found {file}, which is a directory, expected a file.");
            else if (file.Directory is not { Exists: true })
                errors.Add($"{option}: found {file}, whose directory does not exist; make it first.");
        }
    }

    /// <summary>The file itself, however it is named.</summary>
    private static string Resolved(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whether it can be opened is found out, and told, where it is.
            return full;
        }
    }
}
