using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Measurements;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll vllm FOLDER</c>: repeats recorded runs of vLLM on our engine, and compares every request with what was
/// measured.
/// </summary>
internal static class VllmCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var folders = new Argument<string[]>("folder")
        {
            Description = "Folders with recorded runs (meta.json, config.json, requests.csv, profile/tpN), or with a "
                + "folder for each.",
            Arity = ArgumentArity.OneOrMore,
        };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write every request to this CSV file." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("vllm", "Repeat recorded runs of vLLM on our engine, and compare with them.")
        {
            folders, csv, json,
        };
        command.SetAction(parsed =>
        {
            try
            {
                string[] each = [.. parsed.GetRequiredValue(folders).SelectMany(Runs)];
                var runs = Read(each, error);
                if (runs.Count < each.Length)
                    return ExitCode.InvalidInput;
                var replays = runs.Select(run => (run.Name, Run: RecordedReplay.Of(run.Run))).ToList();
                if (parsed.GetValue(csv) is { } file)
                {
                    using var writer = new StreamWriter(file.FullName);
                    VllmCsv.Write(replays, writer);
                }

                if (parsed.GetValue(json))
                    output.Lines.WriteLine(VllmJson.Write(replays));
                else
                    VllmText.Write(replays.Select(replay => replay.Run), output.Lines);
                return ExitCode.Ok;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                error.Lines.WriteLine(e.Message);
                return ExitCode.InvalidInput;
            }
        });
        return command;
    }

    /// <summary>The folder, or the folders of runs in it.</summary>
    private static string[] Runs(string folder)
    {
        if (!Directory.Exists(folder) || IsRun(folder))
            return [folder];
        string[] inside = [.. Directory.GetDirectories(folder).Where(IsRun).Order(StringComparer.Ordinal)];
        return inside.Length > 0 ? inside : [folder];
    }

    private static bool IsRun(string folder) =>
        File.Exists(Path.Combine(folder, "meta.json")) || File.Exists(Path.Combine(folder, "meta.json.gz"));

    private static List<(string Name, RecordedRun Run)> Read(string[] folders, IAnsiConsole error)
    {
        List<(string Name, RecordedRun Run)> runs = [];
        foreach (var folder in folders)
        {
            var run = RecordedRun.Read(folder, out IReadOnlyList<Diagnostic> wrong);
            foreach (var diagnostic in wrong)
                error.Lines.WriteLine(diagnostic);
            if (run is not null)
                runs.Add((Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), run));
        }

        return runs;
    }
}
