namespace Plimsoll.Scenarios.Tests.Adequacy;

/// <summary>Adequacy files for tests: the shipped one, and texts in a directory that is removed again.</summary>
internal static class Study
{
    public const string Small = """
        title: Small
        unit: MW
        step: 1
        evidence: assumed
        units:
          a: {count: 3, capacity: 10, forced-outage-rate: 10 %, repair-time: 20 h}
          b: {count: 1, capacity: 6, deratings: [{left: 2, probability: 5 %, repair-time: 4 h}]}
        common-modes:
          site: {probability: 1 %, repair-time: 5 h, members: [a]}
        load:
          hours: [10, 20, 30]
        """;

    public static AdequacyFile Shipped { get; } =
        AdequacyFile.Load(Path.Combine(AppContext.BaseDirectory, "scenarios", "rts-79"), out var errors)
        ?? throw new InvalidOperationException(string.Join('\n', errors));

    /// <summary>A study, or what is wrong with it, with the directory left out.</summary>
    public static (AdequacyFile? File, string[] Errors) Of(string text, string? csv = null)
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "adequacy.yaml"), text);
            if (csv is not null)
                File.WriteAllText(Path.Combine(directory.FullName, "load.csv"), csv);
            var study = AdequacyFile.Load(directory.FullName, out var errors);
            var prefix = directory.FullName + Path.DirectorySeparatorChar;
            return (study, [.. errors.Select(error => $"{error}".Replace(prefix, "", StringComparison.Ordinal))]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    public static AdequacyFile Right(string text, string? csv = null)
    {
        var (file, errors) = Of(text, csv);
        return file ?? throw new InvalidOperationException(string.Join('\n', errors));
    }
}
