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

    /// <summary>Writes it, if it is asked for.</summary>
    public void Write(Func<string> text)
    {
        if (File is not null)
            System.IO.File.WriteAllText(File.FullName, text());
    }
}
