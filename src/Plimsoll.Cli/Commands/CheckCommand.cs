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
        command.SetAction(parsed =>
        {
            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            Summarize(document, output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Summarize(ScenarioDocument document, IAnsiConsole output)
    {
        var spec = document.Spec;
        var lines = output.Lines;
        lines.WriteLine($"{document.Name} is valid: {spec.Title}");
        lines.WriteLine($"  sites {spec.Sites.Count}, plans {spec.Plans.Count}, tiers {spec.Tiers.Count}, "
            + $"changes {spec.Changes.Count}");
        var counts = document.Inputs.CountBy(input => input.Provenance.Kind).ToDictionary();
        var kinds = Enum.GetValues<EvidenceKind>()
            .Select(kind => $"{kind.ToString().ToLowerInvariant()} {counts.GetValueOrDefault(kind)}");
        lines.WriteLine($"  inputs {document.Inputs.Count}: {string.Join(", ", kinds)}; "
            + $"with a range {document.Inputs.Count(input => input.HasRange)}");
    }
}
