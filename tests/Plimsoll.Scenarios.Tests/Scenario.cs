namespace Plimsoll.Scenarios.Tests;

/// <summary>Scenarios for tests: the small fixture, and texts in a directory that is removed again.</summary>
internal static class Scenario
{
    public static string SmallPath { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "small.yaml");

    public static string LimitsPath { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "limits.yaml");

    public static string SmallText { get; } = File.ReadAllText(SmallPath);

    public static ScenarioDocument Small() => Document(ScenarioFile.Load(SmallPath));

    /// <summary>The small scenario with every kind of limit and of dated change.</summary>
    public static ScenarioDocument Limits() => Document(ScenarioFile.Load(LimitsPath));

    public static ScenarioDocument Document(LoadResult result) => result switch
    {
        LoadResult.Loaded loaded => loaded.Document,
        LoadResult.Rejected rejected => throw new InvalidOperationException(string.Join('\n', rejected.Diagnostics)),
        _ => throw new InvalidOperationException("A load result is loaded or rejected."),
    };

    /// <summary>A scenario of one file.</summary>
    public static LoadResult Load(string text)
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            var path = Path.Combine(directory.FullName, "scenario.yaml");
            File.WriteAllText(path, text);
            return ScenarioFile.Load(path);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Diagnostics as text with the directory left out; empty when the scenario is right.</summary>
    public static string[] Errors(params (string Name, string Text)[] files)
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            foreach (var (name, text) in files)
            {
                var path = Path.Combine(directory.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            var result = ScenarioFile.Load(Path.Combine(directory.FullName, files[0].Name));
            return Errors(result, directory.FullName + Path.DirectorySeparatorChar);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    public static string[] Errors(LoadResult result, string directory = "\0") => result is LoadResult.Rejected rejected
        ? [.. rejected.Diagnostics.Select(error => $"{error}".Replace(directory, "", StringComparison.Ordinal))]
        : [];

    /// <summary>The small scenario with one text replaced, which has to occur exactly once.</summary>
    public static string SmallWith(string before, string after) => With(SmallText, before, after);

    /// <summary>A text with a part of it replaced, which has to occur exactly once.</summary>
    public static string With(string text, string before, string after)
    {
        if (text.Split(before).Length != 2)
            throw new ArgumentException($"'{before}' has to occur once.");
        return text.Replace(before, after, StringComparison.Ordinal);
    }
}
