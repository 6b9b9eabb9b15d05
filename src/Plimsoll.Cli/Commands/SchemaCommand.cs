using System.CommandLine;
using Plimsoll.Scenarios.Schema;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll schema</c>: the JSON schema of scenario files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(IAnsiConsole output)
    {
        var command = new Command("schema", "Print the JSON schema of scenario files.");
        command.SetAction(_ =>
        {
            output.Lines.Write(ScenarioSchema.Generate());
            return ExitCode.Ok;
        });
        return command;
    }
}
