using System.Collections.Immutable;

namespace Plimsoll.Scenarios;

/// <summary>One thing that is wrong with a scenario: where, what was found, what was expected and what to do.</summary>
/// <param name="File">File as it was asked for; <c>--set</c> or <c>--without</c> for the command line.</param>
/// <param name="Line">Line, from 1; for the command line, which of the settings.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Dotted place in the scenario; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what to do about it, in one line.</param>
public sealed record Diagnostic(string File, int Line, int Column, string Path, string Message)
{
    /// <summary><c>file:line:column: path: message</c>, the form that editors and terminals make clickable.</summary>
    public override string ToString() =>
        Path.Length == 0 ? $"{File}:{Line}:{Column}: {Message}" : $"{File}:{Line}:{Column}: {Path}: {Message}";

    /// <summary>Each once, in order of file, line and column.</summary>
    public static ImmutableArray<Diagnostic> InOrder(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Distinct()
            .OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Line)
            .ThenBy(diagnostic => diagnostic.Column)
            .ThenBy(diagnostic => diagnostic.Message, StringComparer.Ordinal),
    ];
}
