using System.CommandLine;
using Plimsoll.Scenarios.Schema;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll schema</c>: the JSON schemas of scenario, adequacy and gateway files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(IAnsiConsole output)
    {
        var adequacy = new Option<bool>("--adequacy") { Description = "That of adequacy files instead." };
        var gateway = new Option<bool>("--gateway") { Description = "That of gateways' configurations instead." };
        var command = new Command("schema", "Print the JSON schema of scenario files.") { adequacy, gateway };
        command.SetAction(parsed =>
        {
            output.Lines.Write((parsed.GetValue(adequacy), parsed.GetValue(gateway)) switch
            {
                (_, true) => ScenarioSchema.GenerateForGateway(),
                (true, _) => ScenarioSchema.GenerateForAdequacy(),
                _ => ScenarioSchema.Generate(),
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
