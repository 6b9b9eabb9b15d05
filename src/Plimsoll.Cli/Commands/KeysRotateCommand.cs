using System.CommandLine;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll keys rotate</c>: gives an entry another key, and lets the one that it had work for a while yet.
/// </summary>
internal static class KeysRotateCommand
{
    private const int LongestOverlap = 90 * 24;

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var (file, gateway) = (KeysCommand.FileOption("--file"), new OperatorConnection(isRequired: false));
        var name = new Option<string>("--name") { Description = "Name of the key.", Required = true };
        var overlap = new Option<int>("--overlap-hours")
        {
            Description = "How long the key that it had works yet; default: not at all.",
        };
        overlap.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > LongestOverlap)
                result.AddError($"--overlap-hours: expected 0 to {LongestOverlap}.");
        });
        var command = new Command("rotate", "Make another key in the place of one, and print it once.")
        {
            file, name, overlap,
        };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var (key, entry) = (KeyRing.NewKey(), parsed.GetRequiredValue(name));
            var length = TimeSpan.FromHours(parsed.GetValue(overlap));
            if (!gateway.IsAsked(parsed))
            {
                return KeysCommand.Edit(parsed.GetRequiredValue(file), output, error, ring => (
                    ring.Rotate(entry, KeyRing.HashOf(key), TimeProvider.System.GetUtcNow(), length), key));
            }

            var told = await gateway.Ask(parsed, HttpMethod.Post, "/admin/keys/rotate", json =>
            {
                json.WriteString("name", entry);
                json.WriteString("hash", KeyRing.HashOf(key));
                json.WriteNumber("overlap_seconds", (long)length.TotalSeconds);
            }, error, stop);
            return KeysCommand.Tell(told, key, output);
        });
        return command;
    }
}
