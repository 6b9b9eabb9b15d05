using Plimsoll.Cli.Reports;
using Plimsoll.Demand;
using Plimsoll.Scenarios.Loads;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>Usage by hour that a command writes.</summary>
internal static class WrittenUsage
{
    /// <summary>Writes a file and says so.</summary>
    public static int Write(string path, IEnumerable<HourUsage> rows, IAnsiConsole output, IAnsiConsole error)
    {
        try
        {
            var count = UsageTable.Write(path, rows);
            output.Lines.WriteLine($"{path}: {SimulationText.Count(count)} rows");
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            error.Lines.WriteLine($"{path}: {e.Message}");
            return ExitCode.InvalidInput;
        }
    }
}
