using Plimsoll.Cli.Reports;
using Plimsoll.Scenarios.Traces;
using Plimsoll.Simulation.Workloads;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>A trace that a command writes.</summary>
internal static class WrittenTrace
{
    /// <summary>Writes a trace and says so.</summary>
    public static int Write(
        string path,
        IEnumerable<TraceRow> rows,
        int prefixBlock,
        IReadOnlyList<string> classes,
        IAnsiConsole output,
        IAnsiConsole error)
    {
        try
        {
            var count = TraceWriter.Write(path, rows, prefixBlock, classes);
            output.Lines.WriteLine($"{path}: {SimulationText.Count(count)} requests");
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            error.Lines.WriteLine($"{path}: {e.Message}");
            return ExitCode.InvalidInput;
        }
    }
}
