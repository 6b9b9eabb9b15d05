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
        var scope = new Option<string?>("--scope") { Description = "Only this one and those beneath it." };
        const string does = "List organizations, workspaces, users and lone keys, with what each carries.";
        return KeysCommand.Listing(
            new Command("scopes", does) { scope },
            (file, parsed) => ScopeList.Load(file, parsed.GetValue(scope), error),
            async (gateway, parsed, stop) =>
                await ScopeList.Ask(gateway, parsed, parsed.GetValue(scope), error, stop),
            output);
    }
}
