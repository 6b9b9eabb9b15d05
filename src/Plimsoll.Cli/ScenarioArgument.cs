using System.CommandLine;
using Plimsoll.Scenarios;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The scenario that a command works on.</summary>
internal static class ScenarioArgument
{
    /// <summary>The one that is taken where none is named.</summary>
    public const string Default = "colossus-1";

    private const string Shipped = "scenarios";

    /// <summary>The argument, with the shipped scenario as its default.</summary>
    public static Argument<string> Create()
    {
        var scenario = new Argument<string>("scenario")
        {
            Description = "A directory with a scenario.yaml, a YAML file, or the name of a shipped scenario.",
            DefaultValueFactory = _ => Default,
        };
        RefuseOptions(scenario);
        return scenario;
    }

    /// <summary>Refuses an unknown option, which would be taken for the name of a file.</summary>
    public static void RefuseOptions(Argument<string> argument) => argument.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && result.Tokens[0].Value.StartsWith('-'))
            result.AddError($"There is no option '{result.Tokens[0].Value}' here; --help lists those there are.");
    });

    /// <summary>The same as an option, for a command whose argument is something else.</summary>
    public static Option<string> CreateOption() => new("--scenario")
    {
        Description = "Scenario whose policy was enforced.",
        DefaultValueFactory = _ => Default,
    };

    /// <summary>
    /// The path that is meant: what was given if it exists, else a scenario of that name in <c>./scenarios</c>, so that
    /// errors name the file that one edits, else the one that ships with the command.
    /// </summary>
    public static string Resolve(string given)
    {
        string[] places = [given, Path.Combine(Shipped, given), Path.Combine(AppContext.BaseDirectory, Shipped, given)];
        return places.FirstOrDefault(Path.Exists) ?? given;
    }

    /// <summary>The scenario that an argument names; null, with every error printed, where it is not valid.</summary>
    public static ScenarioDocument? Load(string given, IAnsiConsole error) =>
        Accepted(ScenarioFile.Load(Resolve(given)), error);

    /// <summary>What was loaded; null, with every error printed one a line, where it was rejected.</summary>
    public static ScenarioDocument? Accepted(LoadResult result, IAnsiConsole error)
    {
        switch (result)
        {
            case LoadResult.Loaded loaded:
                return loaded.Document;
            case LoadResult.Rejected rejected:
                Refuse(rejected.Diagnostics, error);
                return null;
            default:
                throw new InvalidOperationException("A load result is loaded or rejected.");
        }
    }

    /// <summary>Prints every error, one a line, so that an editor finds each.</summary>
    /// <returns>What the process then returns.</returns>
    public static int Refuse(IReadOnlyList<Diagnostic> diagnostics, IAnsiConsole error)
    {
        var lines = error.Lines;
        foreach (var diagnostic in diagnostics)
            lines.WriteLine(diagnostic);
        lines.WriteLine(diagnostics.Count == 1 ? "1 error" : $"{diagnostics.Count} errors");
        return ExitCode.InvalidInput;
    }
}
