using System.CommandLine;
using Plimsoll.Scenarios.Traces;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The trace that a command works on.</summary>
internal static class TraceArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string> Create() =>
        new("trace") { Description = "A file with a trace in any published form, .gz or not." };

    /// <summary>The form of the trace.</summary>
    public static Option<string?> Format()
    {
        var option = new Option<string?>("--format")
        {
            Description = $"Its form, where its first line does not tell it: {string.Join(", ", TraceFile.Formats)}.",
        };
        option.AcceptOnlyFromAmong([.. TraceFile.Formats]);
        return option;
    }

    /// <summary>The trace in a file; null, with what is wrong printed one a line, where it is wrong.</summary>
    public static TraceFile? Open(string path, string? format, IAnsiConsole error)
    {
        if (TraceFile.Open(path, format, out var problems) is { } trace)
            return trace;
        Print(problems, error);
        return null;
    }

    /// <summary>Prints what is wrong with a table, one a line.</summary>
    public static void Print(TraceProblems problems, IAnsiConsole error)
    {
        foreach (var problem in problems.First)
            error.Lines.WriteLine(problem);
        if (problems.Count > problems.First.Count)
            error.Lines.WriteLine($"and {problems.Count - problems.First.Count} more");
        error.Lines.WriteLine(problems.Count == 1 ? "1 error" : $"{problems.Count} errors");
    }
}
