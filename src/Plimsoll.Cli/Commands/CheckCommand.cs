using System.CommandLine;
using Plimsoll.Evidence;
using Plimsoll.Scenarios;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll check SCENARIO</c>: everything that is wrong with a scenario, or what is in it.</summary>
internal static class CheckCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var command = new Command("check", "Check a scenario and report every error with its place.") { scenario };
        command.SetAction(parsed => Run(ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario)), output, error));
        return command;
    }

    private static int Run(string path, IAnsiConsole output, IAnsiConsole error)
    {
        switch (ScenarioFile.Load(path))
        {
            case LoadResult.Loaded loaded:
                Summarize(loaded.Document, output);
                return ExitCode.Ok;
            case LoadResult.Rejected rejected:
                Print(rejected.Diagnostics, error);
                return ExitCode.InvalidInput;
            default:
                throw new InvalidOperationException("A load result is loaded or rejected.");
        }
    }

    /// <summary>Writes past the console's line breaking: an editor has to find each diagnostic on one line.</summary>
    public static void Print(IReadOnlyList<Diagnostic> diagnostics, IAnsiConsole error)
    {
        var lines = error.Profile.Out.Writer;
        foreach (var diagnostic in diagnostics)
            lines.WriteLine(diagnostic);
        lines.WriteLine(diagnostics.Count == 1 ? "1 error" : $"{diagnostics.Count} errors");
    }

    private static void Summarize(ScenarioDocument document, IAnsiConsole output)
    {
        var spec = document.Spec;
        var lines = output.Profile.Out.Writer;
        lines.WriteLine($"{document.Name} is valid: {spec.Title}");
        lines.WriteLine($"  sites {spec.Sites.Count}, plans {spec.Plans.Count}, tiers {spec.Tiers.Count}, "
            + $"changes {spec.Changes.Count}");
        var kinds = Enum.GetValues<EvidenceKind>()
            .Select(kind => $"{kind.ToString().ToLowerInvariant()} {document.Inputs.Count(i => i.Provenance.Kind == kind)}");
        lines.WriteLine($"  inputs {document.Inputs.Count}: {string.Join(", ", kinds)}; "
            + $"with a range {document.Inputs.Count(input => input.HasRange)}");
    }
}
