using System.CommandLine;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll keys</c>: makes, lists and revokes the keys that a gateway accepts.</summary>
internal static class KeysCommand
{
    private const string DefaultFile = "plimsoll-keys.json";

    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("keys", "Make, list and revoke the keys that a gateway accepts, and limit who shares them.")
        {
            CreateAdd(output, error),
            CreateLimit(output, error),
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
        var tier = new Option<string?>("--tier") { Description = "API tier of the key's organization." };
        var product = new Option<string>("--product")
        {
            Description = "Product whose usage this is.",
            DefaultValueFactory = _ => "claude-code",
        };
        var organization = new Option<string?>("--organization")
        {
            Description = "Organization that it belongs to, whose keys share its tier; default: the key is its own.",
        };
        var workspace = new Option<string?>("--workspace") { Description = "Workspace of the organization." };
        var user = new Option<string?>("--user") { Description = "User of the organization, who has the plan." };
        var limits = LimitsOption("Limit sets of the policy that the key itself carries.");
        var command = new Command("add", "Make a key and print it once.")
        {
            file, name, plan, tier, product, organization, workspace, user, limits,
        };
        command.SetAction(parsed => Edit(parsed.GetRequiredValue(file), output, error, ring => ring.Add(
            parsed.GetRequiredValue(name),
            parsed.GetValue(plan),
            parsed.GetValue(tier),
            parsed.GetRequiredValue(product),
            TimeProvider.System.GetUtcNow(),
            new KeyPlace(
                parsed.GetValue(organization),
                parsed.GetValue(workspace),
                parsed.GetValue(user),
                parsed.GetValue(limits)))));
        return command;
    }

    private static Command CreateLimit(IAnsiConsole output, IAnsiConsole error)
    {
        var file = FileOption("--file");
        var scope = new Option<string>("--scope")
        {
            Description = "Organization, workspace or user, such as acme, acme/research or acme/research/alice.",
            Required = true,
        };
        var limits = LimitsOption("Limit sets of the policy that it carries from now on; without any, none.");
        const string does = "Set what an organization, workspace or user carries beside its plan or tier.";
        var command = new Command("limit", does) { file, scope, limits };
        command.SetAction(parsed => Edit(parsed.GetRequiredValue(file), output, error, ring =>
        {
            var (name, sets) = (parsed.GetRequiredValue(scope), parsed.GetValue(limits) ?? []);
            return (ring.Limit(name, sets), $"{name}: {(sets.Length > 0 ? string.Join(", ", sets) : "no limits")}");
        }));
        return command;
    }

    private static Option<string[]> LimitsOption(string description) => new("--limits")
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };

    private static Command CreateList(IAnsiConsole output, IAnsiConsole error)
    {
        var file = FileOption("--file");
        var command = new Command("list", "List the keys, oldest first, and what their scopes carry.") { file };
        command.SetAction(parsed => Guarded(error, () =>
        {
            var ring = KeyFile.Load(parsed.GetRequiredValue(file));
            var table = new Table()
                .AddColumns("name", "plan or tier", "product", "belongs to", "limits", "created (UTC)");
            foreach (var key in ring.Keys)
            {
                var entitled = key.Plan ?? key.Tier ?? "";
                AddRow(table, key.Name, entitled, key.Product, Place(key), Joined(key.Limits), $"{key.Created:u}");
            }

            output.Write(table);
            if (ring.Scopes.IsEmpty)
                return;
            var scopes = new Table().AddColumns("scope", "limits");
            foreach (var scope in ring.Scopes)
                AddRow(scopes, scope.Scope, Joined(scope.Limits));
            output.Write(scopes);
        }));
        return command;
    }

    private static string Place(GatewayKey key) =>
        string.Join('/', new[] { key.Organization, key.Workspace, key.User }.OfType<string>());

    private static string Joined(IReadOnlyList<string>? names) => string.Join(", ", names ?? []);

    private static void AddRow(Table table, params string[] cells) =>
        table.AddRow(cells.Select(cell => new Text(cell)));

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
