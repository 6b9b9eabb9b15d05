using System.CommandLine;
using Plimsoll.Gateway.Administration;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll operators</c>: who may administer a gateway, by name and role.</summary>
internal static class OperatorsCommand
{
    private const string DefaultFile = "plimsoll-operators.json";

    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("operators", "Make, list and revoke the keys of those who administer a gateway.")
        {
            CreateAdd(output, error),
            CreateList(output, error),
            CreateRevoke(output, error),
        };

    private static Option<string> FileOption() => new("--file")
    {
        Description = "The file of operators' keys. It holds hashes, never keys.",
        DefaultValueFactory = _ => DefaultFile,
    };

    private static Option<string> NameOption() =>
        new("--name") { Description = "Who it is, as the audit tells.", Required = true };

    private static Command CreateAdd(IAnsiConsole output, IAnsiConsole error)
    {
        var (file, name) = (FileOption(), NameOption());
        var role = new Option<string>("--role")
        {
            Description = "What it may do: read-only looks and previews, admin changes everything.",
            Required = true,
        }.AcceptOnlyFromAmong("read-only", "admin");
        var command = new Command("add", "Make an operator's key and print it once.") { file, name, role };
        command.SetAction(parsed => KeysCommand.Guarded(error, () =>
        {
            var key = "";
            OperatorFile.Change(parsed.GetRequiredValue(file), ring =>
            {
                (ring, key) = ring.Add(
                    parsed.GetRequiredValue(name),
                    parsed.GetRequiredValue(role) == "admin" ? OperatorRole.Admin : OperatorRole.ReadOnly,
                    TimeProvider.System.GetUtcNow());
                return ring;
            });
            output.Lines.WriteLine(key);
        }));
        return command;
    }

    private static Command CreateList(IAnsiConsole output, IAnsiConsole error)
    {
        var file = FileOption();
        var command = new Command("list", "List the operators, oldest first.") { file };
        command.SetAction(parsed => KeysCommand.Guarded(error, () =>
        {
            var table = new Table().AddColumns("name", "role", "created (UTC)");
            foreach (var key in OperatorFile.Load(parsed.GetRequiredValue(file)).Keys)
            {
                Reports.ReportTables.AddRow(
                    table, key.Name, key.Role == OperatorRole.Admin ? "admin" : "read-only", $"{key.Created:u}");
            }

            output.Write(table);
        }));
        return command;
    }

    private static Command CreateRevoke(IAnsiConsole output, IAnsiConsole error)
    {
        var (file, name) = (FileOption(), NameOption());
        var command = new Command("revoke", "Remove an operator's key.") { file, name };
        command.SetAction(parsed => KeysCommand.Guarded(error, () =>
        {
            var gone = parsed.GetRequiredValue(name);
            OperatorFile.Change(parsed.GetRequiredValue(file), ring => ring.Revoke(gone)
                ?? throw new ArgumentException($"There is no operator '{gone}'"
                    + $"{NearestName.Hint(gone, ring.Keys.Select(key => key.Name))}."));
            output.Lines.WriteLine($"revoked {gone}");
        }));
        return command;
    }
}
