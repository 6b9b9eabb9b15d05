using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Where a simulation is written to.</summary>
/// <param name="Requests">CSV of all requests; null: nowhere.</param>
/// <param name="Page">HTML; null: nowhere.</param>
/// <param name="IsJson">Whether the report is printed as JSON.</param>
internal sealed record WrittenReport(FileInfo? Requests, FileInfo? Page, bool IsJson)
{
    /// <summary>Why the files cannot be written, found before anything is simulated.</summary>
    /// <param name="trace">A file that is read meanwhile; null: none.</param>
    public List<string> Errors(string? trace)
    {
        var errors = new List<string>();
        (string Option, FileInfo? File)[] files = [("--requests", Requests), ("--html", Page)];
        WrittenFiles.RequireApart(
            files.Select(file => (file.Option, file.File?.FullName)).Prepend(("--trace", trace)), errors);
        WrittenFiles.RequirePlaces(files, errors);
        return errors;
    }

    /// <summary>Writes all but the requests, which were written while they ended.</summary>
    /// <returns>Whether it could be; what is wrong has been printed otherwise.</returns>
    public bool Write(SimulationRun run, IAnsiConsole output, IAnsiConsole error)
    {
        if (!new WrittenFile("--html", Page).Write(() => SimulationPage.Write(run), error))
            return false;
        if (IsJson)
            output.Lines.WriteLine(SimulationJson.Write(run));
        else
            SimulationTables.Write(run, output);
        return true;
    }
}
