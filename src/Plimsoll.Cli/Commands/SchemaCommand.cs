using System.CommandLine;
using Plimsoll.Scenarios.Schema;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll schema</c>: the JSON schemas of scenario and adequacy files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(IAnsiConsole output)
    {
        var adequacy = new Option<bool>("--adequacy") { Description = "That of adequacy files instead." };
        var command = new Command("schema", "Print the JSON schema of scenario files.") { adequacy };
        command.SetAction(parsed =>
        {
            output.Lines.Write(
                parsed.GetValue(adequacy) ? ScenarioSchema.GenerateForAdequacy() : ScenarioSchema.Generate());
            return ExitCode.Ok;
        });
        return command;
    }
}
