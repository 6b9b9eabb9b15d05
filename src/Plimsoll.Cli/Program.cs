using System.CommandLine;
using Plimsoll.Cli;
using Plimsoll.Cli.Commands;

var output = Terminal.Open(Console.Out);
var error = Terminal.Open(Console.Error);

var root = new RootCommand("Plimsoll: how far an AI service may be loaded, and what it may therefore promise.")
{
    CheckCommand.Create(output, error),
    EmulateCommand.Create(output, error),
    KeysCommand.Create(output, error),
    PlanCommand.Create(output, error),
    SchemaCommand.Create(output),
    ServeCommand.Create(output, error),
};

var parsed = root.Parse(args);
var exit = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCode.InvalidInput : exit;
