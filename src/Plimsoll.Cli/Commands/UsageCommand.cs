using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using Plimsoll.Cli.Reports;
using Plimsoll.Gateway.Durability;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Scenarios.Loads;
using Plimsoll.Storage;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll usage</c>: what the ledger of a store says, and what becomes of it.</summary>
internal static class UsageCommand
{
    private static readonly ImmutableArray<UsageColumn> Usual =
        [UsageColumn.Hour, UsageColumn.Organization, UsageColumn.Class, UsageColumn.Pool, UsageColumn.Plan];

    private static readonly string[] Columns = [.. Enum.GetValues<UsageColumn>().Select(LedgerFile.Name)];

    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("usage", "Add up what was used, export it, and take people or the past out of it.")
        {
            CreateShow(output, error),
            CreateExport(output, error),
            CreateDrop(output, error),
            CreateErase(output, error),
        };

    private static Command CreateShow(IAnsiConsole output, IAnsiConsole error)
    {
        var (store, period, scope) = (StoreArgument.Create(), new PeriodOptions(), ScopeOption());
        var by = ByOption();
        var csv = new Option<FileInfo?>("--csv") { Description = "Write it as CSV; a load can be measured by it." };
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new Command("show", "Add up what was used.") { store, by, scope, csv, json };
        period.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var table = new WrittenFile("--csv", parsed.GetValue(csv));
            if (!WrittenFile.AreWritable([table], error))
                return Task.FromResult(ExitCode.InvalidInput);
            return StoreArgument.Read(
                parsed.GetRequiredValue(store),
                async opened =>
                {
                    var usage = new GroupedUsage(parsed.GetValue(by) is { IsDefault: false } chosen ? chosen : Usual);
                    await Read(opened, period.Of(parsed), parsed.GetValue(scope), usage, cancellation);
                    if (!table.Write(() => LedgerFile.Table(usage), error))
                        return ExitCode.InvalidInput;
                    if (parsed.GetValue(json))
                        output.Lines.WriteLine(LedgerJson.Write(usage));
                    else
                        LedgerTables.Write(usage, output);
                    return ExitCode.Ok;
                },
                error,
                cancellation);
        });
        return command;
    }

    private static Command CreateExport(IAnsiConsole output, IAnsiConsole error)
    {
        var (store, period, scope) = (StoreArgument.Create(), new PeriodOptions(), ScopeOption());
        var to = new Argument<string>("out") { Description = "The file to write: .csv or .jsonl; .gz compresses it." };
        var command = new Command("export", "Write every entry of the ledger.") { store, to, scope };
        period.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var made = parsed.GetRequiredValue(to);
            List<string> wrong = [];
            WrittenFiles.RequirePlaces([("out", made.Trim().Length == 0 ? null : new FileInfo(made))], wrong);
            if (!LedgerFile.HasForm(made))
                wrong.Add($"out: found '{made}', expected a name that ends in .csv, .jsonl, .csv.gz or .jsonl.gz");
            wrong.ForEach(error.Lines.WriteLine);
            return wrong.Count > 0 ? Task.FromResult(ExitCode.InvalidInput) : StoreArgument.Read(
                parsed.GetRequiredValue(store),
                async opened =>
                {
                    var entries = Within(opened.ReadEntries(period.Of(parsed), cancellation), parsed.GetValue(scope));
                    try
                    {
                        var count = await LedgerFile.Write(made, entries, cancellation);
                        output.Lines.WriteLine($"{made}: {SimulationText.Count(count)} entries");
                        return ExitCode.Ok;
                    }
                    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                    {
                        error.Lines.WriteLine($"{made}: {e.Message}");
                        return ExitCode.InvalidInput;
                    }
                },
                error,
                cancellation);
        });
        return command;
    }

    private static Command CreateDrop(IAnsiConsole output, IAnsiConsole error)
    {
        var store = StoreArgument.Create();
        var before = PeriodOptions.Moment("--before", "Drop the entries before this date or instant.");
        before.Required = true;
        var command = new Command("drop", "Drop old entries; what they add up to by hour stays.") { store, before };
        command.SetAction((parsed, cancellation) => StoreArgument.Use(
            parsed.GetRequiredValue(store),
            async opened =>
            {
                var at = parsed.GetRequiredValue(before)!.Value;
                var dropped = await opened.DropEntries(at, cancellation);
                output.Lines.WriteLine($"{SimulationText.Count(dropped)} entries before {InstantText.Of(at)} are "
                    + "dropped; their sums stay.");
                return ExitCode.Ok;
            },
            error,
            cancellation));
        return command;
    }

    private static Command CreateErase(IAnsiConsole output, IAnsiConsole error)
    {
        var (store, scope) = (StoreArgument.Create(), ScopeOption());
        scope.Description = "Whose names are taken out: a user, or an organization.";
        scope.Required = true;
        var replacement = new Option<string?>("--as")
        {
            Description = "Name in its place, in the same organization; default: one that says nothing.",
        };
        var command = new Command("erase", "Take a person out of the store; what they used stays.")
        {
            store, scope, replacement,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var erased = parsed.GetRequiredValue(scope)!.Value;
            if (Erasure(erased, parsed.GetValue(replacement), error) is not { } erasure)
                return Task.FromResult(ExitCode.InvalidInput);
            return StoreArgument.Use(
                parsed.GetRequiredValue(store),
                async opened =>
                {
                    var values = await ScopeValues.Remove(opened, erased, cancellation);
                    var entries = await opened.Erase(erasure, cancellation);
                    output.Lines.WriteLine($"{SimulationText.Count(entries)} entries that named {erased} or what is "
                        + $"beneath it now name {erasure.Replacement}; the sums stay.");
                    output.Lines.WriteLine($"{SimulationText.Count(values)} values of its limits are removed.");
                    return ExitCode.Ok;
                },
                error,
                cancellation);
        });
        return command;
    }

    private static ScopeErasure? Erasure(ScopeName erased, string? replacement, IAnsiConsole error)
    {
        var above = erased.Above is { } organization ? organization.Text.Split('/')[0] + "/" : "";
        var name = replacement ?? $"{above}erased-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        try
        {
            if (ScopeName.TryParse(name) is { } parsed)
                return new ScopeErasure(erased, parsed);
            error.Lines.WriteLine($"--as: found '{name}'; expected {ScopeName.Form}.");
        }
        catch (ArgumentException e)
        {
            error.Lines.WriteLine($"--as: {e.Message}");
        }

        return null;
    }

    /// <summary>Adds up a period; what only entries know is asked of them, all else of the sums.</summary>
    private static async Task Read(
        ILedger store, LedgerPeriod period, ScopeName? scope, GroupedUsage usage, CancellationToken cancellation)
    {
        if (scope is { Above: not null } || GroupedUsage.NeedsEntries(usage.Columns))
        {
            await foreach (var entry in Within(store.ReadEntries(period, cancellation), scope))
                usage.Add(entry);
            return;
        }

        await foreach (var sum in store.ReadUsage(period, cancellation))
        {
            if (scope is null || sum.Key.Organization == scope.Value.Text)
                usage.Add(sum);
        }
    }

    private static IAsyncEnumerable<LedgerEntry> Within(IAsyncEnumerable<LedgerEntry> entries, ScopeName? scope) =>
        scope is { } top ? entries.Where(entry => entry.Scope.IsWithin(top)) : entries;

    private static Option<ImmutableArray<UsageColumn>> ByOption() => new("--by")
    {
        Description = $"What to tell apart, of {string.Join(", ", Columns)}, joined by commas; default: hour, "
            + "organization, class, pool, plan.",
        CustomParser = result =>
        {
            var names = (result.Tokens.Count == 1 ? result.Tokens[0].Value : "").Split(',');
            foreach (var name in names.Where(name => !Columns.Contains(name)))
            {
                result.AddError($"--by: found '{name}'{NearestName.Hint(name, Columns)}; "
                    + $"known: {string.Join(", ", Columns)}.");
            }

            foreach (var name in names.GroupBy(name => name).Where(same => same.Count() > 1))
                result.AddError($"--by: found '{name.Key}' twice.");
            return [.. names.Where(Columns.Contains).Select(name => (UsageColumn)Array.IndexOf(Columns, name))];
        },
    };

    private static Option<ScopeName?> ScopeOption() =>
        LimitsCommand.ScopeOption("--scope", "Only what this scope used, and those beneath it.", isRequired: false);
}
