using Plimsoll.Scenarios.Traces;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Tests.Traces;

/// <summary>Samples of published traces, and traces that a test writes.</summary>
internal sealed class Published : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll").FullName;

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "traces", name);

    public static TraceFile Open(string name) => OpenAt(PathOf(name));

    public static TraceFile OpenAt(string path, string? format = null)
    {
        var trace = TraceFile.Open(path, format, out var problems);
        Assert.Empty(problems.First);
        return trace!;
    }

    public static List<Arrival> Arrivals(TraceFile trace) => [.. trace.Rows().Select(row => row.Arrival)];

    public string PathTo(string name) => Path.Combine(folder, name);

    public string Write(string text, string name = "trace.csv")
    {
        var path = PathTo(name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>What is wrong with a text, one problem a line without the file's name.</summary>
    public IEnumerable<string> Problems(string text, string? format = null)
    {
        var path = Write(text);
        Assert.Null(TraceFile.Open(path, format, out var problems));
        Assert.Equal(Math.Min(TraceProblems.Most, problems.Count), problems.First.Count);
        return problems.First.Select(problem => problem.ToString()[(path.Length + 1)..]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
