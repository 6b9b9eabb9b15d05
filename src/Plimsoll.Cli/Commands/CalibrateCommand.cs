using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Scenarios.Benchmarks;
using Plimsoll.Serving.Fitting;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll calibrate DATA</c>: fits the engine model to benchmarks and tells how far it is from them.
/// </summary>
internal static class CalibrateCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var data = new Argument<string>("data") { Description = "Folder with benchmarks, as they are published." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write every error to this CSV file." };
        var write = new Option<FileInfo?>("--write")
        {
            Description = "Write the fitted accelerators to this YAML file, for scenarios to include.",
        };
        var command = new Command("calibrate", "Fit the engine model to benchmarks and tell how far it is from them.")
        {
            data, json, csv, write,
        };
        command.SetAction(parsed =>
        {
            try
            {
                return Run(
                    parsed.GetRequiredValue(data),
                    (parsed.GetValue(csv), parsed.GetValue(write)),
                    parsed.GetValue(json),
                    (output, error));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                error.Lines.WriteLine(e.Message);
                return ExitCode.InvalidInput;
            }
        });
        return command;
    }

    private static int Run(string path, (FileInfo? Csv, FileInfo? Profiles) files, bool json,
        (IAnsiConsole Output, IAnsiConsole Error) consoles)
    {
        var folder = BenchmarkFolder.Read(path, out var wrong);
        if (folder is null)
        {
            foreach (var one in wrong)
                consoles.Error.Lines.WriteLine(one);
            consoles.Error.Lines.WriteLine(wrong.Count == 1 ? "1 error" : $"{wrong.Count} errors");
            return ExitCode.InvalidInput;
        }

        var studies = RegimeStudy.Of(folder.Benchmarks.Runs, folder.HeldBack);
        if (files.Csv is { } table)
            File.WriteAllText(table.FullName, CalibrationCsv.Write(studies));
        if (files.Profiles is { } profiles)
        {
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            File.WriteAllText(profiles.FullName, ProfileFile.Write(folder, studies, path, today));
        }

        if (json)
            consoles.Output.Lines.WriteLine(CalibrationJson.Write(folder, studies));
        else
            CalibrationTables.Write(folder, studies, consoles.Output);
        return ExitCode.Ok;
    }
}
