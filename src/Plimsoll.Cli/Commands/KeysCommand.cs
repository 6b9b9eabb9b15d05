using System.CommandLine;
using System.Text.Json;
using Plimsoll.Cli.Reports;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll keys</c>: makes, rotates, lists, limits and revokes the keys that a gateway accepts, in its file or
/// while it runs.
/// </summary>
internal static class KeysCommand
{
    private const string DefaultFile = "plimsoll-keys.json";

    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("keys", "Make, rotate, list and revoke the keys that a gateway accepts, and limit who shares them.")
        {
            KeysAddCommand.Create(output, error),
            KeysRotateCommand.Create(output, error),
            CreateLimit(output, error),
            CreateList(output, error),
            KeysScopesCommand.Create(output, error),
            KeysRevokeCommand.Create(output, error),
        };

    /// <summary>The key file that a command works on.</summary>
    public static Option<string> FileOption(string name) => new(name)
    {
        Description = "The key file. It holds hashes, never keys.",
        DefaultValueFactory = _ => DefaultFile,
    };

    /// <summary>Limit sets that something carries.</summary>
    public static Option<string[]> LimitsOption(string description) => new("--limits")
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>
    /// Changes the ring in a file and prints a word only when that is written: a key that was not kept must not be
    /// handed out.
    /// </summary>
    public static int Edit(
        string file, IAnsiConsole output, IAnsiConsole error, Func<KeyRing, (KeyRing Ring, string Word)> edit) =>
        Guarded(error, () =>
        {
            var word = "";
            KeyFile.Change(file, ring =>
            {
                (ring, word) = edit(ring);
                return ring;
            });
            output.Lines.WriteLine(word);
        });

    private static Command CreateLimit(IAnsiConsole output, IAnsiConsole error)
    {
        var (file, gateway) = (FileOption("--file"), new OperatorConnection(isRequired: false));
        var scope = new Option<string>("--scope")
        {
            Description = "Organization, workspace or user, such as acme, acme/research or acme/research/alice.",
            Required = true,
        };
        var limits = LimitsOption("Limit sets of the policy that it carries from now on; without any, none.");
        var policy = new PolicyCheck();
        const string does = "Set what an organization, workspace or user carries beside its plan or tier.";
        var command = new Command("limit", does) { file, scope, limits, policy.Option };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var (name, sets) = (parsed.GetRequiredValue(scope), parsed.GetValue(limits) ?? []);
            var word = $"{name}: {(sets.Length > 0 ? string.Join(", ", sets) : "no limits")}";
            if (policy.Read(parsed, gateway.IsAsked(parsed), error) is not { } check)
                return ExitCode.InvalidInput;
            if (!gateway.IsAsked(parsed))
            {
                return Edit(
                    parsed.GetRequiredValue(file), output, error, ring => (check(ring.Limit(name, sets)), word));
            }

            var told = await gateway.Ask(parsed, HttpMethod.Post, "/admin/scopes", json =>
            {
                json.WriteString("scope", name);
                json.WriteStartArray("limits");
                foreach (var set in sets)
                    json.WriteStringValue(set);
                json.WriteEndArray();
            }, error, stop);
            return Tell(told, word, output);
        });
        return command;
    }

    private static Command CreateList(IAnsiConsole output, IAnsiConsole error) => Listing(
        new Command("list", "List the keys, oldest first, and what their scopes carry."),
        (file, _) => KeyList.Load(file, error),
        async (gateway, parsed, stop) => await KeyList.Ask(gateway, parsed, error, stop),
        output);

    /// <summary>A command that lists something of a file or of a running gateway.</summary>
    /// <param name="command">Its name, and options of its own.</param>
    /// <param name="load">Reads a file; null, with what is wrong printed, where it is none.</param>
    /// <param name="ask">Asks a gateway; null, with what went wrong printed, where it does not tell.</param>
    /// <param name="output">Where to list.</param>
    public static Command Listing(
        Command command,
        Func<string, ParseResult, IListing?> load,
        Func<OperatorConnection, ParseResult, CancellationToken, Task<IListing?>> ask,
        IAnsiConsole output)
    {
        var (file, gateway) = (FileOption("--file"), new OperatorConnection(isRequired: false));
        var asJson = new Option<bool>("--json") { Description = "Print them as JSON." };
        command.Options.Insert(0, file);
        command.Add(asJson);
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var listed = gateway.IsAsked(parsed)
                ? await ask(gateway, parsed, stop)
                : load(parsed.GetRequiredValue(file), parsed);
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

    /// <summary>Prints a word where a gateway did what it was asked, and that it forgets it where it does.</summary>
    public static int Tell(JsonElement? told, string word, IAnsiConsole output)
    {
        if (told is not { } answer)
            return ExitCode.InvalidInput;
        output.Lines.WriteLine(word);
        if (answer.TryGetProperty("kept_in", out var file) && file.ValueKind == JsonValueKind.Null)
            output.Lines.WriteLine("The gateway keeps this in memory only: it has no key file.");
        return ExitCode.Ok;
    }

    /// <summary>Does something with a file, and prints what is wrong with it.</summary>
    public static int Guarded(IAnsiConsole error, Action action)
    {
        try
        {
            action();
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            error.Lines.WriteLine($"--file: {e.Message} It comes to be with the first 'add'.");
            return ExitCode.InvalidInput;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException)
        {
            error.Lines.WriteLine(e.Message);
            return ExitCode.InvalidInput;
        }
    }
}
