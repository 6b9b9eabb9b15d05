using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>A file that a command writes when it is asked to.</summary>
/// <param name="Option">The option that names it.</param>
/// <param name="File">The file; null: none is asked for.</param>
internal sealed record WrittenFile(string Option, FileInfo? File)
{
    /// <summary>Whether all can be written; what is wrong has been printed otherwise.</summary>
    public static bool AreWritable(IReadOnlyCollection<WrittenFile> files, IAnsiConsole error)
    {
        var errors = new List<string>();
        WrittenFiles.RequireApart(files.Select(file => (file.Option, file.File?.FullName)), errors);
        WrittenFiles.RequirePlaces(files.Select(file => (file.Option, file.File)), errors);
        errors.ForEach(error.Lines.WriteLine);
        return errors.Count == 0;
    }

    /// <summary>Writes it, if it is asked for; false: it could not be written, which has been printed.</summary>
    public bool Write(Func<string> text, IAnsiConsole error) =>
        WriteBy(Text(text), error);

    /// <summary>What writes a text to a path.</summary>
    public static Action<string> Text(Func<string> text) => path => System.IO.File.WriteAllText(path, text());

    /// <summary>What writes to a path as it goes.</summary>
    public static Action<string> Flow(Action<TextWriter> write) => path =>
    {
        using var to = new StreamWriter(path);
        write(to);
    };

    /// <summary>The same, by what writes to a path.</summary>
    public bool WriteBy(Action<string> write, IAnsiConsole error)
    {
        try
        {
            if (File is not null)
                write(File.FullName);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.Lines.WriteLine($"{Option}: found {File}, which cannot be written: {e.Message}");
            return false;
        }
    }
}
