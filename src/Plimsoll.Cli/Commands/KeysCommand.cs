using System.CommandLine;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll keys</c>: makes, lists and revokes the keys that a gateway accepts.</summary>
internal static class KeysCommand
{
    private const string DefaultFile = "plimsoll-keys.json";

    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("keys", "Make, list and revoke the keys that a gateway accepts.")
        {
            CreateAdd(output, error),
            CreateList(output, error),
            CreateRevoke(output, error),
        };

    /// <summary>The key file that a command works on.</summary>
    public static Option<string> FileOption(string name) => new(name)
    {
        Description = "The key file. It holds hashes, never keys.",
        DefaultValueFactory = _ => DefaultFile,
    };

    private static Command CreateAdd(IAnsiConsole output, IAnsiConsole error)
    {
        var file = FileOption("--file");
        var name = new Option<string>("--name") { Description = "What to call the key.", Required = true };
        var plan = new Option<string?>("--plan") { Description = "Plan of the key's user." };
        var tier = new Option<string?>("--tier") { Description = "API tier of the key's organisation." };
        var product = new Option<string>("--product")
        {
            Description = "Product whose usage this is.",
            DefaultValueFactory = _ => "claude-code",
        };
        var command = new Command("add", "Make a key and print it once.") { file, name, plan, tier, product };
        command.SetAction(parsed => Edit(parsed.GetRequiredValue(file), output, error, ring => ring.Add(
            parsed.GetRequiredValue(name),
            parsed.GetValue(plan),
            parsed.GetValue(tier),
            parsed.GetRequiredValue(product),
            TimeProvider.System.GetUtcNow())));
        return command;
    }

    private static Command CreateList(IAnsiConsole output, IAnsiConsole error)
    {
        var file = FileOption("--file");
        var command = new Command("list", "List the keys, oldest first.") { file };
        command.SetAction(parsed => Guarded(error, () =>
        {
            var table = new Table().AddColumns("name", "plan or tier", "product", "created (UTC)");
            foreach (var key in KeyFile.Load(parsed.GetRequiredValue(file)).Keys)
            {
                table.AddRow(new[] { key.Name, key.Plan ?? key.Tier ?? "", key.Product, $"{key.Created:u}" }
                    .Select(cell => new Text(cell)));
            }

            output.Write(table);
        }));
        return command;
    }

    private static Command CreateRevoke(IAnsiConsole output, IAnsiConsole error)
    {
        var file = FileOption("--file");
        var name = new Option<string>("--name") { Description = "Name of the key.", Required = true };
        var command = new Command("revoke", "Remove a key; gateways that run refuse it once restarted.") { file, name };
        command.SetAction(parsed => Edit(parsed.GetRequiredValue(file), output, error, ring =>
        {
            var gone = parsed.GetRequiredValue(name);
            var next = ring.Revoke(gone) ?? throw new ArgumentException(
                $"There is no key '{gone}'. There are: {string.Join(", ", ring.Keys.Select(k => k.Name))}.");
            return (next, $"revoked {gone}");
        }));
        return command;
    }

    /// <summary>
    /// Changes the ring and prints its word only when the file is written: a key that was not kept must not be handed
    /// out.
    /// </summary>
    private static int Edit(
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

    private static int Guarded(IAnsiConsole error, Action action)
    {
        try
        {
            action();
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException)
        {
            error.Lines.WriteLine(e.Message);
            return ExitCode.InvalidInput;
        }
    }
}
