using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll keys revoke</c>: removes a key, or all keys of an organization, a workspace or a user.
/// </summary>
internal static class KeysRevokeCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var (file, gateway) = (KeysCommand.FileOption("--file"), new OperatorConnection(isRequired: false));
        var name = new Option<string?>("--name") { Description = "Name of the key." };
        var scope = new Option<string?>("--scope")
        {
            Description = "Organization, workspace or user, such as acme, whose keys are all removed.",
        };
        const string does = "Remove a key, or all keys of a scope: a running gateway refuses them at once with "
            + "--gateway, else from its next reload or start on.";
        var command = new Command("revoke", does) { file, name, scope };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var (one, all) = (parsed.GetValue(name), parsed.GetValue(scope));
            if (one is null == all is null)
            {
                error.Lines.WriteLine("--name, --scope: expected one of them.");
                return ExitCode.InvalidInput;
            }

            if (!gateway.IsAsked(parsed))
            {
                return KeysCommand.Edit(
                    parsed.GetRequiredValue(file), output, error, ring => one is not null
                        ? (ring.Revoke(one) ?? throw new ArgumentException($"There is no key '{one}'. There are: "
                            + $"{string.Join(", ", ring.Keys.Select(key => key.Name))}."), Word([one]))
                        : (ring.RevokeScope(all!), Word(ring.KeysOf(all!).Select(key => key.Name))));
            }

            var told = await gateway.Ask(parsed, HttpMethod.Post, "/admin/keys/revoke", json =>
            {
                json.WriteString("name", one);
                json.WriteString("scope", all);
            }, error, stop);
            return KeysCommand.Tell(told, Word(all is null ? [one!] : Names(told)), output);
        });
        return command;
    }

    private static string Word(IEnumerable<string> names) => $"revoked {string.Join(", ", names)}";

    private static IEnumerable<string> Names(JsonElement? answer) => answer is { } told
        ? told.GetProperty("names").EnumerateArray().Select(name => name.GetString()!) : [];
}
