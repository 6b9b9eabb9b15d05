using Plimsoll.Scenarios;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>What a verb answers about a scenario.</summary>
internal abstract record ScenarioAnswer
{
    private ScenarioAnswer()
    {
    }

    /// <summary>An answer, in every form that it may be asked for in; only those that are asked for are made.</summary>
    /// <param name="Json">For programs.</param>
    /// <param name="Tables">For people.</param>
    public sealed record Given(Func<string> Json, Action<IAnsiConsole> Tables) : ScenarioAnswer
    {
        /// <summary>What writes each file of the verb to a path.</summary>
        public Dictionary<FileOption, Action<string>> Files { get; } = [];

        /// <summary>What the process returns; default: all is well.</summary>
        public int Code { get; init; } = ExitCode.Ok;
    }

    /// <summary>No answer, and why not.</summary>
    /// <param name="Why">What is printed.</param>
    /// <param name="Code">What the process returns.</param>
    public sealed record Refused(string Why, int Code) : ScenarioAnswer;

    /// <summary>No answer, since the command line asks for what is not there.</summary>
    /// <param name="Diagnostics">Everything that is wrong.</param>
    public sealed record Wrong(IReadOnlyList<Diagnostic> Diagnostics) : ScenarioAnswer;
}
