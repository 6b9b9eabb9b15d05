using Plimsoll.Serving;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>A folder of benchmarks, in the forms in which they are published.</summary>
public sealed record BenchmarkFolder
{
    private const string InferenceXPlace = "silicon";

    /// <summary>What was read.</summary>
    public required BenchmarkRuns Benchmarks { get; init; }

    /// <summary>Models that are held back from fits whose errors are reported.</summary>
    public required IReadOnlySet<string> HeldBack { get; init; }

    /// <summary>Models and accelerators that it may speak of.</summary>
    internal BenchmarkTables Tables { get; private init; } = null!;

    /// <summary>Reads whichever of the data sets are in the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="wrong">Everything that is wrong; empty when the folder was read.</param>
    public static BenchmarkFolder? Read(string folder, out IReadOnlyList<Diagnostic> wrong)
    {
        var found = new List<Diagnostic>();
        wrong = found;
        var tables = BenchmarkTables.Read(folder, found);
        List<BenchmarkRuns> sets = [];
        if (Directory.Exists(Path.Combine(folder, GroundTruthFolder.Name)))
            sets.Add(GroundTruthFolder.Read(folder, tables, found));
        foreach (var place in new[] { folder, Path.Combine(folder, InferenceXPlace) })
        {
            if (File.Exists(Path.Combine(place, InferenceXFile.Name)))
                sets.Add(InferenceXFile.Read(place, tables, found));
        }

        if (File.Exists(Path.Combine(folder, MlEnergyFile.Name)))
            sets.Add(MlEnergyFile.Read(folder, tables, found));
        if (sets.Count == 0)
        {
            found.Add(new(folder, 1, 1, "", "found no benchmark; expected a folder with at least one of "
                + $"{GroundTruthFolder.Name}/, {InferenceXPlace}/{InferenceXFile.Name}, {MlEnergyFile.Name}"));
        }

        if (found.Count > 0)
            return null;
        var all = sets.SelectMany(set => set.Runs).ToList();
        var runs = all.Where(FitsInMemory).ToList();
        List<string> left = [.. sets.SelectMany(set => set.LeftOut)];
        if (all.Count - runs.Count is > 0 and var more)
            left.Add($"{(more == 1 ? "1 run" : $"{more} runs")} left out: more sequences than memory holds at a time");

        return new()
        {
            Benchmarks = new(runs, left),
            HeldBack = HeldBackRule.Of(runs),
            Tables = tables,
        };
    }

    private static bool FitsInMemory(Measurement run) => run.Batch is not { } batch || batch <=
        OperatingPoint.SequencesInMemory(run.Accelerator, run.Shape, run.Width, run.Traffic.MeanContext);
}
