using System.CommandLine;
using Plimsoll.Limits.Replay;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The log of limits that a command works on.</summary>
internal static class LogArgument
{
    private const int MostProblems = 20;

    /// <summary>The argument.</summary>
    public static Argument<string> Create() =>
        new("log") { Description = "A file with a log of limits, one JSON object a line." };

    /// <summary>The log in a file; null, with every error printed one a line, where it is wrong.</summary>
    public static LimitLog? Load(string file, IAnsiConsole error)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.Lines.WriteLine($"{file}:1: {e.Message} Expected a file with a log of limits.");
            return null;
        }

        var (log, problems) = LimitLog.Read(text);
        if (problems.IsEmpty)
            return log;
        Print(file, problems, error);
        return null;
    }

    /// <summary>
    /// Prints what is wrong with a log, in the form that editors and terminals make clickable: the first problems, and
    /// how many there are.
    /// </summary>
    public static void Print(string file, IReadOnlyCollection<LimitLog.Problem> problems, IAnsiConsole error)
    {
        foreach (var (line, message) in problems.Take(MostProblems))
            error.Lines.WriteLine($"{file}:{line}: {message}");
        if (problems.Count > MostProblems)
            error.Lines.WriteLine($"and {problems.Count - MostProblems} more");
        error.Lines.WriteLine(problems.Count == 1 ? "1 error" : $"{problems.Count} errors");
    }
}
