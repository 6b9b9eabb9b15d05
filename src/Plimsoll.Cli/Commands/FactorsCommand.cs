using System.CommandLine;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll factors SCENARIO</c>: every published factor with its version, source and date.</summary>
internal static class FactorsCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print the factors as JSON." };
        var command = new Command("factors", "List every factor of a footprint with its version, source and date.")
        {
            scenario, json,
        };
        command.SetAction(parsed =>
        {
            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            if (parsed.GetValue(json))
                output.Lines.WriteLine(FactorReport.Json(document));
            else
                FactorReport.Write(document, output);
            return ExitCode.Ok;
        });
        return command;
    }
}
