using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Embedded.Upkeep;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll store</c>: what a gateway's folder of state holds; copies of it; its upkeep.</summary>
internal static class StoreCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("store", "Check, show, back up or compact the folder in which a gateway keeps its state.")
        {
            CreateCheck(output, error),
            CreateShow(output, error),
            CreateBackup(output, error),
            CreateCompact(output, error),
        };

    private static Command CreateCheck(IAnsiConsole output, IAnsiConsole error)
    {
        var path = PathArgument();
        var command = new Command("check", "Read every file of a store, also of one in use, and find damage.") { path };
        command.SetAction(parsed => Guarded(parsed.GetRequiredValue(path), ExitCode.NotSo, error, folder =>
        {
            var report = StoreInspection.Check(folder);
            output.Lines.WriteLine($"{folder} is whole: {StoreTables.Summary(report)}");
            if (report.TornBytes > 0)
            {
                output.Lines.WriteLine($"  {report.TornBytes} bytes at its end were not written to the end; nobody was "
                    + "told that they are there, and the next start goes on before them");
            }
        }));
        return command;
    }

    private static Command CreateShow(IAnsiConsole output, IAnsiConsole error)
    {
        var path = PathArgument();
        var asJson = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new Command("show", "Show what a store holds, also one in use.") { path, asJson };
        command.SetAction(parsed => Guarded(parsed.GetRequiredValue(path), ExitCode.NotSo, error, folder =>
        {
            var report = StoreInspection.Check(folder);
            if (parsed.GetValue(asJson))
                output.Lines.WriteLine(StoreTables.Json(report));
            else
                StoreTables.Write(report, output);
        }));
        return command;
    }

    private static Command CreateBackup(IAnsiConsole output, IAnsiConsole error)
    {
        var path = PathArgument();
        var target = new Argument<string>("target") { Description = "Folder to copy to: empty, or not there yet." };
        const string does = "Copy a store as it is at one moment, also one in use, and check the copy.";
        var command = new Command("backup", does) { path, target };
        command.SetAction(parsed => Guarded(parsed.GetRequiredValue(path), ExitCode.InvalidInput, error, folder =>
        {
            var to = parsed.GetRequiredValue(target);
            output.Lines.WriteLine($"{to} is a whole copy: {StoreTables.Summary(StoreInspection.Backup(folder, to))}");
        }));
        return command;
    }

    private static Command CreateCompact(IAnsiConsole output, IAnsiConsole error)
    {
        var path = PathArgument();
        const string does = "Write a store anew without what no longer counts. A gateway does so by itself.";
        var command = new Command("compact", does) { path };
        command.SetAction(async (parsed, stop) => await Guarded(
            parsed.GetRequiredValue(path), ExitCode.InvalidInput, error, async folder =>
            {
                var before = StoreInspection.Check(folder);
                await using (var store = EmbeddedStore.Open(folder, TimeProvider.System))
                    await store.Compact(stop);
                output.Lines.WriteLine($"{folder}: {StoreTables.Size(before)} before, "
                    + $"{StoreTables.Size(StoreInspection.Check(folder))} now");
            }));
        return command;
    }

    private static Argument<string> PathArgument() => new("path") { Description = "The folder of the store." };

    private static int Guarded(string folder, int whenDamaged, IAnsiConsole error, Action<string> does) =>
        Guarded(folder, whenDamaged, error, path =>
        {
            does(path);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

    private static async Task<int> Guarded(
        string folder, int whenDamaged, IAnsiConsole error, Func<string, Task> does)
    {
        try
        {
            if (!StoreInspection.IsStore(folder))
            {
                error.Lines.WriteLine($"path: found no store in {folder}, expected the folder of one.");
                return ExitCode.InvalidInput;
            }

            await does(folder);
            return ExitCode.Ok;
        }
        catch (StoreException e)
        {
            error.Lines.WriteLine(e.Message);
            return e.Fault == StoreFault.Unreadable ? whenDamaged : ExitCode.InvalidInput;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.Lines.WriteLine($"{folder}: {e.Message}");
            return ExitCode.InvalidInput;
        }
    }
}
