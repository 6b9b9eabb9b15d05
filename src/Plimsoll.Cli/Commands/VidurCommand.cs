using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Vidur;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll vidur CONFIG</c>: runs a trace as Vidur would, and compares every time of every request with Vidur's.
/// </summary>
internal static class VidurCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var config = new Argument<string>("config")
        {
            Description = "The config.json that Vidur wrote beside its run, or the folder that it is in.",
        };
        var times = new Option<string>("--times")
        {
            Description = "Directory with the tables of iteration times that were exported from Vidur.",
            Required = true,
        };
        var trace = new Option<string>("--trace")
        {
            Description = "CSV file with the requests, .gz or not: arrived_at in seconds, num_prefill_tokens and "
                + "num_decode_tokens; or the requests.csv of a run.",
            Required = true,
        };
        var compare = new Option<string?>("--compare")
        {
            Description = "The requests.csv of Vidur's run, .gz or not, to compare with.",
        };
        var csv = new Option<string?>("--csv") { Description = "File to write what became of every request to." };
        var command = new Command("vidur", "Run a trace exactly as the simulator Vidur does, and compare with it.")
        {
            config, times, trace, compare, csv,
        };
        command.SetAction(parsed =>
        {
            try
            {
                return Run(
                    (parsed.GetRequiredValue(config), parsed.GetRequiredValue(times), parsed.GetRequiredValue(trace)),
                    parsed.GetValue(compare),
                    parsed.GetValue(csv),
                    output);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException
                or UnauthorizedAccessException)
            {
                error.Lines.WriteLine(e.Message);
                return ExitCode.InvalidInput;
            }
        });
        return command;
    }

    private static int Run(
        (string Config, string Times, string Trace) files, string? compare, string? csv, IAnsiConsole output)
    {
        var config = Directory.Exists(files.Config) ? Path.Combine(files.Config, "config.json") : files.Config;
        var (settings, replay) = VidurConfigFile.Read(config);
        var tables = VidurTablesFile.Read(files.Times);
        var requests = replay.Replay(VidurRequestsFile.ReadTrace(files.Trace));
        var theirs = compare is null ? null : VidurRequestsFile.Read(compare);
        var run = VidurSimulation.Run(settings, tables, requests);
        VidurText.Write(settings, tables.Model, run, output.Lines);
        if (csv is not null)
        {
            using var writer = new StreamWriter(csv);
            VidurRequestsFile.Write(writer, run.Outcomes);
        }

        if (theirs is null)
            return ExitCode.Ok;
        var comparison = VidurComparison.Of(run.Outcomes, theirs);
        VidurText.Write(comparison, output.Lines);
        return comparison.Exact ? ExitCode.Ok : ExitCode.NotSo;
    }
}
