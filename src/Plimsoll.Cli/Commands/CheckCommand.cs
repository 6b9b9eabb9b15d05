using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Cli.Serving;
using Plimsoll.Evidence;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Scenarios;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll check SCENARIO</c>: everything that is wrong with a scenario, or with the configuration of a gateway, or
/// what is in it.
/// </summary>
internal static class CheckCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var asJson = new Option<bool>("--json") { Description = "Print what was found as JSON, errors too." };
        const string does = "Check a scenario or a gateway's configuration and report every error with its place.";
        var command = new Command("check", does) { scenario, asJson };
        command.SetAction(parsed =>
        {
            var given = parsed.GetRequiredValue(scenario);
            var isGateway = GatewayFile.IsAt(given);
            if (parsed.GetValue(asJson))
                return isGateway ? CheckReport.OfGateway(given, output) : CheckReport.OfScenario(given, output);
            if (isGateway)
                return CheckGateway(given, output, error);
            if (ScenarioArgument.Load(given, error) is not { } document)
                return ExitCode.InvalidInput;
            Summarize(document, output);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>All that a gateway would find, but for addresses that are taken: it is not started.</summary>
    private static int CheckGateway(string file, IAnsiConsole output, IAnsiConsole error)
    {
        switch (new GatewaySource(new ServeSettings { Config = file }).Read())
        {
            case ConfigurationReading.Valid valid:
                output.Lines.WriteLine($"{file} is valid");
                var options = valid.Options;
                output.Lines.WriteLine($"  upstreams {options.Upstreams.Length}, keys {options.Keys.Keys.Length}, "
                    + $"versions of the policy {options.Timeline.Versions.Length}");
                return ExitCode.Ok;
            case ConfigurationReading.Invalid invalid:
                foreach (var line in invalid.Errors)
                    error.Lines.WriteLine(line);
                error.Lines.WriteLine(invalid.Errors.Length == 1 ? "1 error" : $"{invalid.Errors.Length} errors");
                return ExitCode.InvalidInput;
            default:
                throw new InvalidOperationException("A configuration is valid or not.");
        }
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
