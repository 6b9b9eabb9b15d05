using System.CommandLine;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll keys scopes</c>: the organizations, workspaces, users and lone keys of a file or of a running gateway.
/// </summary>
internal static class KeysScopesCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var (file, gateway) = (KeysCommand.FileOption("--file"), new OperatorConnection(isRequired: false));
        var scope = new Option<string?>("--scope") { Description = "Only this one and those beneath it." };
        var asJson = new Option<bool>("--json") { Description = "Print them as JSON." };
        const string does = "List organizations, workspaces, users and lone keys, with what each carries.";
        var command = new Command("scopes", does) { file, scope, asJson };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var only = parsed.GetValue(scope);
            var listed = gateway.IsAsked(parsed)
                ? await ScopeList.Ask(gateway, parsed, only, error, stop)
                : ScopeList.Load(parsed.GetRequiredValue(file), only, error);
            if (listed is null)
                return ExitCode.InvalidInput;
            if (parsed.GetValue(asJson))
                output.Lines.WriteLine(listed.Json());
            else
                listed.Write(output);
            return ExitCode.Ok;
        });
        return command;
    }
}
